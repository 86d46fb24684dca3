"""Token flow: joins that wait for ever, steps that run twice, found by following all tokens."""

from collections.abc import Iterator

from app.engine.checks.finding import Report
from app.engine.checks.model import ACTIVITIES, Diagram, Node, Scope
from app.engine.checks.net import InclusiveJoin, Net, Place, net_of
from app.engine.checks.wording import called, named, quoted

MOST_MARKINGS = 4_000  # of one scope
_LONGEST_WAY = 6  # elements told in a sentence

Marking = frozenset[Place]


def check_soundness(diagram: Diagram, report: Report) -> None:
    """Warn of joins that can wait for ever and of steps that two tokens can reach at once."""
    for process in diagram.executable:
        for scope in process.walk():
            _Exploration(scope, report).run()


class _Exploration:
    """All markings that tokens of one scope can reach, each seen once; `before` tells the way to each."""

    def __init__(self, scope: Scope, report: Report) -> None:
        self.scope = scope
        self.report = report
        self.net: Net = net_of(scope)
        self.before: dict[Marking, tuple[Marking, Node] | None] = dict.fromkeys(self.net.starts)

    def run(self) -> None:
        """Explore and report."""
        waiting = list(self.before)
        while waiting:
            marking = waiting.pop()
            fired = False
            for node, following, doubled in self._moves(marking):
                fired = True
                if doubled:
                    self._report_doubled(marking, node, doubled)
                elif following not in self.before:
                    self.before[following] = (marking, node)
                    waiting.append(following)
            if marking and not fired:
                self._report_stuck(marking)
            if len(self.before) > MOST_MARKINGS:
                self._report_unfinished()
                return

    def _moves(self, marking: Marking) -> Iterator[tuple[Node, Marking, Marking]]:
        for step in self.net.steps:
            if step.takes <= marking:
                left = frozenset[Place]() if step.ends_scope else marking - step.takes
                doubled = left.intersection(step.puts).union(_twice(step.puts)) - self.net.side
                yield step.node, left.union(step.puts), doubled
        for join in self.net.joins:
            if _is_enabled(join, marking):
                left = marking - join.incoming
                for some in _subsets(join.outgoing):
                    yield join.node, left | some, (left & some) - self.net.side

    def _report_doubled(self, marking: Marking, node: Node, doubled: Marking) -> None:
        for place in doubled:
            chain = self.net.chains.get(place, [])
            target = next((node for node in chain if node.kind in ACTIVITIES), chain[-1] if chain else None)
            if target is not None:
                message = f"{called(target.element)} can be reached twice at the same time{self._way(marking, node)}."
                remedy = "Join parallel paths with a parallel gateway before it, or let only one path lead there."
                self.report.warning(target.element, message, remedy)

    def _report_stuck(self, marking: Marking) -> None:
        chains = [self.net.chains.get(place) for place in sorted(marking)]
        for target in dict.fromkeys(chain[-1] for chain in chains if chain):
            if target.kind in ("parallelGateway", "inclusiveGateway"):
                message = f"{called(target.element)} can wait for ever: not all of its flows get a token"
                remedy = "Join with the kind of gateway that split: exclusive with exclusive, parallel with parallel."
                self.report.warning(target.element, f"{message}{self._way(marking, None)}.", remedy)

    def _report_unfinished(self) -> None:
        message = f"{called(self.scope.element)} has too many parallel paths to follow all of them."
        remedy = f"Move parts to sub-processes; {MOST_MARKINGS:,} states were looked at without the end in sight."
        self.report.warning(self.scope.element, message, remedy)

    def _way(self, marking: Marking, last: Node | None) -> str:
        nodes = [last] if last is not None else []
        step = self.before[marking]
        while step is not None:
            nodes.append(step[1])
            step = self.before[step[0]]
        if not nodes:
            return ""
        shown = [quoted(named(node.element)) for node in nodes[:_LONGEST_WAY][::-1]]
        return f", for example after {', '.join(shown)}"


def _twice(places: tuple[Place, ...]) -> Marking:
    return frozenset(place for place in places if places.count(place) > 1)


def _is_enabled(join: InclusiveJoin, marking: Marking) -> bool:
    arrived = join.incoming & marking
    if not arrived:
        return False
    others = marking - join.incoming
    return not any(others & join.upstream[place] for place in join.incoming - arrived)


def _subsets(places: list[Place]) -> Iterator[Marking]:
    if len(places) <= 1:
        yield frozenset(places)
        return
    yield frozenset(places)
    yield from (frozenset({place}) for place in places)
