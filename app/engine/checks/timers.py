"""Timers: exactly one of date, duration and cycle, where it may stand, within bounds."""

import re
from collections.abc import Callable

from lxml import etree

from app.engine.checks.durations import LiteralProblem, cycle_problem, date_problem, duration_problem
from app.engine.checks.expressions import check_feel
from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram, Node
from app.engine.checks.wording import BPMN, called, local_name, quoted
from app.feel import expression_of

_KINDS: dict[str, Callable[[str], LiteralProblem | None]] = {
    "timeDate": date_problem,
    "timeDuration": duration_problem,
    "timeCycle": cycle_problem,
}
_QUOTES = "\"'"
_CONSTANT = re.compile(r'(?:(?:duration|date and time)\s*\(\s*)?@?"([^"\\]*)"\s*\)?')


def check_timers(diagram: Diagram, report: Report) -> None:
    """Report timers that are not exactly one literal or expression that can fire."""
    for process in diagram.executable:
        for node in process.all_nodes():
            for definition in node.element.findall(BPMN + "timerEventDefinition"):
                _check_timer(node, definition, report)


def _check_timer(node: Node, definition: etree._Element, report: Report) -> None:
    given = [child for child in definition if child.tag.startswith(BPMN) and local_name(child) in _KINDS]
    if len(given) != 1:
        message = f"{called(node.element)} has {len(given)} of date, duration and cycle; it needs exactly one."
        report.error(node.element, message, "Choose date, duration or cycle.")
        return
    _check_place(node, given[0], report)
    _check_text(node, given[0], report)


def _check_place(node: Node, given: etree._Element, report: Report) -> None:
    kind = local_name(given)
    starts_process = node.kind == "startEvent" and node.scope.is_process
    repeats = starts_process or (node.kind in ("startEvent", "boundaryEvent") and not node.interrupts)
    if kind == "timeCycle" and not repeats:
        message = f"{called(node.element)} fires once and has a cycle."
        report.error(given, message, "Use a date or duration, or a non-interrupting boundary event for a cycle.")
    if kind == "timeDuration" and starts_process:
        message = f"{called(node.element)} starts the process and has a duration, which begins nowhere."
        report.error(given, message, "Use a date or a cycle.")


def _check_text(node: Node, given: etree._Element, report: Report) -> None:
    text = (given.text or "").strip()
    expression = expression_of(text)
    if not text:
        report.error(given, f"{called(node.element)} has an empty timer.", "Fill in the date, duration or cycle.")
    elif expression is None:
        _check_literal(given, text, report)
    else:
        check_feel(expression, given, "The timer", report)
        constant = _CONSTANT.fullmatch(expression)
        if constant:
            _check_literal(given, constant.group(1), report)


def _check_literal(given: etree._Element, text: str, report: Report) -> None:
    bare = text.strip(_QUOTES) if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0] else text
    if bare != text:
        report.error(given, f"The timer {quoted(text)} stands in quotes.", "Write it without quotes.")
    problem = _KINDS[local_name(given)](bare)
    if problem:
        report.error(given, quoted(problem.message), problem.remedy)
