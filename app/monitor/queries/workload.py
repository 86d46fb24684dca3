"""Who has how much to do: open, overdue, due this week, done in the last seven days, by person and by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select

from app.core.actor import Viewer
from app.core.db import session
from app.engine.models import TaskState, UserTask
from app.engine.visibility import visible_tasks
from app.monitor.queries.listing import DONE_WITHIN, Days

MOST_LINES = 500


@dataclass(frozen=True)
class Load:
    """What one person or group has. Of a group only what nobody has taken yet is open."""

    who: str
    open: int
    overdue: int
    this_week: int
    done: int


def load_of_people(viewer: Viewer, *, days: Days) -> Sequence[Load]:
    """By person, who has most overdue first; two statements."""
    is_open = UserTask.assignee.is_not(None)
    return _loads(viewer, days, UserTask.assignee, is_open, UserTask.completed_by)


def load_of_groups(viewer: Viewer, *, days: Days) -> Sequence[Load]:
    """By candidate group, the same; a task offered to two groups counts for both."""
    group = func.unnest(UserTask.candidate_groups)
    return _loads(viewer, days, group, UserTask.assignee.is_(None), group)


def _loads(
    viewer: Viewer,
    days: Days,
    who: SQLColumnExpression[Any],
    is_open: ColumnElement[bool],
    who_did: SQLColumnExpression[Any],
) -> Sequence[Load]:
    waiting = _open(viewer, days, who, is_open)
    done = _done(viewer, days, who_did)
    loads = [Load(name, *waiting.get(name, (0, 0, 0)), done.get(name, 0)) for name in waiting.keys() | done.keys()]
    return sorted(loads, key=lambda load: (-load.overdue, -load.open, -load.done, load.who))[:MOST_LINES]


def _open(
    viewer: Viewer, days: Days, who: SQLColumnExpression[Any], is_open: ColumnElement[bool]
) -> Mapping[str, tuple[int, int, int]]:
    overdue, this_week = UserTask.due_at < days.now, UserTask.due_at.between(days.now, days.next_week)
    counted: Select[*tuple[Any, ...]] = (  # Any: a name and numbers
        select(who.label("who"), func.count(), func.count().filter(overdue), func.count().filter(this_week))
        .where(UserTask.state == TaskState.CREATED, is_open, visible_tasks(viewer))
        .group_by("who")
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session().execute(counted)}


def _done(viewer: Viewer, days: Days, who: SQLColumnExpression[Any]) -> Mapping[str, int]:
    lately = UserTask.state == TaskState.COMPLETED, UserTask.ended_at >= days.now - DONE_WITHIN
    counted: Select[*tuple[Any, ...]] = (  # Any: a name and numbers
        select(who.label("who"), func.count())
        .where(*lately, UserTask.completed_by.is_not(None), visible_tasks(viewer))
        .group_by("who")
    )
    return {row[0]: row[1] for row in session().execute(counted)}
