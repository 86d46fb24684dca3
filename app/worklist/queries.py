"""The lists of the worklist: one page of tasks in one statement, at any size and depth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Subquery,
    UnaryExpression,
    and_,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from app.core.actor import Viewer
from app.core.db import session
from app.core.web.paging import Position
from app.core.word_index import Found, rows_found
from app.engine.mentions import tasks_named
from app.engine.models import ProcessDefinition, TaskState, UserTask
from app.engine.visibility import offered_to, visible_tasks
from app.identity.models import Absence, User
from app.identity.standing_in import day_of
from app.worklist.choice import Choice, Days, Due, Order, Whose

MOST_COUNTED = 999

_IS_OPEN = UserTask.state == TaskState.CREATED
_ORDERS: dict[Order, tuple[UnaryExpression[Any], ...]] = {  # Any: columns of several types
    Order.DUE: (UserTask.due_at.asc(), UserTask.key.asc()),  # PostgreSQL puts no date last
    Order.PRIORITY: (UserTask.priority.desc(), UserTask.key.asc()),
    Order.NEWEST: (UserTask.created_at.desc(), UserTask.key.desc()),
}


@dataclass(frozen=True)
class TaskRow:
    """A line of the list: the task with its case, the name of its process and of who has it.

    meant_for: the name of whoever is away, if somebody stands in for them. away_until: their last day away.
    """

    task: UserTask
    process_name: str
    assignee_name: str | None
    meant_for: str | None = None
    away_until: date | None = None


def tasks_chosen(
    viewer: Viewer, choice: Choice, *, days: Days, after: Position | None, limit: int
) -> Sequence[TaskRow]:
    """Up to `limit` + 1 open tasks that the viewer may see, after a position of the same order."""
    found = _keys(viewer, choice, days, after, limit + 1)
    person, away = aliased(User), aliased(User)
    statement = (
        select(UserTask, ProcessDefinition.name, person.display_name, away.display_name, _until(days))
        .join(found, found.c.key == UserTask.key)
        .join(UserTask.instance)
        .join(ProcessDefinition, ProcessDefinition.key == UserTask.definition_key)
        .outerjoin(person, person.user_name == UserTask.assignee)
        .outerjoin(away, away.user_name == UserTask.meant_for)
        .options(contains_eager(UserTask.instance), defer(UserTask.draft), defer(UserTask.headers))
        .order_by(*_ORDERS[choice.order])
        .limit(limit + 1)
    )
    return [TaskRow(*row) for row in session().execute(statement)]


def tasks_found(viewer: Viewer, text: str, *, limit: int) -> Found[UserTask]:
    """The first due of the open tasks that the list has for this text, with their cases."""
    return rows_found(
        select(UserTask),
        key=UserTask.key,
        keys=tasks_named(text, viewer),
        order=_ORDERS[Order.DUE],
        limit=limit,
        options=[joinedload(UserTask.instance), defer(UserTask.draft), defer(UserTask.headers)],
    )


def position_of(task: UserTask, order: Order) -> Position:
    """Where a task stands in an order."""
    first = {Order.DUE: task.due_at, Order.PRIORITY: task.priority, Order.NEWEST: task.created_at}[order]
    return first, task.key


def task_after(viewer: Viewer, choice: Choice, done: UserTask, *, days: Days) -> UserTask | None:
    """The task that comes after one that is done, else the first; None when the list is empty."""
    for after in (position_of(done, choice.order), None):
        if rows := tasks_chosen(viewer, choice, days=days, after=after, limit=1):
            return rows[0].task
    return None


def task_counts(viewer: Viewer, whose: Whose, *, days: Days) -> dict[Whose | Due, int]:
    """How many open tasks each filter has, up to one more than MOST_COUNTED, in one statement."""
    columns = [_capped_count(_of(viewer, one)).label(one.value) for one in Whose]
    columns += [_capped_count(and_(_of(viewer, whose), _due(one, days))).label(one.value) for one in Due]
    row = session().execute(select(*columns)).one()
    return dict(zip((*Whose, *Due), row, strict=True))


def count_of_mine(viewer: Viewer) -> int:
    """How many open tasks a person has, for the rail."""
    return session().scalar(select(_capped_count(_of(viewer, Whose.MINE)))) or 0


def processes_with_tasks() -> Sequence[tuple[str, str]]:
    """Id and newest name of the processes that people can filter by."""
    newest = (
        select(ProcessDefinition.process_id, ProcessDefinition.name)
        .ext(distinct_on(ProcessDefinition.process_id))
        .order_by(ProcessDefinition.process_id, ProcessDefinition.version.desc())
        .subquery()
    )
    return [(row.process_id, row.name) for row in session().execute(select(newest).order_by(newest.c.name))]


def _keys(viewer: Viewer, choice: Choice, days: Days, after: Position | None, limit: int) -> Subquery:
    """The keys of a page, by legs that each follow an index."""
    chosen = select(UserTask.key).where(_IS_OPEN, *_conditions(viewer, choice, days))
    if choice.whose is Whose.MINE:  # few: found by their person first, then put in order
        chosen = select(UserTask.key).where(UserTask.key.in_(chosen.offset(0)))
    legs = [chosen.where(leg).order_by(*_ORDERS[choice.order]).limit(limit) for leg in _legs(choice.order, after)]
    return union_all(*[select(leg.subquery().c.key) for leg in legs]).subquery()


def _legs(order: Order, after: Position | None) -> list[ColumnElement[bool]]:
    """What comes after a position; with dates first those that have one, then those that have none."""
    dated, undated = UserTask.due_at.is_not(None), UserTask.due_at.is_(None)
    if after is None:
        return [dated, undated] if order is Order.DUE else [true()]
    first, key = literal(after[0]), literal(after[1])
    if order is Order.PRIORITY:
        same = and_(UserTask.priority == first, UserTask.key > key)
        return [and_(UserTask.priority <= first, or_(UserTask.priority < first, same))]
    if order is Order.NEWEST:
        return [tuple_(UserTask.created_at, UserTask.key) < tuple_(first, key)]
    if after[0] is None:
        return [and_(undated, UserTask.key > key)]
    return [tuple_(UserTask.due_at, UserTask.key) > tuple_(first, key), undated]


def _conditions(viewer: Viewer, choice: Choice, days: Days) -> list[ColumnElement[bool]]:
    conditions = [_of(viewer, choice.whose)]
    if choice.due is not None:
        conditions.append(_due(choice.due, days))
    if choice.process is not None:
        conditions.append(UserTask.process_id == choice.process)
    if choice.text:
        conditions.append(UserTask.key.in_(select(tasks_named(choice.text, viewer).c.key)))
    return conditions


def _of(viewer: Viewer, whose: Whose) -> ColumnElement[bool]:
    if whose is Whose.MINE:
        return UserTask.assignee == viewer.user_name
    if whose is Whose.GROUPS:
        return and_(UserTask.assignee.is_(None), offered_to(viewer))
    return visible_tasks(viewer)


def _until(days: Days) -> ScalarSelect[date]:
    """Until when whoever a task is meant for is away; None when they are not."""
    today = day_of(days.now)
    running = select(func.max(Absence.ends_on)).where(Absence.starts_on <= today, Absence.ends_on >= today)
    return running.where(Absence.user_name == UserTask.meant_for).correlate(UserTask).scalar_subquery()


def _due(due: Due, days: Days) -> ColumnElement[bool]:
    at = UserTask.due_at
    return {
        Due.OVERDUE: at < days.now,
        Due.TODAY: and_(at >= days.now, at < days.tomorrow),
        Due.WEEK: and_(at >= days.tomorrow, at < days.next_week),
        Due.LATER: at >= days.next_week,
        Due.NO_DATE: at.is_(None),
        Due.FOLLOW_UP: UserTask.follow_up_at > days.now,
    }[due]


def _capped_count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    rows = select(literal(1)).select_from(UserTask).where(_IS_OPEN, condition).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
