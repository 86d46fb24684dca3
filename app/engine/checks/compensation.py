"""What undoes: compensation events and their handlers, transactions and how they are cancelled."""

from app.engine.checks.finding import Report
from app.engine.checks.model import ACTIVITIES, Diagram, Node, Scope
from app.engine.checks.wording import called, named, quoted

_LEAD = "Lead an association from it to the activity that undoes."
_REMOVE_FLOW = "Remove the flow; what undoes is reached by its association only."


def check_compensation(diagram: Diagram, report: Report) -> None:
    """Report handlers that nothing leads to, events that undo nothing, and transactions that cannot be cancelled."""
    for process in diagram.executable:
        for node in process.all_nodes():
            _check_handler(node, report)
            _check_border(node, report)
            _check_thrown(node, report)
            _check_cancel(node, report)
        for scope in process.walk():
            _check_inside(scope, report)


def _check_handler(node: Node, report: Report) -> None:
    if not node.is_for_compensation:
        return
    if node.kind not in ACTIVITIES or node.is_event_sub_process:
        message = f"{called(node.element)} is marked for compensation, but it is no activity that a token can enter."
        report.error(node.element, message, "Mark a task, sub-process or call activity.")
    elif not any(node in other.handlers for other in node.scope.nodes):
        message = f"{called(node.element)} is marked for compensation, but no compensation event leads to it."
        report.error(node.element, message, "Lead an association to it from a compensation boundary event.")
    if node.incoming or node.outgoing:
        report.error(node.element, f"{called(node.element)} undoes another step and has a flow.", _REMOVE_FLOW)
    if node.boundary:
        message = f"{called(node.element)} undoes another step and has a boundary event, which does not run here."
        report.error(node.element, message, "Put the steps into a sub-process that undoes, and the event inside it.")


def _check_border(node: Node, report: Report) -> None:
    if node.kind != "boundaryEvent" or node.event != "compensate" or node.host is None:
        return
    if len(node.handlers) != 1:
        message = f"{called(node.element)} leads to {len(node.handlers)} activities; it needs exactly one."
        report.error(node.element, message, _LEAD)
    for handler in node.handlers:
        if not handler.is_for_compensation or handler.scope is not node.scope:
            message = f"{called(node.element)} leads to {named(handler.element)}, which cannot undo from there."
            report.error(node.element, message, "Mark that activity for compensation, and draw it beside.")
    if node.outgoing:
        report.error(node.element, f"{called(node.element)} has an outgoing flow.", _LEAD)
    if len([other for other in node.host.boundary if other.event == "compensate"]) > 1:
        message = f"{called(node.host.element)} has more than one compensation boundary event."
        report.error(node.element, message, "Keep one of them.")
    if node.host.is_for_compensation:
        message = f"{called(node.element)} is to undo {named(node.host.element)}, which undoes itself."
        report.error(node.element, message, "Remove the event.")


def _check_thrown(node: Node, report: Report) -> None:
    if node.event != "compensate" or node.kind not in ("endEvent", "intermediateThrowEvent"):
        return
    wanted = node.definitions[0].get("activityRef")
    if not wanted:
        return
    around = node.scope.parent if node.scope.is_event_sub_process else None
    nodes = [*node.scope.nodes, *(around.nodes if around is not None else [])]
    target = next((other for other in nodes if other.id == wanted), None)
    if target is None or target.kind not in ACTIVITIES:
        message = f'{called(node.element)} undoes "{quoted(wanted)}", which is no activity beside it.'
        report.error(node.element, message, "Choose an activity of the same process or sub-process.")
    elif not _can_be_undone(target):
        message = f"{called(node.element)} undoes {named(target.element)}, which has no compensation event."
        report.error(node.element, message, "Put a compensation boundary event on that activity, or choose another.")


def _can_be_undone(node: Node) -> bool:
    inside = node.inner.nodes if node.inner is not None else []
    on_border = any(event.event == "compensate" for event in node.boundary)
    return on_border or any(_begins_by_compensation(other) for other in inside)


def _begins_by_compensation(node: Node) -> bool:
    inside = node.inner.nodes if node.is_event_sub_process and node.inner is not None else []
    return any(start.kind == "startEvent" and start.event == "compensate" for start in inside)


def _check_inside(scope: Scope, report: Report) -> None:
    by_event = [node for node in scope.nodes if _begins_by_compensation(node)]
    for node in by_event:
        if scope.is_process or scope.is_event_sub_process:
            message = f"{called(node.element)} undoes a sub-process, but stands in none."
            report.error(node.element, message, "Move it into the sub-process that it undoes.")
    holder = next((node for node in scope.parent.nodes if node.inner is scope), None) if scope.parent else None
    if by_event and holder is not None:
        on_border = any(event.event == "compensate" for event in holder.boundary)
        if len(by_event) > 1 or on_border:
            message = f"{called(holder.element)} is undone in more than one way."
            report.error(by_event[-1].element, message, "Keep one event sub-process or one boundary event.")


def _check_cancel(node: Node, report: Report) -> None:
    if node.event == "cancel" and node.kind == "boundaryEvent" and node.host is not None:
        if not node.host.is_transaction:
            message = (
                f"{called(node.element)} waits for a cancellation, but {named(node.host.element)} is no transaction."
            )
            report.error(node.element, message, "Make the sub-process a transaction, or use an error event.")
        elif len([other for other in node.host.boundary if other.event == "cancel"]) > 1:
            message = f"{called(node.host.element)} has more than one cancel boundary event."
            report.error(node.element, message, "Keep one of them.")
    if node.event == "cancel" and node.kind == "endEvent":
        holders = [] if node.scope.parent is None else node.scope.parent.nodes
        holder = next((other for other in holders if other.inner is node.scope), None)
        if holder is None or not holder.is_transaction:
            message = f"{called(node.element)} cancels a transaction, but stands in none."
            report.error(node.element, message, "Put it directly into a transaction, or use an error end event.")
        elif not any(other.event == "cancel" for other in holder.boundary):
            message = f"{called(node.element)} cancels {named(holder.element)}, which has no cancel boundary event."
            report.error(node.element, message, "Put a cancel boundary event on the transaction, for what follows.")
