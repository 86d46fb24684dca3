"""A diagram as a graph: scopes, nodes and flows, as far as the file gives them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.engine.checks.dialect import ELEMENTS, EVENT_KINDS
from app.engine.checks.wording import BPMN, ZEEBE, local_name

_SAME_KIND = {"transaction": "subProcess"}  # a transaction runs as a sub-process; only its name differs
_SCOPES = frozenset({"process", "subProcess"})
_TASKS = frozenset("task userTask manualTask serviceTask sendTask receiveTask scriptTask businessRuleTask".split())
ACTIVITIES = _TASKS | {"callActivity", "subProcess"}
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
NODES = ACTIVITIES | GATEWAYS | EVENTS


@dataclass(eq=False)
class Flow:
    """A sequence flow. source, target: None when they are missing or lie elsewhere."""

    id: str
    element: etree._Element
    scope: "Scope"
    source: "Node | None" = None
    target: "Node | None" = None
    is_default: bool = False

    @property
    def condition(self) -> etree._Element | None:
        """Its condition, where it has one."""
        return self.element.find(BPMN + "conditionExpression")


@dataclass(eq=False)
class Node:
    """A flow node. kind: its BPMN name, such as `userTask`; boundary: the events attached to it.

    handlers: the activities to which the associations of a compensation boundary event lead.
    """

    id: str
    kind: str
    element: etree._Element
    scope: "Scope"
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    boundary: list["Node"] = field(default_factory=list)
    handlers: list["Node"] = field(default_factory=list)
    host: "Node | None" = None
    inner: "Scope | None" = None

    @property
    def definitions(self) -> list[etree._Element]:
        """The event definitions of an event."""
        return [child for child in self.element if _event_kind(child) is not None]

    @property
    def event(self) -> str:
        """What an event is about: `none`, `timer`, `message` ...; `multiple` for more than one."""
        kinds = [_event_kind(child) for child in self.definitions]
        if not kinds:
            return "none"
        return kinds[0] or "none" if len(kinds) == 1 else "multiple"

    @property
    def is_event_sub_process(self) -> bool:
        """Whether it is begun by its event instead of a flow."""
        return self.kind == "subProcess" and self.element.get("triggeredByEvent") == "true"

    @property
    def is_transaction(self) -> bool:
        """Whether it can be cancelled as a whole."""
        return local_name(self.element) == "transaction"

    @property
    def is_for_compensation(self) -> bool:
        """Whether it undoes another activity instead of standing in the flow."""
        return self.element.get("isForCompensation") == "true"

    @property
    def interrupts(self) -> bool:
        """Whether a boundary event ends its host, or the start of an event sub-process its scope."""
        name = "cancelActivity" if self.kind == "boundaryEvent" else "isInterrupting"
        return self.element.get(name) != "false"

    @property
    def is_multi_instance(self) -> bool:
        """Whether it runs once for each item of a list."""
        return self.element.find(BPMN + "multiInstanceLoopCharacteristics") is not None

    def extension(self, name: str) -> etree._Element | None:
        """Its extension element of that name; editors put the job of a message event into its definition."""
        places = [self.element, *self.definitions]
        return next((found for place in places if (found := extension_of(place, name)) is not None), None)


@dataclass(eq=False)
class Scope:
    """A process, a sub-process or an event sub-process; parent: the scope around it."""

    id: str
    element: etree._Element
    parent: "Scope | None" = None
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    inner: list["Scope"] = field(default_factory=list)

    @property
    def is_process(self) -> bool:
        """Whether it is the outermost scope."""
        return self.parent is None

    @property
    def is_executable(self) -> bool:
        """Whether the process is marked to run."""
        return self.element.get("isExecutable") == "true"

    @property
    def is_event_sub_process(self) -> bool:
        """Whether it is begun by its event instead of a flow."""
        return not self.is_process and self.element.get("triggeredByEvent") == "true"

    def walk(self) -> Iterator["Scope"]:
        """This scope and those inside it."""
        waiting = [self]
        while waiting:
            scope = waiting.pop()
            yield scope
            waiting.extend(scope.inner)

    def all_nodes(self) -> Iterator[Node]:
        """The nodes of this scope and of those inside it."""
        for scope in self.walk():
            yield from scope.nodes


@dataclass(eq=False)
class Diagram:
    """One BPMN file. elements: model elements by id; nodes: flow nodes by id, of all its processes."""

    root: etree._Element
    processes: list[Scope]
    elements: dict[str, etree._Element]
    nodes: dict[str, Node]

    @property
    def executable(self) -> list[Scope]:
        """The processes that are marked to run."""
        return [process for process in self.processes if process.is_executable]

    def referenced(self, element: etree._Element, attribute: str, kind: str) -> etree._Element | None:
        """The element of that kind which an attribute names."""
        name = element.get(attribute)
        found = self.elements.get(name.rpartition(":")[2]) if name else None
        return found if found is not None and local_name(found) == kind else None


def read_diagram(root: etree._Element) -> Diagram:
    """The graph of a file whose root is `bpmn:definitions`. Never refuses: rules report what is missing."""
    elements = {
        element.get("id", ""): element for element in root.iter() if element.tag.startswith(BPMN) and element.get("id")
    }
    processes = [_scope(element, None) for element in root.findall(BPMN + "process")]
    nodes: dict[str, Node] = {}
    for process in processes:
        for node in process.all_nodes():
            nodes.setdefault(node.id, node)
    for process in processes:
        for scope in process.walk():
            _connect(scope, nodes)
    _connect_handlers(root, nodes)
    return Diagram(root, processes, elements, nodes)


def extension_of(element: etree._Element, name: str) -> etree._Element | None:
    """The zeebe: extension element of that name inside an element."""
    return element.find(f"{BPMN}extensionElements/{ZEEBE}{name}")


def boolean(element: etree._Element, attribute: str) -> bool:
    """Whether an attribute says true."""
    return element.get(attribute) == "true"


def _scope(element: etree._Element, parent: Scope | None) -> Scope:
    scope = Scope(element.get("id", ""), element, parent)
    flow_ends = {flow.get(end) for flow in element.findall(BPMN + "sequenceFlow") for end in ("sourceRef", "targetRef")}
    for child in element:
        kind = _SAME_KIND.get(local_name(child), local_name(child))
        if not child.tag.startswith(BPMN):
            continue
        if kind == "sequenceFlow":
            scope.flows.append(Flow(child.get("id", ""), child, scope))
        elif kind in NODES or (kind not in ELEMENTS and child.get("id") in flow_ends):
            scope.nodes.append(_node(child, kind, scope))
    return scope


def _node(element: etree._Element, kind: str, scope: Scope) -> Node:
    node = Node(element.get("id", ""), kind, element, scope)
    if kind in _SCOPES:
        node.inner = _scope(element, scope)
        scope.inner.append(node.inner)
    return node


def _connect(scope: Scope, nodes: dict[str, Node]) -> None:
    for flow in scope.flows:
        source, target = (nodes.get(flow.element.get(end, "")) for end in ("sourceRef", "targetRef"))
        if source is not None and source.scope is scope:
            flow.source = source
            source.outgoing.append(flow)
            flow.is_default = bool(flow.id) and source.element.get("default") == flow.id
        if target is not None and target.scope is scope:
            flow.target = target
            target.incoming.append(flow)
    for node in scope.nodes:
        host = nodes.get(node.element.get("attachedToRef", "")) if node.kind == "boundaryEvent" else None
        if host is not None and host.scope is scope and host.kind in ACTIVITIES:
            node.host = host
            host.boundary.append(node)


def _connect_handlers(root: etree._Element, nodes: dict[str, Node]) -> None:
    for association in root.iter(BPMN + "association"):
        source, target = (nodes.get(association.get(end, "")) for end in ("sourceRef", "targetRef"))
        if source is not None and target is not None and source.event == "compensate":
            source.handlers.append(target)


def _event_kind(element: etree._Element) -> str | None:
    name = local_name(element)
    kind = name.removesuffix("EventDefinition")
    return kind if element.tag.startswith(BPMN) and kind != name and kind in EVENT_KINDS else None
