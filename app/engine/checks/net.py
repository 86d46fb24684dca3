"""A scope as a net of places and steps, in which tokens can be followed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from app.engine.checks.model import Flow, Node, Scope

Place = int
_CHOOSES_ONE = frozenset({"exclusiveGateway", "eventBasedGateway"})
_MOST_SUBSETS_OF = 6  # flows; beyond, only single flows and all of them are tried


@dataclass(frozen=True)
class Step:
    """A node's move: takes a token from each of `takes`, puts one on each of `puts`.

    ends_scope: all other tokens vanish too.
    """

    node: Node
    takes: frozenset[Place]
    puts: tuple[Place, ...]
    ends_scope: bool = False


@dataclass
class InclusiveJoin:
    """A gateway that waits for those of its flows which a token can still reach.

    upstream: for each incoming place, the places from which a token could come without passing the gateway.
    """

    node: Node
    incoming: frozenset[Place]
    outgoing: list[Place]
    upstream: dict[Place, frozenset[Place]]


@dataclass
class Net:
    """Places are numbers; targets: the node that a token on a place comes to."""

    starts: list[frozenset[Place]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    joins: list[InclusiveJoin] = field(default_factory=list)
    targets: dict[Place, Node] = field(default_factory=dict)


class _Places:
    """Numbers for flows. Flows before and after a node that only passes a token on share one."""

    def __init__(self, scope: Scope) -> None:
        self._number = {flow: index for index, flow in enumerate(scope.flows)}
        self._before = {node.outgoing[0]: node.incoming[0] for node in scope.nodes if _only_passes(node)}

    def of(self, flow: Flow) -> Place:
        """The place of a flow."""
        seen = set()
        while flow in self._before and flow not in seen:
            seen.add(flow)
            flow = self._before[flow]
        return self._number[flow]

    def put_by(self, flows: list[Flow]) -> tuple[Place, ...]:
        """The places that get a token; those that lead straight to a plain end are left out."""
        return tuple(self.of(flow) for flow in flows if flow.target is not None and not self._ends_plainly(flow))

    def _ends_plainly(self, flow: Flow) -> bool:
        target = flow.target
        seen = set()
        while target is not None and _only_passes(target) and target not in seen:
            seen.add(target)
            target = target.outgoing[0].target
        return target is not None and not target.outgoing and not _ends_scope(target) and not _links(target)


def net_of(scope: Scope) -> Net:
    """The net of the steps of one scope; what lies inside its sub-processes is left out."""
    places, net = _Places(scope), Net()
    for flow in scope.flows:
        if flow.target is not None and flow.source is not None and not _only_passes(flow.target):
            net.targets[places.of(flow)] = flow.target
    for node in scope.nodes:
        if node.kind == "startEvent":
            net.starts.append(frozenset(places.put_by(node.outgoing)))
        elif node.kind == "inclusiveGateway" and len(node.incoming) > 1:
            net.joins.append(_inclusive_join(node, places))
        elif not _only_passes(node):
            net.steps.extend(_steps(node, scope, places))
    return net


def _only_passes(node: Node) -> bool:
    one_way = len(node.incoming) == 1 and len(node.outgoing) == 1 and node.outgoing[0] is not node.incoming[0]
    return one_way and not node.boundary and node.kind not in ("boundaryEvent", "startEvent")


def _steps(node: Node, scope: Scope, places: _Places) -> Iterator[Step]:
    incoming = [places.of(flow) for flow in node.incoming]
    if node.kind == "parallelGateway":
        if incoming:
            yield Step(node, frozenset(incoming), places.put_by(node.outgoing))
        return
    for place in incoming:
        for flows in _choices(node, scope):
            yield Step(node, frozenset({place}), places.put_by(flows), _ends_scope(node))


def _choices(node: Node, scope: Scope) -> Iterator[list[Flow]]:
    """The sets of flows that a node may put tokens on."""
    if node.kind in _CHOOSES_ONE:
        yield from ([flow] for flow in node.outgoing)
    elif node.kind == "inclusiveGateway":
        yield from _subsets(node.outgoing)
    elif _links(node):
        name = node.definitions[0].get("name")
        catches = [other for other in scope.nodes if other.event == "link" and not _links(other)]
        yield [flow for other in catches if other.definitions[0].get("name") == name for flow in other.outgoing]
    else:
        yield from _after_activity(node)


def _after_activity(node: Node) -> Iterator[list[Flow]]:
    conditional = [flow for flow in node.outgoing if flow.condition is not None or flow.is_default]
    always = [flow for flow in node.outgoing if flow not in conditional]
    normal = [always + some for some in _subsets(conditional)] if conditional else [always]
    yield from normal
    for event in node.boundary:
        if event.interrupts:
            yield list(event.outgoing)
        else:
            yield from (flows + event.outgoing for flows in normal)


def _subsets(flows: list[Flow]) -> Iterator[list[Flow]]:
    sizes = range(1, len(flows) + 1) if len(flows) <= _MOST_SUBSETS_OF else (1, len(flows))
    for size in sizes:
        yield from (list(some) for some in combinations(flows, size))


def _inclusive_join(node: Node, places: _Places) -> InclusiveJoin:
    incoming = {places.of(flow): flow for flow in node.incoming}
    upstream = {
        place: frozenset(places.of(before) for before in _upstream(flow, node)) for place, flow in incoming.items()
    }
    return InclusiveJoin(node, frozenset(incoming), list(places.put_by(node.outgoing)), upstream)


def _upstream(flow: Flow, stop: Node) -> set[Flow]:
    found: set[Flow] = set()
    waiting = [flow]
    while waiting:
        source = waiting.pop().source
        host = source.host if source is not None and source.kind == "boundaryEvent" else source
        if host is None or host is stop:
            continue
        fresh = [before for before in host.incoming if before not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def _ends_scope(node: Node) -> bool:
    return node.kind == "endEvent" and node.event in ("terminate", "error", "cancel")


def _links(node: Node) -> bool:
    return node.kind == "intermediateThrowEvent" and node.event == "link"
