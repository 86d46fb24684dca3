"""Opening what an element waits for, from what its diagram says."""

from collections.abc import Mapping
from datetime import datetime

from SpiffWorkflow.task import Task
from sqlalchemy import select

from app.core.clock import company_zone
from app.core.db import Key, session
from app.core.reminders import read_channels, read_offsets, written_channels, written_offsets
from app.engine import catalogue
from app.engine.decisions.evaluating import UnknownDecision, evaluate, find_decision
from app.engine.diagram import TimerDefinition
from app.engine.due import BadTime, DueTime, as_text, due_time, next_in_cycle, read_deadline
from app.engine.expressions import Evaluator
from app.engine.failures import StepFailure
from app.engine.models import ElementInstance, IncidentKind, ProcessInstance, SubscriptionKind, TimerKind
from app.engine.projection import ENGINE_QUEUE, START_CALLED, Row
from app.engine.registry import Variables
from app.engine.stepping import Step

ENGINE_RETRIES = 3


def open_user_task(task: Task, step: Step, values: Row) -> None:
    """Ask a person."""
    step.rows.open_user_task(task.internal_data["key"], task.task_spec.node.id, values)
    _mark(task, "task")


def open_job(task: Task, step: Step, values: Row) -> None:
    """Ask a machine."""
    step.rows.open_job(task.internal_data["key"], task.task_spec.node.id, values)
    _mark(task, "job")


def open_call(task: Task, step: Step, process_id: str) -> None:
    """Ask a worker to start a case of another process."""
    values = {
        "type": START_CALLED,
        "queue": ENGINE_QUEUE,
        "retries": ENGINE_RETRIES,
        "headers": {"process_id": process_id},
    }
    open_job(task, step, values)
    _mark(task, "child")


def open_timer(task: Task, step: Step, due: DueTime, kind: TimerKind) -> None:
    """Wait for a time."""
    step.rows.open_timer(task.internal_data["key"], task.task_spec.node.id, due, kind)
    _mark(task, "timer")
    task.internal_data["timer"] = [due.at.isoformat(), due.interval, due.repetitions]


def open_subscription(task: Task, step: Step, name: str, correlation_key: str, kind: SubscriptionKind) -> None:
    """Wait for a message."""
    step.rows.open_subscription(task.internal_data["key"], task.task_spec.node.id, name, correlation_key, kind)
    _mark(task, "message")
    task.internal_data["message"] = [name, correlation_key]


def open_signal(task: Task, step: Step, name: str, kind: SubscriptionKind) -> None:
    """Wait for a signal."""
    step.rows.open_signal(task.internal_data["key"], task.task_spec.node.id, name, kind)
    _mark(task, "signal")


def first_due(step: Step, timer: TimerDefinition, evaluator: Evaluator) -> DueTime:
    """When a timer of a diagram is due."""
    return due_time(timer, evaluator, at=step.at, zone=company_zone())


def next_due(task: Task, step: Step) -> DueTime | None:
    """The next time of a cycle whose timer has just fired; None when it was the last."""
    due_at, interval, repetitions = task.internal_data["timer"]
    if interval is None or repetitions == 0:
        return None
    following = next_in_cycle(datetime.fromisoformat(due_at), interval, at=step.at, zone=company_zone())
    return DueTime(following, interval, max(repetitions - 1, -1))


def deadline(text: str | None, evaluator: Evaluator) -> datetime | None:
    """A due or follow-up date; null and nothing give None, a date alone means the end of that day."""
    if text is None or not text.strip():
        return None
    value = evaluator.value(text)
    if value is None or value == "":
        return None
    try:
        return read_deadline(as_text(value), company_zone())
    except BadTime as error:
        raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, f"The date {text!r}: {error}") from error


