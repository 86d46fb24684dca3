"""Reads the tasks of people over a period: as a list, and counted by person and day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Select, and_, cast, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import contains_eager, defer

from app.core.actor import Viewer
from app.core.db import session
from app.core.web.paging import Position
from app.engine.models import ProcessDefinition, TaskState, UserTask
from app.engine.visibility import visible_tasks

NO_DATE = datetime(9000, 1, 1, tzinfo=UTC)
IS_OPEN = UserTask.state == TaskState.CREATED
IS_SOLVED = UserTask.state == TaskState.COMPLETED
PERSON = func.coalesce(UserTask.completed_by, UserTask.assignee)

Period = tuple[datetime, datetime]
"""From, and until: the moment after the last day."""


@dataclass(frozen=True)
class TaskLine:
    """A line of the list: the task with its case, the name of its process and of who has or had it."""

    task: UserTask
    process_name: str
    person: str | None


@dataclass(frozen=True)
class DayCount:
    """Tasks of one person on one day: still open with that term, and solved that day."""

    unsolved: int = 0
    solved: int = 0


def tasks_of_period(
    viewer: Viewer,
    *,
    state: str,
    person: str = "",
    period: Period | None,
    after: Position | None = None,
    limit: int,
) -> Sequence[TaskLine]:
    """Up to `limit` + 1 tasks that this reader may see. Open ones by their term, else the last solved first."""
    moment = _moment(state)
    query = (
        select(UserTask, ProcessDefinition.name, PERSON)
        .join(UserTask.instance)
        .join(ProcessDefinition, ProcessDefinition.key == UserTask.definition_key)
        .where(visible_tasks(viewer), _of_state(state, period))
        .options(contains_eager(UserTask.instance), defer(UserTask.draft), defer(UserTask.headers))
    )
    if person:
        query = query.where(_of_person(person))
    ascending = state == "open"
    query = query.where(_behind(moment, after, ascending=ascending)).order_by(*_order(moment, ascending=ascending))
    return [TaskLine(task, name, who) for task, name, who in session().execute(query.limit(limit + 1))]


def position_of(line: TaskLine, state: str) -> Position:
    """Where a line stands in the list."""
    task = line.task
    if state == "open":
        return task.due_at or NO_DATE, task.key
    return task.ended_at or task.due_at or task.created_at, task.key


def counts_by_day(viewer: Viewer, period: Period, *, zone: ZoneInfo) -> Mapping[tuple[str, date], DayCount]:
    """By person and day, the open tasks with that term and those solved that day. Two statements."""
    found: dict[tuple[str, date], DayCount] = defaultdict(DayCount)
    unsolved = _counted(viewer, UserTask.assignee, UserTask.due_at, state=IS_OPEN, period=period, zone=zone)
    for person, day, count in session().execute(unsolved):
        found[person, day] = DayCount(unsolved=count)
    solved = _counted(viewer, UserTask.completed_by, UserTask.ended_at, state=IS_SOLVED, period=period, zone=zone)
    for person, day, count in session().execute(solved):
        found[person, day] = DayCount(found[person, day].unsolved, count)
    return found


def overdue_before(viewer: Viewer, moment: datetime) -> Mapping[str, int]:
    """By person, the open tasks whose term had passed at that moment."""
    query = (
        select(UserTask.assignee, func.count())
        .where(IS_OPEN, UserTask.due_at < moment, UserTask.assignee.is_not(None), visible_tasks(viewer))
        .group_by(UserTask.assignee)
    )
    return {person: count for person, count in session().execute(query) if person}


def _counted(
    viewer: Viewer, person: Any, moment: Any, *, state: ColumnElement[bool], period: Period, zone: ZoneInfo
) -> Select[Any]:  # Any: columns
    day = cast(func.timezone(literal(zone.key), moment), Date)
    return (
        select(person, day, func.count())
        .where(state, moment >= period[0], moment < period[1], person.is_not(None), visible_tasks(viewer))
        .group_by(person, day)
    )


def _moment(state: str) -> ColumnElement[datetime]:
    if state == "open":
        return func.coalesce(UserTask.due_at, literal(NO_DATE))
    return func.coalesce(UserTask.ended_at, UserTask.due_at, UserTask.created_at)


def _order(moment: ColumnElement[datetime], *, ascending: bool) -> tuple[Any, ...]:  # Any: columns
    return (moment, UserTask.key) if ascending else (moment.desc(), UserTask.key.desc())


def _behind(moment: ColumnElement[datetime], after: Position | None, *, ascending: bool) -> ColumnElement[bool]:
    """What comes after a position."""
    if after is None:
        return true()
    here, place = tuple_(moment, UserTask.key), tuple_(*map(literal, after))
    return here > place if ascending else here < place


def _of_state(state: str, period: Period | None) -> ColumnElement[bool]:
    """Open tasks belong to the day of their term, or on which they came if they have none; solved ones to their end."""
    if period is None:
        return {"open": IS_OPEN, "solved": IS_SOLVED}.get(state, or_(IS_OPEN, IS_SOLVED))
    begin, end = period
    due = and_(UserTask.due_at >= begin, UserTask.due_at < end)
    came = and_(UserTask.due_at.is_(None), UserTask.created_at >= begin, UserTask.created_at < end)
    unsolved = and_(IS_OPEN, or_(due, came))
    solved = and_(IS_SOLVED, UserTask.ended_at >= begin, UserTask.ended_at < end)
    return {"open": unsolved, "solved": solved}.get(state, or_(unsolved, solved))


def _of_person(person: str) -> ColumnElement[bool]:
    return or_(and_(IS_OPEN, UserTask.assignee == person), and_(IS_SOLVED, UserTask.completed_by == person))
