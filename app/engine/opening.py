"""Opening a case for one trigger, and writing it when its tokens have come to rest."""

from datetime import datetime, timedelta

from sqlalchemy import select, tuple_
from sqlalchemy.orm import undefer

from app.core.actor import Actor
from app.core.crash import reach
from app.core.db import Key, session
from app.core.errors import Missing, Refused
from app.engine import catalogue
from app.engine.listening import tell_of_step
from app.engine.models import InstanceState, Message, MessageSubscription, ProcessInstance
from app.engine.projection import Row
from app.engine.scopes import Scopes
from app.engine.specs.workflow import CaseWorkflow
from app.engine.state import load, save
from app.engine.stepping import Step
from app.engine.values import stored_variables
from app.engine.waiting import arrived, open_parent_job
from app.trail.operations import open_case_chain

CHANGE_KEPT_FOR = timedelta(minutes=1)  # an index on the last change is not written at every step of a burst


class UnknownCase(Missing):
    """There is no such case."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no case {key}.")


class CaseEnded(Refused):
    """The case has ended; nothing in it can go on."""

    def __init__(self, instance: ProcessInstance) -> None:
        how = "was cancelled" if instance.state is InstanceState.TERMINATED else "is complete"
        super().__init__(f"Case {instance.key} {how}; nothing in it can change any more.")


def locked_instance(key: Key) -> ProcessInstance:
    """The row of a case, locked until the commit, with its state. Raises UnknownCase."""
    session().flush()  # what this transaction has changed so far is not read over
    query = (
        select(ProcessInstance)
        .where(ProcessInstance.key == key)
        .options(undefer(ProcessInstance.state_data))
        .with_for_update(key_share=True)  # rows that refer to the case may be written meanwhile
        .execution_options(populate_existing=True)
    )
    instance = session().scalar(query)
    if instance is None:
        raise UnknownCase(key)
    open_case_chain(instance.key, instance.trail_seq, instance.trail_head)
    return instance


def open_step(key: Key, *, by: Actor, at: datetime) -> Step:
    """A case, locked and loaded. Raises UnknownCase, CaseEnded."""
    instance = locked_instance(key)
    if instance.state is not InstanceState.ACTIVE:
        raise CaseEnded(instance)
    return step_on(instance, by=by, at=at)


def step_on(instance: ProcessInstance, *, by: Actor, at: datetime) -> Step:
    """The step on a locked row that is active."""
    compiled = catalogue.compiled(instance.definition_key)
    assert instance.state_data is not None
    workflow, scopes = load(instance.state_data, compiled, CaseWorkflow)
    step = Step(instance, compiled, workflow, scopes, by=by, at=at)
    step.take_up()
    return step


def first_step(instance: ProcessInstance, *, by: Actor, at: datetime) -> Step:
    """The step on a new row, without a token yet."""
    compiled = catalogue.compiled(instance.definition_key)
    workflow = CaseWorkflow(compiled.spec, compiled.inner, is_loading=False)
    open_case_chain(instance.key, 0, None)
    return Step(instance, compiled, workflow, Scopes(), by=by, at=at)


def finish(step: Step) -> None:
    """Let the tokens come to rest, take messages that wait already, write everything."""
    step.settle()
    while _take_waiting_messages(step):
        step.settle()
    if step.outcome_for_caller is not None:
        type_name, headers = step.outcome_for_caller
        open_parent_job(step, type_name, headers)
    instance = step.instance
    instance.state_data = save(step.workflow, step.scopes)
    instance.revision += 1
    instance.stuck_since = None
    if step.at - instance.changed_at >= CHANGE_KEPT_FOR:
        instance.changed_at = step.at
    step.rows.write(by=step.by.id)
    tell_of_step(step)
    reach("after_engine_step")


def _take_waiting_messages(step: Step) -> bool:
    """Hand over messages published before their subscription was opened in this step."""
    opened: list[Row] = step.rows.opened[MessageSubscription]
    fresh = [row for row in opened if not row.get("was_looked_up")]
    if not fresh or step.instance.state is not InstanceState.ACTIVE:
        return False
    wanted = [(row["name"], row["correlation_key"]) for row in fresh]
    for row in fresh:
        row["was_looked_up"] = True
    query = (
        select(Message)
        .where(tuple_(Message.name, Message.correlation_key).in_(wanted))
        .where(Message.correlated_at.is_(None), Message.expires_at > step.at)
        .order_by(Message.key)
        .with_for_update(skip_locked=True)
    )
    messages = [message for message in session().scalars(query) if message.correlated_at is None]
    handed_over = [_hand_over(step, fresh, message) for message in messages]
    return any(handed_over)


def _hand_over(step: Step, opened: list[Row], message: Message) -> bool:
    for row in opened:
        if (row["name"], row["correlation_key"]) != (message.name, message.correlation_key):
            continue
        task = step.workflow.task_with_key(row["element_instance_key"])
        if task is None:
            continue
        opened.remove(row)
        step.rows.opened[MessageSubscription].remove(row)
        arrived(task, "message")
        message.correlated_at, message.instance_key = step.at, step.instance.key
        step.note("message.correlated", after={"message": message.name, "element": row["element_id"]})
        task.task_spec.fire(task, step, stored_variables(message.variables))
        return True
    return False
