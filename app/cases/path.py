"""The path of a case as a short strip: what was done, where it stands, what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.engine.diagram import Node, Process
from app.engine.models import ElementInstance, ElementState

StepState = Literal["done", "current", "failed", "ahead"]

SHOWN = frozenset({"userTask", "serviceTask", "sendTask", "receiveTask", "callActivity", "manualTask", "task"})
SHOWN_WITH_NAME = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "subProcess"})
MOST_DONE = 5
MOST_AHEAD = 3
MOST_LOOKED_AT = 40  # elements walked to find what comes next


@dataclass(frozen=True)
class PathStep:
    """One stop of the strip."""

    words: str
    state: StepState

    @property
    def pair(self) -> tuple[str, StepState]:
        """As the strip of the templates takes it."""
        return self.words, self.state


def path_of(passages: Sequence[ElementInstance], stuck: Iterable[str], process: Process | None) -> list[PathStep]:
    """The last stops done, those where the case stands, and the likely next ones.

    passages: in the order of time. stuck: ids of elements with an incident.
    """
    shown = [passage for passage in passages if _is_shown(passage.element_type, passage.element_name)]
    standing = [passage for passage in shown if passage.state is ElementState.ACTIVE]
    done = _without_repeats(passage for passage in shown if passage.state is ElementState.COMPLETED)
    steps = [PathStep(_words(passage), "done") for passage in done[-MOST_DONE:]]
    failed = set(stuck)
    steps += [
        PathStep(_words(passage), "failed" if passage.element_id in failed else "current")
        for passage in _without_repeats(standing)
    ]
    if process is not None and standing:
        steps += [PathStep(node.name or node.id, "ahead") for node in _ahead(process, standing[-1].element_id)]
    return steps


def _is_shown(kind: str, name: str | None) -> bool:
    return kind in SHOWN or (kind in SHOWN_WITH_NAME and bool(name))


def _words(passage: ElementInstance) -> str:
    return passage.element_name or passage.element_id


def _without_repeats(passages: Iterable[ElementInstance]) -> list[ElementInstance]:
    """Each element once, where it was passed last."""
    return list({passage.element_id: passage for passage in reversed(list(passages))}.values())[::-1]


def _ahead(process: Process, element_id: str) -> list[Node]:
    """What a token meets when it always takes the first flow to an element it has not been at."""
    found: list[Node] = []
    been = {element_id}
    for _ in range(MOST_LOOKED_AT):
        flow = next((flow for flow in process.outgoing(element_id) if flow.target not in been), None)
        node = process.nodes.get(flow.target) if flow is not None else None
        if node is None or len(found) == MOST_AHEAD:
            break
        been.add(node.id)
        element_id = node.id
        if _is_shown(node.type, node.name):
            found.append(node)
    return found
