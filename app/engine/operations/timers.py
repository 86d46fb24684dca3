"""Timers that are due. Several clocks may run; whoever locks the case first fires, the others pass by."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.core.actor import CLOCK
from app.core.clock import company_zone
from app.core.db import Key, new_key, session
from app.engine.due import next_in_cycle
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind, InstanceState, ProcessDefinition, ProcessInstance, Timer
from app.engine.opening import finish, locked_instance, step_on
from app.engine.operations.starting import start_by_event
from app.engine.waiting import arrived
from app.trail.operations import open_case_chain


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
    step = step_on(instance, by=CLOCK, at=at)
    step.note("timer.fired", after={"element": timer.element_id, "due_at": timer.due_at, "timer": str(timer.key)})
    token = step.workflow.task_with_key(timer.element_instance_key) if timer.element_instance_key else None
    if token is not None:
        arrived(token, "timer")
        token.task_spec.fire(token, step, {})
    finish(step)
    return True


def timer_failed(timer_key: Key, *, message: str, trace: str, at: datetime) -> None:
    """A timer's work went wrong and was undone: stop it and make it an incident on its element."""
    timer = session().get(Timer, timer_key)
    if timer is None or timer.instance_key is None:
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


def _fire_start(timer_key: Key, at: datetime) -> bool:
    timer = _still_due(timer_key, at)
    if timer is None:
        return False
    timer.fired_at = at
    definition = session().get_one(ProcessDefinition, timer.definition_key)
    start_by_event(definition, timer.element_id, received={}, by=CLOCK, at=at)
    if timer.interval is not None and timer.repetitions != 0:
        session().add(_following(timer, at))
    return True


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
