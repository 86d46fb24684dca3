"""A scope as a net of places and steps, in which tokens can be followed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from app.engine.checks.model import GATEWAYS, Flow, Node, Scope

Place = int
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
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
    """Places are numbers; chains: the nodes that a token on a place comes to, up to the one that moves it.

    side: places that only a non-interrupting boundary event leads to, where several tokens are meant.
    """

    starts: list[frozenset[Place]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    joins: list[InclusiveJoin] = field(default_factory=list)
    chains: dict[Place, list[Node]] = field(default_factory=dict)
    side: frozenset[Place] = frozenset()


class _Places:
    """Numbers for flows. Flows that lead a token to the same next move share one."""

    def __init__(self, scope: Scope) -> None:
        self._same: dict[Flow, Flow] = {}
        self._number = {flow: index for index, flow in enumerate(scope.flows)}
        for node in scope.nodes:
            if _merges(node):
                self._share([*node.incoming, *(node.outgoing if _only_passes(node) else [])])

    def of(self, flow: Flow) -> Place:
        """The place of a flow."""
        return self._number[self._root(flow)]

    def put_by(self, flows: list[Flow]) -> tuple[Place, ...]:
        """The places that get a token; those that lead straight to a plain end are left out."""
        return tuple(self.of(flow) for flow in flows if flow.target is not None and not _ends_plainly(flow.target))

    def _share(self, flows: list[Flow]) -> None:
        roots = [self._root(flow) for flow in flows]
        for root in roots[1:]:
            if root is not roots[0]:
                self._same[root] = self._root(roots[0])

    def _root(self, flow: Flow) -> Flow:
        while flow in self._same:
            flow = self._same[flow]
        return flow


def net_of(scope: Scope) -> Net:
    """The net of the steps of one scope; what lies inside its sub-processes is left out."""
    places, net = _Places(scope), Net()
    for flow in scope.flows:
        if flow.target is None:
            continue
        chain = _chain(flow.target)
        known = net.chains.get(places.of(flow))
        if known is None or _rank(chain) > _rank(known):
            net.chains[places.of(flow)] = chain
    net.side = frozenset(map(places.of, scope.flows)) - frozenset(map(places.of, _main_flows(scope)))
    for node in scope.nodes:
        if node.kind == "startEvent":
            net.starts.append(frozenset(places.put_by(node.outgoing)))
        elif node.kind == "inclusiveGateway" and len(node.incoming) > 1:
            net.joins.append(_inclusive_join(node, places))
        elif not (_merges(node) and _only_passes(node)):
            net.steps.extend(_steps(node, scope, places))
    return net


def _rank(chain: list[Node]) -> tuple[bool, int]:
    """What a place is called after: where flows merge, else where its first flow leads."""
    return len(chain[0].incoming) > 1, len(chain)


def _main_flows(scope: Scope) -> set[Flow]:
    """The flows that a token can take without coming from a non-interrupting boundary event."""
    waiting = [node for node in scope.nodes if node.kind == "startEvent"]
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        following = [flow.target for flow in node.outgoing if flow.target is not None]
        following += [event for event in _ways_out(node) if event.interrupts]
        following += [catch for catch in scope.nodes if _links(node) and catch.event == "link" and not _links(catch)]
        fresh = [after for after in following if after not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return {flow for node in seen for flow in node.outgoing}


def _chain(node: Node) -> list[Node]:
    """The nodes that a token passes from here, up to the first that splits, joins or ends."""
    chain = [node]
    while _only_passes(chain[-1]):
        following = chain[-1].outgoing[0].target
        if following is None or following in chain:
            break
        chain.append(following)
    return chain


def _merges(node: Node) -> bool:
    """Whether it makes no difference by which flow a token comes."""
    joins = node.kind in _JOINS and len(node.incoming) > 1
    return bool(node.incoming) and not joins and not _ends_plainly(node)


def _only_passes(node: Node) -> bool:
    joins = node.kind in _JOINS and len(node.incoming) > 1
    one_way = bool(node.incoming) and len(node.outgoing) == 1 and not _ways_out(node)
    return one_way and not joins and node.kind not in ("boundaryEvent", "startEvent")


def _ends_plainly(node: Node) -> bool:
    """Whether a token only comes to its end from here, so that a second one does no harm."""
    *passed, last = _chain(node)
    return last.kind == "endEvent" and not _ends_scope(last) and all(other.kind in GATEWAYS for other in passed)


def _steps(node: Node, scope: Scope, places: _Places) -> Iterator[Step]:
    incoming = [places.of(flow) for flow in node.incoming]
    if node.kind == "parallelGateway":
        if incoming:
            yield Step(node, frozenset(incoming), places.put_by(node.outgoing))
        return
    for place in dict.fromkeys(incoming):
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
    for event in _ways_out(node):
        if event.interrupts:
            yield list(event.outgoing)
        else:
            yield from (flows + event.outgoing for flows in normal)


def _ways_out(node: Node) -> list[Node]:
    """The events on its border that a token can leave by; one that undoes gets none."""
    return [event for event in node.boundary if event.event != "compensate"]


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
