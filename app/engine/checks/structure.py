"""Processes and their scopes: starts, ends, reachability, boundary events in their place."""

from app.engine.checks.dialect import MOST_NODES
from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram, Node, Scope
from app.engine.checks.wording import called, in_words

_DRAW_START = "Draw one start event and lead a flow from it to the first step."
_REMOVE_FLOW = "Remove the flow, or use another element."


def check_structure(diagram: Diagram, report: Report) -> None:
    """Report what is wrong with the shape of the executable processes."""
    _check_processes(diagram, report)
    for process in diagram.executable:
        _check_size(process, report)
        for scope in process.walk():
            _check_starts(scope, report)
            _check_ends(scope, report)
        _check_reach(process, report)


def _check_processes(diagram: Diagram, report: Report) -> None:
    if not diagram.processes:
        report.error(diagram.root, "The file holds no process.", "Draw a process and mark it as executable.")
    elif not diagram.executable:
        for process in diagram.processes:
            message = f"The process {process.id} is not marked as executable."
            report.error(process.element, message, 'Set isExecutable="true" in the properties of the process.')


def _check_size(process: Scope, report: Report) -> None:
    count = sum(1 for _ in process.all_nodes())
    if count > MOST_NODES:
        message = f"The process {process.id} has {count} elements; {MOST_NODES} is the limit."
        report.error(process.element, message, "Move parts to processes of their own and call them.")


def _check_starts(scope: Scope, report: Report) -> None:
    starts = [node for node in scope.nodes if node.kind == "startEvent"]
    name = f"The process {scope.id}" if scope.is_process else called(scope.element)
    if not starts:
        report.error(scope.element, f"{name} has no start event.", _DRAW_START)
    elif not scope.is_process and len(starts) > 1:
        report.error(starts[1].element, f"{name} has {len(starts)} start events.", "Keep one of them.")
    blank = [start for start in starts if start.event == "none"]
    if scope.is_process and len(blank) > 1:
        message = f"{name} has {len(blank)} start events without a message or timer; which one begins is not clear."
        report.error(blank[1].element, message, "Keep one of them and branch with a gateway.")


def _check_ends(scope: Scope, report: Report) -> None:
    for node in scope.nodes:
        if node.kind == "startEvent" and node.incoming:
            report.error(node.element, f"{called(node.element)} has an incoming flow.", _REMOVE_FLOW)
        if node.kind == "endEvent" and node.outgoing:
            report.error(node.element, f"{called(node.element)} has an outgoing flow.", _REMOVE_FLOW)
        elif node.is_event_sub_process and (node.incoming or node.outgoing or node.boundary):
            message = f"{called(node.element)} is started by its event, yet it has a flow or a boundary event."
            report.error(node.element, message, _REMOVE_FLOW)
        elif node.kind not in ("endEvent", "boundaryEvent") and _ends_implicitly(node):
            message = f"{called(node.element)} has no outgoing flow: the path ends there."
            report.warning(node.element, message, "Lead it to an end event, so that a reader sees that it ends.")


def _ends_implicitly(node: Node) -> bool:
    throws_link = node.kind == "intermediateThrowEvent" and node.event == "link"
    return not (node.outgoing or node.is_event_sub_process or node.is_for_compensation or throws_link)


def _check_reach(process: Scope, report: Report) -> None:
    reached = _reached(process)
    unreached = {node.inner for node in process.all_nodes() if node.inner and node not in reached}
    for node in process.all_nodes():
        outer = node.scope.element
        hidden = node.scope in unreached
        if node in reached or hidden:
            continue
        what = in_words("process" if node.scope.is_process else "subProcess")
        message = f"{called(node.element)} is never reached from a start of its {what} {outer.get('id', '')}."
        report.error(node.element, message, "Lead a flow to it, or remove it.")


def _reached(process: Scope) -> set[Node]:
    reached: set[Node] = set()
    waiting = _roots(process)
    while waiting:
        node = waiting.pop()
        if node in reached:
            continue
        reached.add(node)
        waiting.extend(flow.target for flow in node.outgoing if flow.target is not None)
        waiting.extend(node.boundary)
        waiting.extend(node.handlers)
        waiting.extend(_roots(node.inner) if node.inner else [])
        waiting.extend(_link_targets(node))
    return reached


def _roots(scope: Scope) -> list[Node]:
    return [
        node
        for node in scope.nodes
        if node.kind == "startEvent" or node.is_event_sub_process or node.is_for_compensation or _hangs(node)
    ]


def _hangs(node: Node) -> bool:
    """Whether a boundary event is attached to nothing, which is reported by itself."""
    return node.kind == "boundaryEvent" and node.host is None


def _link_targets(node: Node) -> list[Node]:
    if node.kind != "intermediateThrowEvent" or node.event != "link":
        return []
    name = node.definitions[0].get("name")
    catches = (other for other in node.scope.nodes if other.kind == "intermediateCatchEvent" and other.event == "link")
    return [other for other in catches if other.definitions[0].get("name") == name]
