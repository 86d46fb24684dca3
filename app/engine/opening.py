"""Opening a case for one trigger, and writing it when its tokens have come to rest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, tuple_
from sqlalchemy.orm import undefer

from app.core.actor import Actor
from app.core.crash import reach
from app.core.db import Key, session
from app.core.errors import Missing, Refused
from app.engine import catalogue
from app.engine.correlating import has_reached, reaches
from app.engine.listening import tell_of_step
from app.engine.models import InstanceState, Message, MessageSubscription, ProcessInstance
from app.engine.projection import Row, Rows
from app.engine.scopes import Scopes
from app.engine.specs.workflow import CaseWorkflow
from app.engine.standing_in import hand_to_substitutes
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
    finish_together([step])


def finish_together(steps: Sequence[Step]) -> None:
    """As `finish`, for steps of several cases at one moment: one statement for each kind of row."""
    moving = steps
    while moving:
        for step in moving:
            step.settle()
        moving = _take_waiting_messages(moving)
    hand_to_substitutes(steps)
    for step in steps:
        _put_away(step)
    _joined([step.rows for step in steps]).write(by=steps[0].by.id)
    for step in steps:
        tell_of_step(step)
    reach("after_engine_step")


def _put_away(step: Step) -> None:
    """Write into the row of the case what the step has made of it."""
    if step.outcome_for_caller is not None:
        open_parent_job(step, *step.outcome_for_caller)
    instance = step.instance
    instance.state_data = save(step.workflow, step.scopes)
    instance.revision += 1
    instance.stuck_since = None
    if step.at - instance.changed_at >= CHANGE_KEPT_FOR:
        instance.changed_at = step.at


def _joined(all_rows: Sequence[Rows]) -> Rows:
    """The rows of several steps as those of one."""
    whole = Rows(all_rows[0].instance, all_rows[0].at)
    for rows in all_rows:
        whole.elements |= rows.elements
        whole.closed_incidents += rows.closed_incidents
        for state, ended in rows.ended.items():
            whole.ended[state] += ended
        for model, opened in rows.opened.items():
            whole.opened[model] += opened
        for model, closed in rows.closed.items():
            whole.closed[model] += closed
    return whole


def _take_waiting_messages(steps: Sequence[Step]) -> list[Step]:
    """Hand over messages published before their subscriptions were opened; the steps that go on by them."""
    opened = {step: _not_looked_up(step) for step in steps}
    wanted = [(row["name"], row["correlation_key"]) for rows in opened.values() for row in rows]
    if not wanted:
        return []
    query = (
        select(Message)
        .where(tuple_(Message.name, Message.correlation_key).in_(wanted))
        .where(Message.expires_at > steps[0].at)
        .order_by(Message.key)
        .with_for_update(skip_locked=True)
    )
    processes = {step.instance.process_id for step in steps}
    if len(processes) == 1:
        query = query.where(~has_reached(*processes))
    messages = session().scalars(query).all()
    return [step for step, rows in opened.items() if sum(_hand_over(step, rows, message) for message in messages)]


def _not_looked_up(step: Step) -> list[Row]:
    """The subscriptions opened in this step for which no message was looked up so far."""
    if step.instance.state is not InstanceState.ACTIVE:
        return []
    fresh = [row for row in step.rows.opened[MessageSubscription] if not row.get("was_looked_up")]
    for row in fresh:
        row["was_looked_up"] = True
    return fresh


def _hand_over(step: Step, opened: list[Row], message: Message) -> bool:
    for row in opened:
        if (row["name"], row["correlation_key"]) != (message.name, message.correlation_key):
            continue
        task = step.workflow.task_with_key(row["element_instance_key"])
        if task is None:
            continue
        if not reaches(message, step.instance, row["element_id"], at=step.at):
            return False
        opened.remove(row)
        step.rows.opened[MessageSubscription].remove(row)
        arrived(task, "message")
        step.note("message.correlated", after={"message": message.name, "element": row["element_id"]})
        task.task_spec.fire(task, step, stored_variables(message.variables))
        return True
    return False
