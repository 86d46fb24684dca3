"""Cases that run and wait for nothing: nobody and nothing will ever wake them. Looked for now and then."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, literal, select, tuple_, update
from sqlalchemy.orm import aliased

from app.core.db import Key, session
from app.engine.models import (
    Incident,
    InstanceState,
    Job,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    TaskState,
    Timer,
    UserTask,
)
from app.engine.projection import OPEN_JOBS
from app.engine.state import waits_of

QUIET_FOR = timedelta(minutes=2)  # a step under way writes its rows in one transaction
MOST_AT_ONCE = 1_000
KINDS_WITH_ROWS = {"task", "job", "timer", "message", "signal", "child"}


def mark_stuck(*, at: datetime) -> int:
    """Mark running cases that wait for nothing; gives how many were found. Any later step takes the mark away."""
    found, looked = 0, _suspects(at)
    while rows := session().execute(looked.limit(MOST_AT_ONCE)).all():
        found += _mark([row.key for row in rows if not _waits_otherwise(row.state_data)], at)
        here = tuple_(ProcessInstance.changed_at, ProcessInstance.key)
        looked = _suspects(at).where(here > tuple_(literal(rows[-1].changed_at), literal(rows[-1].key)))
    return found


def _mark(keys: Sequence[Key], at: datetime) -> int:
    """Mark those that no step has moved since they were looked for."""
    stands_still = (
        ProcessInstance.state == InstanceState.ACTIVE,
        ProcessInstance.stuck_since.is_(None),
        ProcessInstance.changed_at < at - QUIET_FOR,
    )
    marked = session().scalars(
        update(ProcessInstance)
        .where(ProcessInstance.key.in_(keys), *stands_still)
        .values(stuck_since=at)
        .returning(ProcessInstance.key),
        execution_options={"synchronize_session": False},
    )
    return len(marked.all())


def _suspects(at: datetime) -> Select[Key, datetime, bytes | None]:
    """Running cases without a row that could wake them, the quietest first."""
    child = aliased(ProcessInstance)
    waits: Iterable[ColumnElement[bool]] = (
        exists().where(UserTask.instance_key == ProcessInstance.key, UserTask.state == TaskState.CREATED),
        exists().where(Job.instance_key == ProcessInstance.key, Job.state.in_(OPEN_JOBS)),
        exists().where(
            Timer.instance_key == ProcessInstance.key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
        ),
        exists().where(
            MessageSubscription.instance_key == ProcessInstance.key, MessageSubscription.closed_at.is_(None)
        ),
        exists().where(SignalSubscription.instance_key == ProcessInstance.key, SignalSubscription.closed_at.is_(None)),
        exists().where(Incident.instance_key == ProcessInstance.key, Incident.resolved_at.is_(None)),
        exists().where(child.parent_key == ProcessInstance.key, child.state == InstanceState.ACTIVE),
    )
    return (
        select(ProcessInstance.key, ProcessInstance.changed_at, ProcessInstance.state_data)
        .where(
            ProcessInstance.state == InstanceState.ACTIVE,
            ProcessInstance.stuck_since.is_(None),
            ProcessInstance.changed_at < at - QUIET_FOR,
            *(~wait for wait in waits),
        )
        .order_by(ProcessInstance.changed_at, ProcessInstance.key)
    )


def _waits_otherwise(data: bytes | None) -> bool:
    """Whether a token waits for something that has no row here, such as a condition on variables."""
    return data is not None and not waits_of(data) <= KINDS_WITH_ROWS
