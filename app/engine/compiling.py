"""From a diagram to the specs that SpiffWorkflow walks; cached by definition."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.engine.diagram import Node, Process
from app.engine.specs.activities import (
    ActivitySpec,
    CallActivitySpec,
    DecisionSpec,
    JobSpec,
    ReceiveSpec,
    ScriptSpec,
    UserTaskSpec,
)
from app.engine.specs.compensation import CancelEndSpec, CompensationThrowSpec
from app.engine.specs.element import ElementSpec, Exit
from app.engine.specs.events import BoundaryEventSpec, CatchEventSpec, StartEventSpec, ThrowEventSpec
from app.engine.specs.gateways import (
    EventBasedGatewaySpec,
    ExclusiveGatewaySpec,
    InclusiveGatewaySpec,
    JoinSpec,
    ParallelGatewaySpec,
)
from app.engine.specs.nesting import EventSubProcessSpec, MultiInstanceSpec, SubProcessSpec
from app.engine.specs.workflow import ScopeSpec

BODY = "#body"

SPECS: dict[str, type[ElementSpec]] = {
    "startEvent": StartEventSpec,
    "endEvent": ThrowEventSpec,
    "intermediateThrowEvent": ThrowEventSpec,
    "intermediateCatchEvent": CatchEventSpec,
    "boundaryEvent": BoundaryEventSpec,
    "exclusiveGateway": ExclusiveGatewaySpec,
    "parallelGateway": ParallelGatewaySpec,
    "inclusiveGateway": InclusiveGatewaySpec,
    "eventBasedGateway": EventBasedGatewaySpec,
    "userTask": UserTaskSpec,
    "receiveTask": ReceiveSpec,
    "callActivity": CallActivitySpec,
    "subProcess": SubProcessSpec,
    "task": ActivitySpec,
    "manualTask": ActivitySpec,
    "serviceTask": ActivitySpec,
    "sendTask": ActivitySpec,
    "scriptTask": ActivitySpec,
    "businessRuleTask": ActivitySpec,
}


THROWN: dict[str, type[ElementSpec]] = {"compensate": CompensationThrowSpec, "cancel": CancelEndSpec}


@dataclass(frozen=True)
class Handler:
    """What undoes an activity: the event that leads to it, and the activity that does it."""

    boundary: Node
    activity: str


@dataclass(frozen=True)
class CompiledProcess:
    """A process ready to run: the outer scope and those of its sub-processes, by element id. Read only.

    handlers: by the activity that they undo. inner_handlers: compensation event sub-processes, by the name of the
    spec that runs the sub-process around them.
    """

    process: Process
    spec: ScopeSpec
    inner: dict[str, ScopeSpec]
    handlers: dict[str, Handler] = field(default_factory=dict)
    inner_handlers: dict[str, Handler] = field(default_factory=dict)
    has_conditions: bool = False

    def handler_of(self, name: str, *, by_event: bool) -> Handler:
        """What undoes a completed activity: its compensation event sub-process, or the handler on its border."""
        return (self.inner_handlers if by_event else self.handlers)[name]

    def element(self, element_id: str) -> Node | None:
        """The node of an element, wherever it stands."""
        return next((node for node in self.process.every_node() if node.id == element_id), None)


def compile_process(process: Process) -> CompiledProcess:
    """The specs of a checked process."""
    nodes = process.every_node()
    inner = {node.id: _scope(node.id, node.body) for node in nodes if node.body is not None}
    outer = _scope(process.id, process)
    events = [node for node in nodes if node.attached_to and _is(node, "compensate")]
    handlers = {str(node.attached_to): Handler(node, node.handler) for node in events if node.handler}
    inner_handlers = {_runner(node): Handler(*found) for node in nodes if (found := _undone_inside(node)) is not None}
    undoing = {handler.activity for handler in [*handlers.values(), *inner_handlers.values()]}
    for spec in (outer, *inner.values()):  # what completed inside is undone where the event stands that wants it
        _add_handlers(spec, [node for node in nodes if node.id in undoing])
    has_conditions = any(_is(node, "conditional") for node in nodes)
    return CompiledProcess(process, outer, inner, handlers, inner_handlers, has_conditions)


def _is(node: Node, kind: str) -> bool:
    return node.event is not None and node.event.kind == kind


def _runner(node: Node) -> str:
    return node.id + BODY if node.loop is not None else node.id


def _undone_inside(node: Node) -> tuple[Node, str] | None:
    """The compensation event sub-process of a sub-process, with its start event."""
    inside = node.body.nodes.values() if node.body is not None else ()
    for event_sub_process in inside:
        if (start := _compensation_start(event_sub_process)) is not None:
            return start, event_sub_process.id
    return None


def _compensation_start(node: Node) -> Node | None:
    inside = node.body.nodes.values() if node.is_event_sub_process and node.body is not None else ()
    return next((start for start in inside if start.type == "startEvent" and _is(start, "compensate")), None)


def _add_handlers(spec: ScopeSpec, nodes: list[Node]) -> None:
    for node in nodes:
        if node.id not in spec.task_specs:
            _add_element(spec, Process(node.id, node.id, {}, ()), node)


def _scope(name: str, process: Process) -> ScopeSpec:
    spec = ScopeSpec(name)
    for node in process.nodes.values():
        _add_element(spec, process, node)
    for node in process.nodes.values():
        if node.attached_to is not None and not _is(node, "compensate"):
            host = spec.task_specs[node.attached_to]
            host.boundaries = (*host.boundaries, spec.task_specs[node.id])
    by_event = [s for s in spec.task_specs.values() if isinstance(s, EventSubProcessSpec)]
    spec.event_sub_processes = [s for s in by_event if _compensation_start(s.node) is None]
    for gateway in spec.task_specs.values():
        if isinstance(gateway, InclusiveGatewaySpec):
            gateway.reachable = _reachable_flows(process, gateway.node.id)
    return spec


def _add_element(spec: ScopeSpec, process: Process, node: Node) -> None:
    exits = [Exit(flow, is_default=flow.id == node.default_flow) for flow in process.outgoing(node.id)]
    if node.loop is not None:
        body = replace(node, loop=None)
        _spec_class(body)(spec, node.id + BODY, body, [])
        outer = MultiInstanceSpec(spec, node.id, node, exits)
        outer.body_name = node.id + BODY
        return
    kind = _spec_class(node)
    if issubclass(kind, JoinSpec):
        kind(spec, node.id, node, exits, [flow.id for flow in process.incoming(node.id)])
    else:
        kind(spec, node.id, node, exits)


def _spec_class(node: Node) -> type[ElementSpec]:
    if node.job is not None:
        return JobSpec
    if node.script is not None:
        return ScriptSpec
    if node.decision_id is not None:
        return DecisionSpec
    if node.is_event_sub_process:
        return EventSubProcessSpec
    if node.event is not None and node.type in ("endEvent", "intermediateThrowEvent"):
        return THROWN.get(node.event.kind, ThrowEventSpec)
    return SPECS[node.type]


def _reachable_flows(process: Process, gateway_id: str) -> dict[str, frozenset[str]]:
    """For every node, the flows into the gateway that a token there can reach without passing through it."""
    found: dict[str, frozenset[str]] = {}
    for node_id in process.nodes:
        if node_id == gateway_id:
            continue
        flows = frozenset(_flows_into(process, gateway_id, [node_id]))
        found[node_id] = flows
        found[node_id + BODY] = flows
    return found


def _flows_into(process: Process, gateway_id: str, waiting: list[str]) -> Iterable[str]:
    seen = set(waiting)
    while waiting:
        current = waiting.pop()
        hosted = [node.id for node in process.nodes.values() if node.attached_to == current]
        following = [flow for flow in process.flows if flow.source in (current, *hosted)]
        for flow in following:
            if flow.target == gateway_id:
                yield flow.id
            elif flow.target not in seen:
                seen.add(flow.target)
                waiting.append(flow.target)
