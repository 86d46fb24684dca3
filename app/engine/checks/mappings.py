"""Mappings of variables and multi-instance markers."""

from lxml import etree

from app.engine.checks.expressions import check_mandatory, check_value
from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram, Node, extension_of
from app.engine.checks.names import HOW_TO_NAME, is_variable_path
from app.engine.checks.wording import BPMN, ZEEBE, called, quoted
from app.engine.checks.work import check_result

_ONLY_OUTPUT = frozenset({"startEvent", "boundaryEvent", "intermediateCatchEvent"})


def check_mappings(diagram: Diagram, report: Report) -> None:
    """Report mappings that cannot be read or write to what is no variable."""
    for process in diagram.executable:
        for node in process.all_nodes():
            _check_io(node, report)
            _check_multi_instance(node, report)
            _check_headers(node, report)


def _check_io(node: Node, report: Report) -> None:
    mapping = node.extension("ioMapping")
    if mapping is None:
        return
    for item in mapping:
        target = item.get("target", "").strip()
        if target and not is_variable_path(target):
            message = f'{called(node.element)} maps to "{quoted(target)}", which is no name for a variable.'
            report.error(node.element, message, HOW_TO_NAME)
        check_value(item.get("source", ""), item, "source", report)
    if node.kind in _ONLY_OUTPUT and mapping.find(ZEEBE + "input") is not None:
        message = f"{called(node.element)} has an input mapping, but an event that waits takes no input."
        report.error(node.element, message, "Remove the input mapping.")
    if node.is_event_sub_process:
        message = f"{called(node.element)} has a mapping; an event sub-process is entered by its event."
        report.error(node.element, message, "Put the mapping on its start event or its steps.")


def _check_multi_instance(node: Node, report: Report) -> None:
    marker = node.element.find(BPMN + "multiInstanceLoopCharacteristics")
    if marker is None:
        return
    if node.is_event_sub_process:
        message = f"{called(node.element)} is an event sub-process and has a multi-instance marker."
        report.error(node.element, message, "Put the marker on an activity inside it.")
    loop = extension_of(marker, "loopCharacteristics")
    if loop is None:
        message = f"{called(node.element)} has a multi-instance marker without an input collection."
        report.error(node.element, message, "Fill in the input collection, such as `=lines`.")
        return
    _check_loop(node, loop, report)


def _check_loop(node: Node, loop: etree._Element, report: Report) -> None:
    check_mandatory(loop, "inputCollection", report)
    check_mandatory(loop, "outputElement", report)
    check_result(loop, "inputElement", report)
    check_result(loop, "outputCollection", report)
    if bool(loop.get("outputCollection")) != bool(loop.get("outputElement")):
        message = f"{called(node.element)} has only one of output collection and output element."
        report.error(node.element, message, "Fill in both, or neither.")


def _check_headers(node: Node, report: Report) -> None:
    headers = node.extension("taskHeaders")
    keys = [header.get("key", "") for header in headers] if headers is not None else []
    for key in sorted({key for key in keys if key and keys.count(key) > 1}):
        message = f'{called(node.element)} has two headers called "{quoted(key)}".'
        report.error(node.element, message, "Keep one of the two.")
