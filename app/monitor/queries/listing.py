"""The list of cases: one page in three statements, at any size and depth, by any filter."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    UnaryExpression,
    asc,
    desc,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute

from app.cases.choice import STATES
from app.cases.party_timeline import is_about
from app.cases.queries import case_rows
from app.core.actor import Viewer
from app.core.db import Key, session
from app.core.web.paging import Position
from app.core.word_index import keys_in_order
from app.engine.mentions import cases_named
from app.engine.models import (
    ElementInstance,
    ElementState,
    Incident,
    ProcessDefinition,
    ProcessInstance,
    TaskState,
    UserTask,
)
from app.engine.visibility import visible_instances
from app.monitor.choice import Choice, Need, Sort, Work
from app.monitor.queries.needs import keys_in_need

DONE_WITHIN = timedelta(days=7)
ROWS_AT_ONCE = 1_000  # of a file
FEW = (Need.STUCK, Need.TIMERS, Need.JOBS)


@dataclass(frozen=True)
class Days:
    """The moment of the question and the reader's zone, which says where days and weeks begin."""

    now: datetime
    zone: ZoneInfo

    @property
    def next_week(self) -> datetime:
        """The end of this week, which ends with Sunday."""
        today = self.now.astimezone(self.zone).date()
        return datetime.combine(today + timedelta(days=7 - today.weekday()), time.min, self.zone)


@dataclass(frozen=True)
class MonitorRow:
    """A line of the list. steps: where its tokens stand; due_at: of its earliest open task; incident: its oldest."""

    case: ProcessInstance
    steps: Sequence[str]
    due_at: datetime | None
    incident: Incident | None


@dataclass(frozen=True)
class _Order:
    column: InstrumentedAttribute[datetime]
    direction: Callable[[ColumnElement[Any]], UnaryExpression[Any]]  # Any: columns of several types

    @property
    def terms(self) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:  # Any: as above
        return self.direction(self.column.expression), self.direction(ProcessInstance.key.expression)

    def comes_after(self, position: Position) -> ColumnElement[bool]:
        here = tuple_(self.column, ProcessInstance.key)
        there = tuple_(literal(position[0]), literal(position[1]))
        return here < there if self.direction is desc else here > there


_ORDERS = {
    Sort.NEWEST: _Order(ProcessInstance.started_at, desc),
    Sort.OLDEST: _Order(ProcessInstance.started_at, asc),
    Sort.CHANGED: _Order(ProcessInstance.changed_at, desc),
    Sort.QUIET: _Order(ProcessInstance.changed_at, asc),
}


def rows_chosen(
    viewer: Viewer, choice: Choice, *, days: Days, after: Position | None, limit: int
) -> Sequence[MonitorRow]:
    """Up to `limit` + 1 cases that the viewer may see, after a position of the same order."""
    found = _keys(viewer, choice, days, after, limit + 1)
    rows = case_rows(found, order=_ORDERS[choice.sort].terms, limit=limit + 1)
    incidents = _oldest_incidents(row.case.key for row in rows if row.case.incident_count)
    return [MonitorRow(row.case, row.steps, row.due_at, incidents.get(row.case.key)) for row in rows]


def position_of(row: MonitorRow, sort: Sort) -> Position:
    """Where a line stands in an order."""
    return (row.case.started_at if sort in (Sort.NEWEST, Sort.OLDEST) else row.case.changed_at), row.case.key


def every_row(viewer: Viewer, choice: Choice, *, days: Days) -> Iterator[MonitorRow]:
    """All lines of the list, a thousand at a time."""
    after: Position | None = None
    while True:
        rows = rows_chosen(viewer, choice, days=days, after=after, limit=ROWS_AT_ONCE)
        yield from rows[:ROWS_AT_ONCE]
        if len(rows) <= ROWS_AT_ONCE:
            return
        after = position_of(rows[ROWS_AT_ONCE - 1], choice.sort)
        session().expunge_all()


