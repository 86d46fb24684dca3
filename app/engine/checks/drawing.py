"""What is only drawn: bounds and waypoints, lanes, pools, message flows, data."""

import math

from lxml import etree

from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram
from app.engine.checks.wording import BPMN, BPMNDI, DC, DI, called, local_name, name_space, quoted, shown_name

_FARTHEST = 1_000_000  # pixels
_DRAW_AGAIN = "Open the file in the Studio, move the shape and save."
_NUMBERS: dict[str, tuple[str, ...]] = {
    DC + "Bounds": ("x", "y", "width", "height"),
    DI + "waypoint": ("x", "y"),
    DC + "Point": ("x", "y"),
}
_ONLY_DRAWN = {"dataObjectReference": "data object", "dataStoreReference": "data store"}
_SPACES = frozenset({BPMNDI, DC, DI})


def check_drawing(diagram: Diagram, report: Report) -> None:
    """Report what cannot be drawn, and say what is drawn without effect."""
    for drawing in diagram.root.findall(BPMNDI + "BPMNDiagram"):
        for element in drawing.iter():
            if name_space(element.tag) in _SPACES:
                _check_numbers(element, report)
                _check_drawn(element, diagram, report)
            elif element.tag.startswith(BPMN):
                message = f"The element {local_name(element)} stands in the drawing."
                report.error(element, message, "Draw the diagram again in the Studio.")
    for process in diagram.processes:
        _check_lanes(process.element, diagram, report)
        _check_data(process.element, report)
    _check_collaboration(diagram, report)


def _check_numbers(element: etree._Element, report: Report) -> None:
    for name in _NUMBERS.get(element.tag, ()):
        text = element.get(name)
        number = _number(text)
        if number is None or abs(number) > _FARTHEST or (name in ("width", "height") and number < 0):
            shown = "missing" if text is None else f'"{quoted(text)}"'
            report.error(element, f"In the drawing, {name} of {shown_name(element.tag)} is {shown}.", _DRAW_AGAIN)


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _check_drawn(element: etree._Element, diagram: Diagram, report: Report) -> None:
    drawn = element.get("bpmnElement")
    if drawn and drawn.rpartition(":")[2] not in diagram.elements:
        message = f'The drawing shows "{quoted(drawn)}", which is not in the model.'
        report.warning(element, message, "Remove the shape in the Studio.")


def _check_lanes(process: etree._Element, diagram: Diagram, report: Report) -> None:
    inside = {node.id for scope in diagram.processes if scope.element is process for node in scope.all_nodes()}
    for lane in process.iter(BPMN + "lane"):
        for reference in lane.findall(BPMN + "flowNodeRef"):
            name = (reference.text or "").strip()
            if name not in inside:
                message = f'{called(lane)} holds "{quoted(name)}", which is no step of the process.'
                report.error(lane, message, "Draw the lane again around its steps.")
    for lane_set in [*process.iter(BPMN + "laneSet"), *process.iter(BPMN + "childLaneSet")]:
        _check_lane_set(lane_set, report)


def _check_lane_set(lane_set: etree._Element, report: Report) -> None:
    seen: dict[str, etree._Element] = {}
    for lane in lane_set.findall(BPMN + "lane"):
        for reference in lane.findall(BPMN + "flowNodeRef"):
            name = (reference.text or "").strip()
            if seen.setdefault(name, lane) is not lane:
                message = f"{quoted(name)} lies in two lanes, {called(seen[name])} and {called(lane)}."
                report.error(lane, message, "Move it into one of them.")


def _check_data(process: etree._Element, report: Report) -> None:
    for element in process.iter(*(BPMN + name for name in _ONLY_DRAWN)):
        kind = _ONLY_DRAWN[local_name(element)]
        message = f"{called(element)} is only drawn: a {kind} neither holds nor passes values."
        report.warning(element, message, "Pass values by variables and mappings.")


def _check_collaboration(diagram: Diagram, report: Report) -> None:
    for participant in diagram.root.iter(BPMN + "participant"):
        name = participant.get("processRef", "")
        if name and not any(process.id == name for process in diagram.processes):
            message = f'{called(participant)} holds the process "{quoted(name)}", which is not there.'
            report.error(participant, message, "Draw the pool again, or leave it empty.")
    pools = _pools(diagram)
    for flow in diagram.root.iter(BPMN + "messageFlow"):
        ends = [flow.get(name, "") for name in ("sourceRef", "targetRef")]
        unknown = [name for name in ends if name not in diagram.elements]
        for name in unknown:
            message = f'The message flow {flow.get("id")} leads to or from "{quoted(name)}", which is not there.'
            report.error(flow, message, "Draw the message flow again.")
        if not unknown and pools.get(ends[0], ends[0]) == pools.get(ends[1], ends[1]):
            message = f"The message flow {flow.get('id')} begins and ends in one pool."
            report.error(flow, message, "Use a sequence flow inside a pool.")


def _pools(diagram: Diagram) -> dict[str, str]:
    """The process of each of its steps and of each pool."""
    pools = {node.id: process.id for process in diagram.processes for node in process.all_nodes()}
    for participant in diagram.root.iter(BPMN + "participant"):
        pool = participant.get("id", "")
        pools[pool] = participant.get("processRef") or pool
    return pools
