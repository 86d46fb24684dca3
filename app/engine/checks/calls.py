"""Processes that call one another in a circle."""

from collections.abc import Mapping

from app.engine.checks.finding import Report
from app.engine.checks.model import Node, Scope
from app.engine.checks.wording import called

_PASSES_AT_ONCE = frozenset(
    {"startEvent", "task", "manualTask", "scriptTask", "businessRuleTask", "intermediateThrowEvent"}
)


def check_calls(processes: Mapping[str, tuple[Scope, Report]]) -> None:
    """Report circles of calls: an error where no step waits or chooses on the way, else a warning."""
    targets = {process_id: _calls(scope) for process_id, (scope, _) in processes.items()}
    for process_id, (scope, report) in processes.items():
        at_once = _call_at_once(scope)
        for node, target in targets[process_id]:
            circle = _circle(process_id, target, targets)
            if circle is None:
                continue
            way = " → ".join([process_id, *circle])
            if node is at_once and all(_next_at_once(name, processes) for name in circle[:-1]):
                message = f"{called(node.element)} calls in a circle without end: {way}."
                report.error(node.element, message, "Let a gateway end the circle, or call another process.")
            else:
                message = f"{called(node.element)} calls in a circle: {way}."
                report.warning(node.element, message, "Make sure that some condition ends it.")


def _calls(scope: Scope) -> list[tuple[Node, str]]:
    found = []
    for node in scope.all_nodes():
        call = node.extension("calledElement")
        target = call.get("processId", "").strip() if call is not None else ""
        if target and not target.startswith("="):
            found.append((node, target))
    return found


def _circle(origin: str, target: str, targets: Mapping[str, list[tuple[Node, str]]]) -> list[str] | None:
    """The shortest way from `target` back to `origin`, both included."""
    ways = [[target]]
    seen = {target}
    for way in ways:
        if way[-1] == origin:
            return way
        for _, following in targets.get(way[-1], []):
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None


def _next_at_once(process_id: str, processes: Mapping[str, tuple[Scope, Report]]) -> bool:
    return process_id in processes and _call_at_once(processes[process_id][0]) is not None


def _call_at_once(scope: Scope) -> Node | None:
    """The call activity that every start of the process reaches without waiting or choosing."""
    node = next((node for node in scope.nodes if node.kind == "startEvent" and node.event == "none"), None)
    seen: set[Node] = set()
    while node is not None and node not in seen:
        seen.add(node)
        if node.kind == "callActivity":
            return node
        passes = node.kind in _PASSES_AT_ONCE and node.event == "none" and node.extension("taskDefinition") is None
        one_way = len(node.outgoing) == 1 and node.outgoing[0].condition is None and not node.is_multi_instance
        node = node.outgoing[0].target if passes and one_way else None
    return None
