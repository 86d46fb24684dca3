"""Sequence flows and the gateways they leave."""

from app.engine.checks.finding import Report
from app.engine.checks.model import ACTIVITIES, GATEWAYS, Diagram, Flow, Node
from app.engine.checks.wording import BPMN, called, named, quoted

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
_AFTER_EVENT_GATEWAY = frozenset({"timer", "message", "signal", "conditional"})
_DRAW_AGAIN = "Draw the flow again between two elements of the same process or sub-process."


def check_flows(diagram: Diagram, report: Report) -> None:
    """Report dangling flows, misplaced conditions and gateways that cannot choose."""
    for process in diagram.executable:
        for scope in process.walk():
            for flow in scope.flows:
                _check_flow(flow, diagram, report)
            for node in scope.nodes:
                _check_listed(node, report)
                _check_default(node, report)
                _check_choice(node, report)
                _check_direction(node, report)
                if node.kind == "eventBasedGateway":
                    _check_event_gateway(node, report)


def _check_flow(flow: Flow, diagram: Diagram, report: Report) -> None:
    for attribute, word, end in (("sourceRef", "begins", flow.source), ("targetRef", "ends", flow.target)):
        name = flow.element.get(attribute)
        if not name:
            report.error(flow.element, f"The flow {flow.id} {word} nowhere.", _DRAW_AGAIN)
        elif end is None and name in diagram.nodes:
            message = f"The flow {flow.id} {word} at {name}, across the border of a process or sub-process."
            report.error(flow.element, message, "Let it end inside, or use a message, signal or call activity.")
        elif end is None:
            report.error(flow.element, f'The flow {flow.id} {word} at "{quoted(name)}", which is no step.', _DRAW_AGAIN)
    _check_condition_place(flow, report)


def _check_condition_place(flow: Flow, report: Report) -> None:
    if flow.condition is None or flow.source is None:
        return
    if flow.is_default:
        message = f"The default flow {flow.id} has a condition; a default is taken when no condition is true."
        report.error(flow.element, message, "Remove the condition, or make another flow the default.")
    elif flow.source.kind not in _CHOOSING | ACTIVITIES:
        message = f"The flow {flow.id} has a condition, but {named(flow.source.element)} does not choose."
        report.error(flow.element, message, "Remove the condition, or branch with an exclusive gateway.")


def _check_listed(node: Node, report: Report) -> None:
    for name, flows in (("incoming", node.incoming), ("outgoing", node.outgoing)):
        ids = {flow.id for flow in flows}
        for listed in node.element.findall(BPMN + name):
            text = (listed.text or "").strip()
            if text not in ids:
                message = f'{called(node.element)} lists the {name} flow "{quoted(text)}", which is not there.'
                report.error(node.element, message, "Draw the flow again, or remove the line.")


def _check_default(node: Node, report: Report) -> None:
    default = node.element.get("default")
    if default and not any(flow.id == default for flow in node.outgoing):
        message = f'{called(node.element)} names the default flow "{quoted(default)}", which does not leave it.'
        report.error(node.element, message, "Choose one of its own flows as default.")


def _check_choice(node: Node, report: Report) -> None:
    conditional = [flow for flow in node.outgoing if flow.condition is not None]
    default = [flow for flow in node.outgoing if flow.is_default]
    if node.kind in _CHOOSING and len(node.outgoing) > 1:
        for flow in node.outgoing:
            if flow.condition is None and not flow.is_default:
                message = f"The flow {flow.id} leaves {named(node.element)} without a condition."
                report.error(flow.element, message, "Give it a condition, or make it the default flow.")
    may_choose_none = conditional and len(conditional) == len(node.outgoing) and not default
    if may_choose_none and node.kind in _CHOOSING | ACTIVITIES:
        message = f"{called(node.element)} has no default flow: when no condition is true, the case stops there."
        report.warning(node.element, message, "Make one of its flows the default.")


def _check_direction(node: Node, report: Report) -> None:
    direction = node.element.get("gatewayDirection") if node.kind in GATEWAYS else None
    splits, joins = len(node.outgoing) > 1, len(node.incoming) > 1
    wrong = (direction == "Converging" and splits) or (direction == "Diverging" and joins)
    if wrong or (direction == "Mixed" and not (splits and joins)):
        message = f"{called(node.element)} is marked {direction}, which its flows are not."
        report.error(node.element, message, "Remove gatewayDirection, or redraw the flows.")


def _check_event_gateway(node: Node, report: Report) -> None:
    if len(node.outgoing) < 2:
        message = f"{called(node.element)} waits for {len(node.outgoing)} event; it needs two or more."
        report.error(node.element, message, "Lead flows to two or more catch events.")
    targets = [flow.target for flow in node.outgoing if flow.target is not None]
    for target in targets:
        _check_awaited(target, report)


def _check_awaited(target: Node, report: Report) -> None:
    catches = target.kind == "intermediateCatchEvent" and target.event in _AFTER_EVENT_GATEWAY
    if not catches:
        message = f"{called(target.element)} follows an event-based gateway, but is no event to wait for."
        report.error(
            target.element,
            message,
            "Put a message, timer, signal or conditional catch event there.",
        )
    elif len(target.incoming) > 1:
        message = f"{called(target.element)} follows an event-based gateway and has other incoming flows."
        report.error(target.element, message, "Let only the gateway lead to it.")
    elif target.boundary:
        message = f"{called(target.element)} follows an event-based gateway and has a boundary event."
        report.error(target.element, message, "Make the boundary event one more branch of the gateway.")
