"""Timers that are due. Several clocks may run; whoever locks the case first fires, the others pass by."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import undefer

from app.core.actor import CLOCK, Actor
from app.core.clock import company_zone
from app.core.crash import reach
from app.core.db import Key, new_key, session
from app.core.errors import Invalid
from app.engine.causes import cause_of
from app.engine.due import next_in_cycle
from app.engine.errors import TimerMoved, TimerNotWaiting, UnknownTimer
from app.engine.failures import StepFailure
from app.engine.models import Incident, IncidentKind, InstanceState, ProcessDefinition, ProcessInstance, Timer
from app.engine.opening import CaseEnded, finish, locked_instance, step_on
from app.engine.operations.deploying import DEPLOYMENT_LOCK
from app.engine.operations.starting import start_by_event
from app.engine.waiting import arrived
from app.trail.operations import open_case_chain, record

LATEST_MOVE = timedelta(days=36_525)
NOT_AHEAD = "Choose a moment that is still to come, at most 100 years ahead."


def due_timers(at: datetime, limit: int) -> Sequence[Key]:
    """Keys of the timers that are due, oldest first; nothing is locked."""
    query = (
        select(Timer.key)
        .where(Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at <= at)
        .order_by(Timer.due_at, Timer.key)
        .limit(limit)
    )
    return session().scalars(query).all()


def fire_timer(timer_key: Key, *, at: datetime) -> bool:
    """Let a due timer do its work; False when another clock has it, or it is no longer due."""
    instance_key = session().scalar(select(Timer.instance_key).where(Timer.key == timer_key))
    if instance_key is None:
        return _fire_start(timer_key, at)
    instance = session().scalar(
        select(ProcessInstance)
        .where(ProcessInstance.key == instance_key)
        .options(undefer(ProcessInstance.state_data))
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    timer = _still_due(timer_key, at)
    if instance is None or timer is None:
        return False
    open_case_chain(instance.key, instance.trail_seq, instance.trail_head)
    if instance.state is not InstanceState.ACTIVE:
        timer.cancelled_at = at
        return False
    timer.fired_at = at
    reach("timer_claimed")
    step = step_on(instance, by=CLOCK, at=at)
    step.note("timer.fired", after={"element": timer.element_id, "due_at": timer.due_at, "timer": str(timer.key)})
    token = step.workflow.task_with_key(timer.element_instance_key) if timer.element_instance_key else None
    if token is not None:
        arrived(token, "timer")
        token.task_spec.fire(token, step, {})
    finish(step)
    return True


def move_timer(
    timer_key: Key,
    *,
    due_at: datetime,
    reason: str,
    by: Actor,
    at: datetime,
    seen_due_at: datetime | None = None,
) -> Timer:
    """A waiting timer of a case is due at another moment; a cycle keeps its rhythm afterwards (ADR 0022).

    seen_due_at: when it was due as the person saw it; a timer moved since then is refused.
    Raises UnknownTimer, CaseEnded, TimerNotWaiting, TimerMoved, Invalid for a moment that is past or too far.
    """
    if not at <= due_at <= at + LATEST_MOVE:
        raise Invalid(NOT_AHEAD, {"due_at": [NOT_AHEAD]})
    instance_key = session().scalar(select(Timer.instance_key).where(Timer.key == timer_key))
    if instance_key is None:
        raise UnknownTimer(timer_key)
    instance = locked_instance(instance_key)
    if instance.state is not InstanceState.ACTIVE:
        raise CaseEnded(instance)
    timer = session().get_one(Timer, timer_key, populate_existing=True, with_for_update=True)
    if timer.fired_at is not None or timer.cancelled_at is not None:
        raise TimerNotWaiting(timer.fired_at)
    if seen_due_at is not None and timer.due_at != seen_due_at:
        raise TimerMoved(timer.due_at)
    before, timer.due_at = timer.due_at, due_at
    record(
        action="timer.moved",
        entity="timer",
        entity_id=timer_key,
        by=by,
        at=at,
        case_key=instance_key,
        before={"due_at": before},
        after={"element": timer.element_id, "due_at": due_at},
        reason=reason,
    )
    return timer


def timer_failed(timer_key: Key, *, message: str, trace: str, at: datetime) -> None:
    """A timer's work went wrong and was undone: stop it and make it an incident on its element.

    A timer that starts cases misses this one time; a cycle goes on with the next.
    """
    timer = session().get(Timer, timer_key)
    if timer is None:
        return
    if timer.instance_key is None:
        _miss_start(timer, message, at)
        return
    instance = locked_instance(timer.instance_key)
    timer.cancelled_at = at
    if instance.state is not InstanceState.ACTIVE:
        return
    step = step_on(instance, by=CLOCK, at=at)
    token = step.workflow.task_with_key(timer.element_instance_key) if timer.element_instance_key else None
    if token is not None:
        step.raise_incident(token, StepFailure(IncidentKind.TIMER_ERROR, message, trace))
    finish(step)


def set_timer_aside(timer_key: Key, *, message: str, trace: str, at: datetime) -> None:
    """Not even the incident could be written: the case cannot be read. It is told in its row, the timer stops."""
    timer = session().get_one(Timer, timer_key)
    instance = session().get_one(ProcessInstance, timer.instance_key, with_for_update={"key_share": True})
    timer.cancelled_at = at
    instance.incident_count += 1
    incident = Incident(key=new_key(), instance_key=instance.key, element_id=timer.element_id, created_at=at)
    incident.kind, incident.message, incident.technical_trace = IncidentKind.TIMER_ERROR, message, trace
    incident.process_id = instance.process_id
    incident.cause = cause_of(
        message, process_id=instance.process_id, element_id=timer.element_id, job_type=None, names=instance.names
    )
    session().add(incident)


def _miss_start(timer: Timer, message: str, at: datetime) -> None:
    timer.cancelled_at = at
    _go_on(timer, at)
    after = {"element": timer.element_id, "due_at": timer.due_at, "message": message}
    record(action="timer.failed", entity="timer", entity_id=timer.key, by=CLOCK, at=at, after=after)


def _fire_start(timer_key: Key, at: datetime) -> bool:
    deployment_is_not_under_way = text("SELECT pg_try_advisory_xact_lock_shared(:lock)")
    if not session().scalar(deployment_is_not_under_way, {"lock": DEPLOYMENT_LOCK}):
        return False
    timer = _still_due(timer_key, at)
    if timer is None:
        return False
    timer.fired_at = at
    definition = session().get_one(ProcessDefinition, timer.definition_key)
    start_by_event(definition, timer.element_id, received={}, by=CLOCK, at=at)
    _go_on(timer, at)
    return True


def _go_on(timer: Timer, at: datetime) -> None:
    if timer.interval is not None and timer.repetitions != 0:
        session().add(_following(timer, at))


def _following(timer: Timer, at: datetime) -> Timer:
    assert timer.interval is not None
    return Timer(
        key=new_key(),
        definition_key=timer.definition_key,
        element_id=timer.element_id,
        kind=timer.kind,
        due_at=next_in_cycle(timer.due_at, timer.interval, at=at, zone=company_zone()),
        interval=timer.interval,
        repetitions=max(timer.repetitions - 1, -1),
        created_at=at,
    )


def _still_due(timer_key: Key, at: datetime) -> Timer | None:
    waiting = Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at <= at
    query = select(Timer).where(Timer.key == timer_key, *waiting).with_for_update(skip_locked=True)
    return session().scalar(query)
