"""What to draw on the diagram of a case: where it was, where it stands, what is stuck, how long things took."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from app.core.formats import Preferences, format_duration
from app.engine.models import ElementInstance, ElementState

SHORTEST_SHOWN = timedelta(milliseconds=500)
TIMED = ("Task", "subProcess", "callActivity", "task")


class Marks(TypedDict):
    """The marks of one case, as `diagram/marks.js` reads them: ids of elements and flows."""

    completed: list[str]
    active: list[str]
    incidents: list[str]
    path: list[str]
    counts: dict[str, int]
    times: dict[str, str]


def marks_of(passages: Sequence[ElementInstance], stuck: Iterable[str], *, at: datetime, to: Preferences) -> Marks:
    """The marks for these passages. Time at an element is summed over all passages."""
    active = [passage for passage in passages if passage.state is ElementState.ACTIVE]
    done = {passage.element_id for passage in passages if passage.state is ElementState.COMPLETED}
    tokens: dict[str, int] = {}
    for passage in active:
        tokens[passage.element_id] = tokens.get(passage.element_id, 0) + 1
    return Marks(
        completed=sorted(done),
        active=sorted(tokens),
        incidents=sorted(set(stuck)),
        path=sorted({flow for passage in passages for flow in passage.incoming_flows}),
        counts={element_id: count for element_id, count in tokens.items() if count > 1},
        times={element_id: format_duration(length, to=to) for element_id, length in _lengths(passages, at).items()},
    )


def _lengths(passages: Iterable[ElementInstance], at: datetime) -> dict[str, timedelta]:
    lengths: dict[str, timedelta] = {}
    for passage in passages:
        if passage.element_type.endswith(TIMED):
            length = (passage.ended_at or at) - passage.started_at
            lengths[passage.element_id] = lengths.get(passage.element_id, timedelta()) + length
    return {element_id: length for element_id, length in lengths.items() if length >= SHORTEST_SHOWN}
