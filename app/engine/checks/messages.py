"""Messages, errors, escalations and signals: named, and correlated where someone waits."""

from lxml import etree

from app.engine.checks.expressions import check_mandatory, check_value
from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram, Node, extension_of
from app.engine.checks.wording import called, local_name, named, quoted
from app.feel import expression_of

_LONGEST = 200  # characters of a name or code
_CODES = {"error": "errorCode", "escalation": "escalationCode"}


def check_messages(diagram: Diagram, report: Report) -> None:
    """Report messages without name or key, and errors without code, that executable processes use."""
    for process in diagram.executable:
        for node in process.all_nodes():
            _check_receive_task(node, diagram, report)
            for definition in node.definitions:
                _check_definition(node, definition, diagram, report)


def _check_receive_task(node: Node, diagram: Diagram, report: Report) -> None:
    if node.kind != "receiveTask":
        return
    message = diagram.referenced(node.element, "messageRef", "message")
    if message is None:
        report.error(node.element, f"{called(node.element)} names no message.", "Choose or add the message.")
    else:
        _check_message(message, report)
        _check_key(node, message, report)


def _check_definition(node: Node, definition: etree._Element, diagram: Diagram, report: Report) -> None:
    kind = node.event
    named_element = diagram.referenced(definition, f"{kind}Ref", kind)
    if named_element is None:
        return
    if kind == "message":
        _check_message(named_element, report)
        if node.kind not in ("endEvent", "intermediateThrowEvent"):
            _check_key(node, named_element, report)
    elif kind == "signal":
        _check_name(named_element, report)
        _check_start_name(node, named_element, report)
    elif kind in _CODES:
        _check_code(node, named_element, _CODES[kind], report)


def _check_message(message: etree._Element, report: Report) -> None:
    _check_name(message, report)
    subscription = extension_of(message, "subscription")
    if subscription is not None:
        check_mandatory(subscription, "correlationKey", report)


def _check_name(element: etree._Element, report: Report) -> None:
    name = element.get("name", "").strip()
    if not name:
        report.error(element, f"{called(element)} has no name.", "Name it as the sender calls it.")
    elif len(name) > _LONGEST:
        report.error(element, f"The name of {named(element)} is too long.", f"Use {_LONGEST} characters at most.")
    else:
        check_value(name, element, "name", report)


def _check_key(node: Node, message: etree._Element, report: Report) -> None:
    if node.kind == "startEvent" and node.scope.is_process:
        _check_start_name(node, message, report)
        return
    subscription = extension_of(message, "subscription")
    if subscription is None or not subscription.get("correlationKey", "").strip():
        text = f"{called(message)} has no correlation key, but {named(node.element)} waits for it."
        remedy = 'Fill in the subscription correlation key, such as "=quote_number", which tells cases apart.'
        report.error(message, text, remedy)


def _check_start_name(node: Node, element: etree._Element, report: Report) -> None:
    starts = node.kind == "startEvent" and node.scope.is_process
    if starts and expression_of(element.get("name", "")) is not None:
        kind = local_name(element)
        text = f"{called(node.element)} waits for a {kind} whose name is an expression; no case is there yet."
        report.error(element, text, f"Give the {kind} a fixed name.")


def _check_code(node: Node, element: etree._Element, attribute: str, report: Report) -> None:
    code = element.get(attribute, "").strip()
    catches = node.kind in ("boundaryEvent", "startEvent")
    if not code and not catches:
        report.error(element, f"{called(element)} has no code.", "Give it the code by which it is caught.")
    elif len(code) > _LONGEST:
        report.error(element, f'The code "{quoted(code)}" is too long.', f"Use {_LONGEST} characters at most.")
    elif expression_of(code) is not None:
        if catches:
            report.error(element, f"{called(element)} is caught by an expression.", "Give it a fixed code.")
        else:
            check_value(code, element, attribute, report)
