"""Signals: broadcast to all who wait for them, each told in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import or_, select

from app.core.actor import SYSTEM, Actor
from app.core.db import Key, new_key, session
from app.core.errors import Invalid
from app.engine.models import (
    Job,
    JobState,
    ProcessDefinition,
    ProcessInstance,
    SignalBroadcast,
    SignalSubscription,
)
from app.engine.opening import finish, step_on
from app.engine.operations.jobs import close_job
from app.engine.operations.starting import start_by_event
from app.engine.projection import DELIVER_SIGNAL, ENGINE_QUEUE, Row, job_values, write_jobs
from app.engine.registry import Variables
from app.engine.values import stored_variables
from app.engine.waiting import ENGINE_RETRIES, arrived
from app.trail.operations import record

LONGEST_NAME = 255
RECEIVERS_AT_ONCE = 200


class Receiver(NamedTuple):
    """Who waits for a signal; a process that it starts has no case yet."""

    key: Key
    instance_key: Key | None
    definition_key: Key
    process_id: str
    element_id: str
    element_instance_key: Key | None


def broadcast_signal(name: str, *, variables: Variables, by: Actor, at: datetime) -> SignalBroadcast:
    """Send a signal to every case that waits for it now, and to every process that it starts.

    They are told after the commit, each once and in its own transaction.
    """
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("A signal needs a name of at most 255 characters.", {"signalName": ["1 to 255 characters"]})
    values = stored_variables(variables)
    broadcast = SignalBroadcast(key=new_key(), name=name, variables=values, broadcast_at=at, broadcast_by=by.id)
    session().add(broadcast)
    sent = {"signal": name, "variables": values}
    record(action="signal.broadcast", entity="signal", entity_id=broadcast.key, by=by, at=at, after=sent)
    return broadcast


def waiting_broadcasts(limit: int) -> Sequence[Key]:
    """Keys of the signals that have not reached all who waited, oldest first; nothing is locked."""
    waiting = select(SignalBroadcast.key).where(SignalBroadcast.spread_at.is_(None))
    return session().scalars(waiting.order_by(SignalBroadcast.key).limit(limit)).all()


def spread_signal(key: Key, *, at: datetime) -> bool:
    """See to the next receivers of a signal: a job for each of many cases, or one new case. False when all have it.

    Several clocks may call it; whoever locks the signal goes on, the others pass by.
    """
    broadcast = session().scalar(
        select(SignalBroadcast)
        .where(SignalBroadcast.key == key, SignalBroadcast.spread_at.is_(None))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if broadcast is None:
        return False
    found = _next_receivers(broadcast)
    if not found:
        broadcast.spread_at = at
        return False
    told = _tell(broadcast, found, at)
    broadcast.reached, broadcast.receivers = found[told - 1].key, broadcast.receivers + told
    return True


def skip_receiver(key: Key, *, message: str, at: datetime) -> None:
    """The next receiver is a process that breaks as it starts: note it and go on after it."""
    broadcast = session().get_one(SignalBroadcast, key, with_for_update=True, populate_existing=True)
    receiver = next(iter(_next_receivers(broadcast)), None)
    if receiver is None or receiver.instance_key is not None:
        return
    broadcast.reached = receiver.key
    after = {"signal": broadcast.name, "process": receiver.process_id, "message": message}
    record(action="signal.failed", entity="signal", entity_id=key, by=SYSTEM, at=at, after=after)


def deliver_signal(job: Job, instance: ProcessInstance, at: datetime) -> None:
    """Let one case go on with a signal, unless it has left the place where it waited."""
    broadcast = session().get_one(SignalBroadcast, Key(int(job.headers["broadcast"])))
    query = select(SignalSubscription).where(SignalSubscription.key == int(job.headers["subscription"]))
    subscription = session().scalars(query.execution_options(populate_existing=True)).one()
    step = step_on(instance, by=SYSTEM, at=at)
    token = step.workflow.task_with_key(job.element_instance_key) if subscription.closed_at is None else None
    close_job(job, JobState.COMPLETED if token else JobState.LATE, at)
    if token is None:
        return
    if not token.task_spec.stays_listening:
        arrived(token, "signal")
        subscription.closed_at = at
    step.note("signal.received", after={"signal": broadcast.name, "element": subscription.element_id})
    token.task_spec.fire(token, step, stored_variables(broadcast.variables))
    finish(step)


def _next_receivers(broadcast: SignalBroadcast) -> Sequence[Receiver]:
    """Who waited when it was broadcast; a start event counts though a new version has taken its place since.

    A case that sends a signal and then waits for it, in one step, did not wait yet: its keys tell the order.
    """
    waited = SignalSubscription.closed_at.is_(None) | (
        SignalSubscription.instance_key.is_(None) & (SignalSubscription.closed_at > broadcast.broadcast_at)
    )
    came_first = or_(
        SignalSubscription.instance_key.is_distinct_from(broadcast.instance_key),
        SignalSubscription.created_at < broadcast.broadcast_at,
        SignalSubscription.key < broadcast.key,
    )
    if broadcast.instance_key is not None:
        waited &= came_first
    query = (
        select(
            SignalSubscription.key,
            SignalSubscription.instance_key,
            SignalSubscription.definition_key,
            ProcessDefinition.process_id,
            SignalSubscription.element_id,
            SignalSubscription.element_instance_key,
        )
        .join(ProcessDefinition, ProcessDefinition.key == SignalSubscription.definition_key)
        .where(SignalSubscription.name == broadcast.name, SignalSubscription.key > broadcast.reached)
        .where(waited, SignalSubscription.created_at <= broadcast.broadcast_at)
        .order_by(SignalSubscription.key)
        .limit(RECEIVERS_AT_ONCE)
    )
    return [Receiver(*row) for row in session().execute(query)]


def _tell(broadcast: SignalBroadcast, found: Sequence[Receiver], at: datetime) -> int:
    """Write jobs for the cases up to the first process to start, or start that; how many were told."""
    cases = list(takewhile(lambda receiver: receiver.instance_key is not None, found))
    if cases:
        write_jobs([_job(broadcast, receiver, at) for receiver in cases], at)
        return len(cases)
    start = found[0]
    definition = session().get_one(ProcessDefinition, start.definition_key)
    start_by_event(definition, start.element_id, received=stored_variables(broadcast.variables), by=SYSTEM, at=at)
    return 1


def _job(broadcast: SignalBroadcast, receiver: Receiver, at: datetime) -> Row:
    assert receiver.element_instance_key is not None
    return job_values(receiver.element_instance_key, at, queue=ENGINE_QUEUE) | {
        "instance_key": receiver.instance_key,
        "definition_key": receiver.definition_key,
        "process_id": receiver.process_id,
        "element_id": receiver.element_id,
        "type": DELIVER_SIGNAL,
        "queue": ENGINE_QUEUE,
        "retries": ENGINE_RETRIES,
        "headers": {"broadcast": str(broadcast.key), "subscription": str(receiver.key)},
    }
