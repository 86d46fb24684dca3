"""The cases of one scenario: the one it starts, and all that come of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session, UOWTransaction

from app.core.db import Key, session
from app.engine.models import (
    ElementInstance,
    ElementState,
    Incident,
    Job,
    JobState,
    ProcessInstance,
    TaskState,
    Timer,
    UserTask,
)
from app.engine.queries import case_variables

ORDER = ElementInstance.started_at, ElementInstance.key


@contextmanager
def collected_cases() -> Iterator[list[Key]]:
    """The keys of the cases that begin inside the block, in their order."""
    keys: list[Key] = []

    def note(flushed: Session, _: UOWTransaction) -> None:
        keys.extend(row.key for row in flushed.new if isinstance(row, ProcessInstance))

    current = session()()
    event.listen(current, "after_flush", note)
    try:
        yield keys
    finally:
        event.remove(current, "after_flush", note)


def cases_among(keys: Sequence[Key]) -> Sequence[ProcessInstance]:
    """The cases that are there, the first one first."""
    wanted = select(ProcessInstance).where(ProcessInstance.key.in_(keys))
    found = {case.key: case for case in session().scalars(wanted.execution_options(populate_existing=True))}
    return [found[key] for key in keys if key in found]


def open_tasks(keys: Sequence[Key]) -> Sequence[UserTask]:
    """The open user tasks, oldest first."""
    wanted = select(UserTask).where(UserTask.instance_key.in_(keys), UserTask.state == TaskState.CREATED)
    return session().scalars(wanted.order_by(UserTask.created_at, UserTask.key)).all()


def waiting_jobs(keys: Sequence[Key]) -> Sequence[Job]:
    """The jobs that nobody has done, oldest first."""
    wanted = select(Job).where(Job.instance_key.in_(keys), Job.state == JobState.CREATED)
    return session().scalars(wanted.order_by(Job.created_at, Job.key)).all()


def next_timer(keys: Sequence[Key], until: datetime) -> Timer | None:
    """The timer that is due first."""
    waiting = Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at <= until
    wanted = select(Timer).where(Timer.instance_key.in_(keys), *waiting)
    return session().scalars(wanted.order_by(Timer.due_at, Timer.key).limit(1)).first()


def open_incidents(keys: Sequence[Key]) -> Sequence[Incident]:
    """What stopped a case, oldest first."""
    wanted = select(Incident).where(Incident.instance_key.in_(keys), Incident.resolved_at.is_(None))
    return session().scalars(wanted.order_by(Incident.created_at, Incident.key)).all()


def passages(keys: Sequence[Key]) -> Sequence[ElementInstance]:
    """What the cases went through, oldest first."""
    return session().scalars(_passages(keys)).all()


def completed_elements(keys: Sequence[Key]) -> list[str]:
    """Element ids that were completed, in the order in which they were entered."""
    wanted = _passages(keys).where(ElementInstance.state == ElementState.COMPLETED)
    return [passage.element_id for passage in session().scalars(wanted)]


def is_case_with(key: Key, values: Mapping[str, Any]) -> bool:  # Any: JSON
    """Whether the variables of a case have these values."""
    present = case_variables(key)
    return all(present.get(name) == value for name, value in values.items())


def _passages(keys: Sequence[Key]) -> Select[ElementInstance]:
    return select(ElementInstance).where(ElementInstance.instance_key.in_(keys)).order_by(*ORDER)