def own_reminders(properties: Mapping[str, str], evaluator: Evaluator) -> Row:
    """What the properties `reminders` and `reminder_channels` of a task say; null and nothing leave it to others."""
    offsets = evaluator.optional_text(properties.get("reminders"), "reminders")
    channels = evaluator.optional_text(properties.get("reminder_channels"), "channels of reminders")
    try:
        return {
            "reminders": None if offsets is None else written_offsets(read_offsets(offsets)),
            "reminder_channels": None if channels is None else written_channels(read_channels(channels)),
        }
    except ValueError as error:
        raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, f"The reminders of the task: {error}") from error


def form_key(form_id: str | None) -> Key | None:
    """The newest version of a task's form."""
    if form_id is None:
        return None
    key = catalogue.latest_form_key(form_id)
    if key is None:
        raise StepFailure(IncidentKind.FORM_NOT_FOUND, f"There is no form {form_id!r}. Deploy it and retry.")
    return key


def decide(task: Task, step: Step, decision_id: str, variables: Variables) -> object:
    """The answer of a decision, in its newest version; what it saw and said is kept as history."""
    try:
        definition = find_decision(decision_id)
    except UnknownDecision as error:
        raise StepFailure(IncidentKind.DECISION_EVALUATION_ERROR, error.message) from error
    answer = evaluate(definition, variables, at=step.at)
    values = {
        "decision_key": definition.key,
        "decision_id": decision_id,
        "version": definition.version,
        "inputs": answer.inputs,
        "hits": list(answer.hits),
        "answer": answer.value,
        "warnings": list(answer.warnings),
        "failure": answer.failure,
    }
    step.rows.note_decision(task.internal_data["key"], task.task_spec.node.id, values)
    if answer.failure is not None:
        raise StepFailure(IncidentKind.DECISION_EVALUATION_ERROR, f"Decision {decision_id!r}: {answer.failure}")
    note = {"decision": decision_id, "version": definition.version, "answer": answer.value}
    step.note("decision.evaluated", after=note)
    return answer.value


def arrived(task: Task, kind: str) -> None:
    """What a task waited for has come; its row is closed by whoever brought it."""
    waits = task.internal_data.get("waits", [])
    if kind in waits:
        waits.remove(kind)


def open_parent_job(step: Step, type_name: str, headers: Row) -> None:
    """Tell the case that called this one, in its own transaction."""
    instance = step.instance
    caller = (
        session()
        .execute(
            select(ProcessInstance.definition_key, ProcessInstance.process_id, ElementInstance.element_id)
            .join(ElementInstance, ElementInstance.instance_key == ProcessInstance.key)
            .where(ProcessInstance.key == instance.parent_key, ElementInstance.key == instance.parent_element_key)
        )
        .one()
    )
    values = {
        "type": type_name,
        "queue": ENGINE_QUEUE,
        "retries": ENGINE_RETRIES,
        "headers": headers,
        "instance_key": instance.parent_key,
        "definition_key": caller.definition_key,
        "process_id": caller.process_id,
    }
    assert instance.parent_element_key is not None
    step.rows.open_job(instance.parent_element_key, caller.element_id, values)


def write_path(step: Step, scope_id: str, target: str, value: object) -> None:
    """Set a variable, or an entry of a context by a path such as `order.total`, where it is."""
    name, _, rest = target.partition(".")
    current = step.scopes.named(scope_id, [name]).get(name)
    step.scopes.write(scope_id, {name: _with_entry(current, rest, value)})


def write_path_own(step: Step, scope_id: str, target: str, value: object) -> None:
    """As `write_path`, in this very scope."""
    name, _, rest = target.partition(".")
    current = step.scopes.own(scope_id).get(name)
    step.scopes.write_own(scope_id, {name: _with_entry(current, rest, value)})


def _with_entry(current: object, path: str, value: object) -> object:
    if not path:
        return value
    name, _, rest = path.partition(".")
    context = dict(current) if isinstance(current, dict) else {}
    return context | {name: _with_entry(context.get(name), rest, value)}


def _mark(task: Task, kind: str) -> None:
    waits = task.internal_data.setdefault("waits", [])
    if kind not in waits:
        waits.append(kind)
