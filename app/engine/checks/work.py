"""What tasks do: job types, scripts, decisions, called processes, forms."""

import re

from lxml import etree

from app.engine.checks.dialect import BINDINGS
from app.engine.checks.expressions import check_mandatory, check_value, missing
from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram, Node
from app.engine.checks.names import HOW_TO_NAME, is_variable_name
from app.engine.checks.surroundings import Surroundings
from app.engine.checks.wording import BPMN, called, local_name, named, quoted, shown_name
from app.engine.registry import is_outside_job_type
from app.feel import expression_of

MOST_RETRIES = 100
_WHOLE_NUMBER = re.compile(r"\d{1,9}")
_WORK = {
    "serviceTask": ("taskDefinition",),
    "sendTask": ("taskDefinition",),
    "scriptTask": ("script", "taskDefinition"),
    "businessRuleTask": ("calledDecision", "taskDefinition"),
    "callActivity": ("calledElement",),
}
_REMEDIES = {
    "taskDefinition": "Give it a job type.",
    "script": "Write a FEEL expression and the variable for its result, or give it a job type.",
    "calledDecision": "Choose the decision and the variable for its result, or give it a job type.",
    "calledElement": "Choose the process that it calls.",
}


def check_work(diagram: Diagram, surroundings: Surroundings, report: Report) -> None:
    """Report tasks that nobody can do, and names of forms, decisions, processes and jobs that lead nowhere."""
    for process in diagram.executable:
        for node in process.all_nodes():
            _check_presence(node, report)
            _check_job(node, surroundings, report)
            _check_script(node, report)
            _check_decision(node, surroundings, report)
            _check_call(node, surroundings, report)
            _check_form(node, surroundings, report)


def _check_presence(node: Node, report: Report) -> None:
    wanted = _WORK.get(node.kind, ())
    if node.kind in ("endEvent", "intermediateThrowEvent"):
        wanted = ("taskDefinition",) if node.event == "message" else ()
        if not wanted and node.extension("taskDefinition") is not None:
            message = f"{called(node.element)} has a job type, but only message events send by a job."
            report.error(node.element, message, "Make it a message event or a service task.")
    found = [name for name in wanted if node.extension(name) is not None]
    if wanted and not found and not _says_it_otherwise(node):
        missing(node.element, f"zeebe:{wanted[0]}", _REMEDIES[wanted[0]], report)
    elif len(found) > 1:
        message = f"{called(node.element)} has both zeebe:{found[0]} and zeebe:{found[1]}."
        report.error(node.element, message, "Keep one of the two.")


def _says_it_otherwise(node: Node) -> bool:
    """Whether the work is said in a way that is refused by name already."""
    return node.element.find(BPMN + "script") is not None or node.element.get("calledElement") is not None


def _check_job(node: Node, surroundings: Surroundings, report: Report) -> None:
    definition = node.extension("taskDefinition")
    if definition is None:
        return
    name = definition.get("type", "").strip()
    if name.startswith("="):
        message = f'The job type "{quoted(name)}" of {named(node.element)} is an expression.'
        report.error(node.element, message, "Write a fixed job type; the list of types is closed.")
    elif name and name not in surroundings.known.job_types:
        if is_outside_job_type(name):
            message = f'The job type "{name}" is not one of Pratica\'s: it is left to outside workers.'
            report.warning(node.element, message, "Make sure that a worker asks for it, or choose a listed type.")
        else:
            message = f'The job type "{quoted(name)}" of {named(node.element)} is not known.'
            report.error(node.element, message, "Choose one of the listed job types.")
    _check_retries(node, definition, report)


def _check_retries(node: Node, definition: etree._Element, report: Report) -> None:
    text = definition.get("retries", "").strip()
    if not text or check_value(text, definition, "retries", report):
        return
    if not _WHOLE_NUMBER.fullmatch(text) or int(text) > MOST_RETRIES:
        message = f'{called(node.element)} has "{quoted(text)}" retries.'
        report.error(node.element, message, f"Write a whole number from 0 to {MOST_RETRIES}.")


def _check_script(node: Node, report: Report) -> None:
    script = node.extension("script")
    if script is not None:
        check_mandatory(script, "expression", report)
        check_result(script, "resultVariable", report)


def check_result(element: etree._Element, attribute: str, report: Report) -> None:
    """Report an attribute that should name a variable and cannot. A missing one is reported elsewhere."""
    name = element.get(attribute, "").strip()
    if name and not is_variable_name(name):
        message = f'{attribute} of {shown_name(element.tag)} is "{quoted(name)}", which is no name for a variable.'
        report.error(element, message, HOW_TO_NAME)


def _check_decision(node: Node, surroundings: Surroundings, report: Report) -> None:
    decision = node.extension("calledDecision")
    if decision is None:
        return
    check_result(decision, "resultVariable", report)
    binding = _binding(decision, report)
    name = decision.get("decisionId", "").strip()
    if not name or check_value(name, decision, "decisionId", report):
        return
    if not surroundings.has_decision(name, binding=binding):
        message = f'{called(node.element)} asks the decision "{quoted(name)}", which is not known.'
        report.error(node.element, message, _how_to_find(binding, "decision"))


def _check_call(node: Node, surroundings: Surroundings, report: Report) -> None:
    call = node.extension("calledElement")
    if call is None:
        return
    for attribute in ("propagateAllChildVariables", "propagateAllParentVariables"):
        if call.get(attribute, "true") not in ("true", "false"):
            report.error(call, f'{attribute} is "{quoted(call.get(attribute, ""))}".', "Write true or false.")
    binding = _binding(call, report)
    name = call.get("processId", "").strip()
    if not name or check_value(name, call, "processId", report):
        return
    if not surroundings.has_process(name, binding=binding):
        message = f'{called(node.element)} calls the process "{quoted(name)}", which is not deployed yet.'
        report.warning(node.element, message, _how_to_find(binding, "process"))


def _check_form(node: Node, surroundings: Surroundings, report: Report) -> None:
    form = node.extension("formDefinition")
    if form is None:
        return
    if node.kind == "startEvent" and not (node.scope.is_process and node.event == "none"):
        message = f"{called(node.element)} has a form, but nobody fills in a form there."
        report.error(node.element, message, "Put the form on the plain start event of the process.")
    binding = _binding(form, report)
    name = form.get("formId", "").strip()
    if expression_of(name) is not None:
        message = f'The form of {named(node.element)} is the expression "{quoted(name)}".'
        report.error(node.element, message, "Name a form; which fields show may depend on conditions in the form.")
    elif name and not surroundings.has_form(name, binding=binding):
        message = f'{called(node.element)} shows the form "{quoted(name)}", which is not known.'
        report.error(node.element, message, _how_to_find(binding, "form"))


def _binding(element: etree._Element, report: Report) -> str:
    binding = element.get("bindingType", "latest")
    allowed = BINDINGS[local_name(element)]
    if binding not in allowed:
        message = f'The binding "{quoted(binding)}" of {shown_name(element.tag)} does not run here.'
        report.error(element, message, f"Choose {' or '.join(sorted(allowed))}.")
    return binding


def _how_to_find(binding: str, kind: str) -> str:
    if binding == "deployment":
        return f"Deploy the {kind} in the same step, or bind to latest."
    return f"Deploy the {kind} with it or before it, or correct the id."
