"""Cases that run and wait for nothing: nobody and nothing will ever wake them. Looked for now and then."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, select, update
from sqlalchemy.orm import aliased

from app.core.db import Key, session
from app.engine.models import (
    Incident,
    InstanceState,
    Job,
    MessageSubscription,
    ProcessInstance,
    TaskState,
    Timer,
    UserTask,
)
from app.engine.projection import OPEN_JOBS
from app.engine.state import waits_of

QUIET_FOR = timedelta(minutes=2)  # a step under way writes its rows in one transaction
MOST_AT_ONCE = 1_000
KINDS_WITH_ROWS = {"task", "job", "timer", "message", "child"}


def mark_stuck(*, at: datetime) -> int:
    """Mark running cases that wait for nothing; gives how many were found. Any later step takes the mark away."""
    rows = session().execute(_suspects(at).limit(MOST_AT_ONCE)).all()
    stuck = [key for key, data in rows if not _waits_otherwise(data)]
    if stuck:
        is_unmarked = ProcessInstance.key.in_(stuck) & ProcessInstance.stuck_since.is_(None)
        session().execute(
            update(ProcessInstance).where(is_unmarked).values(stuck_since=at),
            execution_options={"synchronize_session": False},
        )
    return len(stuck)


def _suspects(at: datetime) -> Select[Key, bytes | None]:
    """Running cases without a row that could wake them."""
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
        exists().where(Incident.instance_key == ProcessInstance.key, Incident.resolved_at.is_(None)),
        exists().where(child.parent_key == ProcessInstance.key, child.state == InstanceState.ACTIVE),
    )
    return (
        select(ProcessInstance.key, ProcessInstance.state_data)
        .where(
            ProcessInstance.state == InstanceState.ACTIVE,
            ProcessInstance.stuck_since.is_(None),
            ProcessInstance.changed_at < at - QUIET_FOR,
            *(~wait for wait in waits),
        )
        .order_by(ProcessInstance.changed_at)
    )


def _waits_otherwise(data: bytes | None) -> bool:
    """Whether a token waits for something that has no row here, such as a condition on variables."""
    return data is not None and not waits_of(data) <= KINDS_WITH_ROWS