def _keys(viewer: Viewer, choice: Choice, days: Days, after: Position | None, limit: int) -> Subquery:
    """The keys of a page: few that are sought are found first; else each state is a leg that follows the index."""
    order = _ORDERS[choice.sort]
    chosen = select(ProcessInstance.key).where(visible_instances(viewer), *_conditions(viewer, choice, days))
    if after is not None:
        chosen = chosen.where(order.comes_after(after))
    if _is_sought(choice):
        of_state = chosen.where(ProcessInstance.state.in_(STATES[choice.shown]))
        columns = (order.column, ProcessInstance.key)
        return keys_in_order(of_state, *columns, direction=order.direction, limit=limit).subquery()
    legs = [
        chosen.where(ProcessInstance.state == state).order_by(*order.terms).limit(limit)
        for state in STATES[choice.shown]
    ]
    return union_all(*[select(leg.subquery().c.key) for leg in legs]).subquery()


def _is_sought(choice: Choice) -> bool:
    """Whether few cases are expected, which the planner cannot know: they are found before they are put in order."""
    return bool(choice.text or choice.cause or choice.person) or choice.need in FEW


def _conditions(viewer: Viewer, choice: Choice, days: Days) -> list[ColumnElement[bool]]:
    key = ProcessInstance.key
    found: list[ColumnElement[bool]] = [*_of_process(choice), *_begun(choice, days)]
    if choice.element is not None:
        found.append(key.in_(_standing_at(choice.element)))
    if choice.party is not None:
        found.append(is_about(choice.party))
    if choice.business_key is not None:
        found.append(ProcessInstance.business_key == choice.business_key)
    if choice.need is not None:
        found.append(key.in_(keys_in_need(choice.need, at=days.now)))
    if choice.cause is not None:
        of_cause = Incident.cause == choice.cause, Incident.resolved_at.is_(None)
        found.append(key.in_(select(Incident.instance_key).where(*of_cause)))
    if choice.person is not None or choice.group is not None:
        found.append(key.in_(_with_work(choice, days)))
    if choice.text:
        found.append(key.in_(select(cases_named(choice.text, viewer).c.key)))
    return found


def _of_process(choice: Choice) -> Iterable[ColumnElement[bool]]:
    if choice.version is not None:
        of_version = select(ProcessDefinition.key).where(ProcessDefinition.version == choice.version)
        if choice.process is not None:
            of_version = of_version.where(ProcessDefinition.process_id == choice.process)
        yield ProcessInstance.definition_key.in_(of_version)
    elif choice.process is not None:
        yield ProcessInstance.process_id == choice.process


def _begun(choice: Choice, days: Days) -> Iterable[ColumnElement[bool]]:
    if choice.started_from is not None:
        yield ProcessInstance.started_at >= datetime.combine(choice.started_from, time.min, days.zone)
    if choice.started_until is not None:
        following = choice.started_until + timedelta(days=1)
        yield ProcessInstance.started_at < datetime.combine(following, time.min, days.zone)


def _standing_at(element_id: str) -> Select[Key]:
    here = ElementInstance.element_id == element_id, ElementInstance.state == ElementState.ACTIVE
    return select(ElementInstance.instance_key).where(*here)


def _with_work(choice: Choice, days: Days) -> Select[Key]:
    """Cases with tasks of a person, or offered to a group and taken by nobody."""
    tasks = select(UserTask.instance_key)
    if choice.work is Work.DONE:
        lately = UserTask.state == TaskState.COMPLETED, UserTask.ended_at >= days.now - DONE_WITHIN
        tasks = tasks.where(*lately)
        if choice.person is not None:
            return tasks.where(UserTask.completed_by == choice.person)
        return tasks.where(UserTask.candidate_groups.contains([choice.group]))
    tasks = tasks.where(UserTask.state == TaskState.CREATED, *_due(choice.work, days))
    if choice.person is not None:
        return tasks.where(UserTask.assignee == choice.person)
    return tasks.where(UserTask.assignee.is_(None), UserTask.candidate_groups.contains([choice.group]))


def _due(work: Work, days: Days) -> tuple[ColumnElement[bool], ...]:
    if work is Work.OVERDUE:
        return (UserTask.due_at < days.now,)
    if work is Work.WEEK:
        return UserTask.due_at >= days.now, UserTask.due_at < days.next_week
    return ()


def _oldest_incidents(keys: Iterable[Key]) -> Mapping[Key, Incident]:
    wanted = list(keys)
    if not wanted:
        return {}
    oldest = (
        select(Incident)
        .where(Incident.instance_key.in_(wanted), Incident.resolved_at.is_(None))
        .ext(distinct_on(Incident.instance_key))
        .order_by(Incident.instance_key, Incident.created_at, Incident.key)
    )
    return {incident.instance_key: incident for incident in session().scalars(oldest)}
