"""The list of cases: one page in two statements, at any size and depth."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, UnaryExpression, desc, func, literal, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import contains_eager, joinedload

from app.cases.choice import STATES, Choice, Shown
from app.cases.party_timeline import is_about
from app.core.actor import Viewer
from app.core.db import Key, session
from app.core.web.paging import Position
from app.core.word_index import Found, keys_in_order, rows_found
from app.engine.mentions import cases_named
from app.engine.models import (
    ElementInstance,
    ElementState,
    InstanceState,
    ProcessDefinition,
    ProcessInstance,
    TaskState,
    UserTask,
)
from app.engine.visibility import visible_instances

MOST_COUNTED = 999
NOT_A_STEP = ("process", "subProcess")


@dataclass(frozen=True)
class CaseRow:
    """A line of the list. steps: names of the elements where its tokens stand; due_at: of its earliest open task."""

    case: ProcessInstance
    steps: Sequence[str]
    due_at: datetime | None


def cases_chosen(
    viewer: Viewer, choice: Choice, *, at: datetime, after: Position | None, limit: int
) -> Sequence[CaseRow]:
    """Up to `limit` + 1 cases that the viewer may see, newest first, after a position."""
    order = (ProcessInstance.started_at.desc(), ProcessInstance.key.desc())
    return case_rows(_keys(viewer, choice, at, after, limit + 1), order=order, limit=limit + 1)


def case_rows(
    found: Subquery,
    *,
    order: Iterable[UnaryExpression[Any]],  # Any: columns of several types
    limit: int,
) -> Sequence[CaseRow]:
    """The cases whose keys were found, as lines of a list in this order."""
    due_at = (
        select(func.min(UserTask.due_at))
        .where(UserTask.instance_key == ProcessInstance.key, UserTask.state == TaskState.CREATED)
        .scalar_subquery()
    )
    statement = (
        select(ProcessInstance, due_at)
        .join(found, found.c.key == ProcessInstance.key)
        .join(ProcessInstance.definition)
        .options(contains_eager(ProcessInstance.definition))
        .order_by(*order)
        .limit(limit)
    )
    rows = session().execute(statement).all()
    steps = current_steps(case.key for case, _ in rows)
    return [CaseRow(case, steps[case.key], due) for case, due in rows]


def cases_found(viewer: Viewer, text: str, *, limit: int) -> Found[ProcessInstance]:
    """The newest of the cases in any state that the list has for this text, with their processes."""
    order = (ProcessInstance.started_at.desc(), ProcessInstance.key.desc())
    return rows_found(
        select(ProcessInstance),
        key=ProcessInstance.key,
        keys=cases_named(text, viewer),
        order=order,
        limit=limit,
        options=[joinedload(ProcessInstance.definition)],
    )


def position_of(row: CaseRow) -> Position:
    """Where a line stands in the list."""
    return row.case.started_at, row.case.key


def current_steps(keys: Iterable[Key]) -> dict[Key, list[str]]:
    """Names of the elements where the tokens of these cases stand, the oldest first."""
    statement = (
        select(ElementInstance.instance_key, ElementInstance.element_name, ElementInstance.element_id)
        .where(
            ElementInstance.instance_key.in_(list(keys)),
            ElementInstance.state == ElementState.ACTIVE,
            ElementInstance.element_type.not_in(NOT_A_STEP),
        )
        .order_by(ElementInstance.instance_key, ElementInstance.key)
    )
    steps: dict[Key, list[str]] = defaultdict(list)
    for key, name, element_id in session().execute(statement):
        if (words := name or element_id) not in steps[key]:
            steps[key].append(words)
    return steps


def case_counts(viewer: Viewer, *, at: datetime) -> dict[str, int]:
    """How many visible cases each tab and quick filter has, up to one more than MOST_COUNTED, in one statement."""
    is_active = ProcessInstance.state == InstanceState.ACTIVE
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        Shown.ACTIVE: (is_active,),
        Shown.COMPLETED: (ProcessInstance.state == InstanceState.COMPLETED,),
        Shown.CANCELLED: (ProcessInstance.state == InstanceState.TERMINATED,),
        "overdue": (is_active, _is_overdue(at)),
        "incident": (is_active, ProcessInstance.incident_count > 0),
    }
    columns = [_capped_count(viewer, *those).label(name) for name, those in conditions.items()]
    return dict(zip(conditions, session().execute(select(*columns)).one(), strict=True))


def count_of_running(viewer: Viewer) -> int:
    """How many running cases a person may see, for the rail."""
    return session().scalar(select(_capped_count(viewer, ProcessInstance.state == InstanceState.ACTIVE))) or 0


def processes() -> Sequence[ProcessDefinition]:
    """The newest version of each process, by name."""
    newest = (
        select(ProcessDefinition.key)
        .ext(distinct_on(ProcessDefinition.process_id))
        .order_by(ProcessDefinition.process_id, ProcessDefinition.version.desc())
    )
    return (
        session()
        .scalars(select(ProcessDefinition).where(ProcessDefinition.key.in_(newest)).order_by(ProcessDefinition.name))
        .all()
    )


def _keys(viewer: Viewer, choice: Choice, at: datetime, after: Position | None, limit: int) -> Subquery:
    """The keys of a page; each state is a leg of its own that follows the index, unless words are looked for."""
    order = (ProcessInstance.started_at.desc(), ProcessInstance.key.desc())
    chosen = select(ProcessInstance.key).where(visible_instances(viewer), *_conditions(viewer, choice, at))
    if after is not None:
        place = tuple_(literal(after[0]), literal(after[1]))
        chosen = chosen.where(tuple_(ProcessInstance.started_at, ProcessInstance.key) < place)
    if choice.text:
        of_state = chosen.where(ProcessInstance.state.in_(STATES[choice.shown]))
        columns = (ProcessInstance.started_at, ProcessInstance.key)
        return keys_in_order(of_state, *columns, direction=desc, limit=limit).subquery()
    legs = [
        chosen.where(ProcessInstance.state == state).order_by(*order).limit(limit) for state in STATES[choice.shown]
    ]
    return union_all(*[select(leg.subquery().c.key) for leg in legs]).subquery()


def _conditions(viewer: Viewer, choice: Choice, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if choice.process is not None:
        conditions.append(ProcessInstance.process_id == choice.process)
    if choice.version is not None:
        of_version = select(ProcessDefinition.key).where(ProcessDefinition.version == choice.version)
        conditions.append(ProcessInstance.definition_key.in_(of_version))
    if choice.element is not None:
        conditions.append(_stands_at(choice.element))
    if choice.party is not None:
        conditions.append(is_about(choice.party))
    if choice.only_overdue:
        conditions.append(_is_overdue(at))
    if choice.only_incidents:
        conditions.append(ProcessInstance.incident_count > 0)
    if choice.text:
        conditions.append(ProcessInstance.key.in_(select(cases_named(choice.text, viewer).c.key)))
    return conditions


def _stands_at(element_id: str) -> ColumnElement[bool]:
    return (
        select(ElementInstance.key)
        .where(
            ElementInstance.instance_key == ProcessInstance.key,
            ElementInstance.element_id == element_id,
            ElementInstance.state == ElementState.ACTIVE,
        )
        .exists()
    )


def _is_overdue(at: datetime) -> ColumnElement[bool]:
    late = select(UserTask.instance_key).where(UserTask.state == TaskState.CREATED, UserTask.due_at < at)
    return ProcessInstance.key.in_(late)


def _capped_count(viewer: Viewer, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    rows = (
        select(literal(1))
        .select_from(ProcessInstance)
        .where(visible_instances(viewer), *conditions)
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return select(func.count()).select_from(rows).scalar_subquery()
