"""The steps of a scenario: a person answers, a job ends, a message comes, time passes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from app.core.actor import SYSTEM, Actor, Viewer
from app.core.clock import company_zone
from app.core.db import Json, Key, session, transaction
from app.core.errors import AppError, Invalid
from app.engine import operations
from app.engine.due import BadTime, add, read_duration, read_moment
from app.engine.forms import NO_FORM, checked_values
from app.engine.models import Incident, Job, TaskState, UserTask
from app.engine.operations.signals import waiting_broadcasts
from app.engine.queries import form_of, task_variables
from app.scenarios.cases import is_case_with, next_timer, open_incidents, open_tasks, waiting_jobs
from app.scenarios.errors import ScenarioFailed
from app.scenarios.jobs import do_job, fail_job, finish_job, is_done_by_us, throw_in_job
from app.scenarios.reference import given_sources
from app.scenarios.run import Run
from app.scenarios.shown import as_sent

MOST_JOBS = 2_000
Waiting = TypeVar("Waiting", UserTask, Job, Incident)


def take_step(run: Run, step: Json) -> None:
    """Take one step. Raises ScenarioFailed with what was found instead, and what the product refuses."""
    if "task" in step:
        _answer(run, step)
    elif "job" in step:
        _end_job(run, step)
    elif "message" in step:
        _publish(run, step)
    elif "signal" in step:
        _broadcast(run, step)
    elif "clock" in step:
        _let_time_pass(run, step["clock"])
    elif "retry" in step:
        _retry(run, step)
    else:
        run.give(step["given"], given_sources)


def settle(run: Run) -> None:
    """Do the jobs that wait, until none does; one whose element a later step names waits for that step."""
    named = {step["job"] for step in run.scenario.steps[run.step or 0 :] if "job" in step}
    for _ in range(MOST_JOBS):
        with run.read_only():
            waiting = waiting_jobs(run.keys)
            free = [job.key for job in waiting if _is_free(job, run.at) and job.element_id not in named]
            signals = waiting_broadcasts(1)
        if free:
            do_job(free[0], at=run.at)
        elif signals:
            _spread(signals[0], run.at)
        else:
            return
    raise ScenarioFailed(f"More than {MOST_JOBS} jobs follow one another; does the diagram run in a circle?")


def _spread(signal: Key, at: datetime) -> None:
    """See to all who wait for a signal, as the clock does."""
    is_spreading = True
    while is_spreading:
        with transaction():
            is_spreading = operations.spread_signal(signal, at=at)


def _broadcast(run: Run, step: Json) -> None:
    by = run.person(step["by"])[0] if "by" in step else SYSTEM
    variables = run.filled(step.get("variables", {}))
    with transaction():
        operations.broadcast_signal(step["signal"], variables=variables, by=by, at=run.at)


def _is_free(job: Job, at: datetime) -> bool:
    return is_done_by_us(job) and job.available_at <= at


def _answer(run: Run, step: Json) -> None:
    task = _chosen(run, step, open_tasks(run.keys), step["task"], "open user task")
    key, (by, viewer) = task.key, _person_for(run, task, step.get("by"))
    session().rollback()
    try:
        _complete(run, key, step, by, viewer)
    except AppError as refusal:
        if "refused" not in step:
            raise
        said = " ".join([refusal.message, *_sentences(refusal)])
        if step["refused"] not in said:
            raise ScenarioFailed(f"it was refused, but with another sentence: {said}") from refusal
        session().rollback()
        return
    if "refused" in step:
        raise ScenarioFailed(f"it was taken, but should have been refused: {step['refused']}")


def _complete(run: Run, key: Key, step: Json, by: Actor, viewer: Viewer) -> None:
    with transaction():
        task = session().get_one(UserTask, key)
        if task.assignee is None:
            operations.claim_task(key, by=by, at=run.at)
        schema, variables = form_of(task) or NO_FORM, task_variables(task)
        sent = as_sent(schema, variables, run.filled(step.get("values", {})))
        values = checked_values(schema, sent, variables=variables, viewer=viewer, at=run.at)
        operations.complete_task(key, variables=values, by=by, at=run.at)


def _person_for(run: Run, task: UserTask, user_name: str | None) -> tuple[Actor, Viewer]:
    """Who does a task: the one named, else who has it, else the first whom it is offered to."""
    if user_name is None:
        offered = (name for name, (_, viewer) in run.data.people.items() if _is_offered(task, viewer))
        user_name = task.assignee or next(offered, None)
    if user_name is None:
        groups = ", ".join(task.candidate_groups) or "nobody"
        raise ScenarioFailed(f"nobody may do this task; it is offered to {groups}.")
    person = run.person(user_name)
    if task.assignee is not None and task.assignee != user_name:
        raise ScenarioFailed(f"{user_name} cannot do this task; {task.assignee} has it.")
    if task.assignee is None and not _is_offered(task, person[1]):
        raise ScenarioFailed(f"{user_name} may not do this task; it is offered to {', '.join(task.candidate_groups)}.")
    return person


def _is_offered(task: UserTask, viewer: Viewer) -> bool:
    return viewer.user_name in task.candidate_users or not viewer.groups.isdisjoint(task.candidate_groups)


def _end_job(run: Run, step: Json) -> None:
    key = _chosen(run, step, waiting_jobs(run.keys), step["job"], "waiting job").key
    session().rollback()
    result = run.filled(step.get("result", step.get("variables", {})))
    if "fails" in step:
        fail_job(key, step["fails"], at=run.at)
    elif "error" in step:
        throw_in_job(key, step["error"], result, at=run.at)
    elif "result" in step:
        finish_job(key, result, at=run.at)
    else:
        do_job(key, at=run.at)


def _publish(run: Run, step: Json) -> None:
    by = run.person(step["by"])[0] if "by" in step else SYSTEM
    key, variables = str(run.filled(step.get("key", ""))), run.filled(step.get("variables", {}))
    with transaction():
        message = operations.publish_message(
            step["message"],
            correlation_key=key,
            variables=variables,
            time_to_live_seconds=0,
            message_id=None,
            by=by,
            at=run.at,
        )
        if message.correlated_at is None:
            raise ScenarioFailed(f"nobody waits for the message {step['message']!r} with the key {key!r}.")


def _let_time_pass(run: Run, text: str) -> None:
    until = _moment(run, text)
    if until < run.at:
        raise ScenarioFailed(f"time does not go back from {run.at:%d %B %Y, %H:%M} to {until:%d %B %Y, %H:%M}.")
    while True:
        with run.read_only():
            timer = next_timer(run.keys, until)
            due = (timer.key, timer.due_at) if timer else None
        if due is None:
            break
        run.at = max(run.at, due[1])
        with transaction():
            operations.fire_timer(due[0], at=run.at)
        settle(run)
    run.at = until


def _moment(run: Run, text: str) -> datetime:
    filled = str(run.filled(text))
    try:
        if filled.startswith("P"):
            return add(run.at, read_duration(filled), company_zone())
        return read_moment(filled, company_zone())
    except BadTime as error:
        raise ScenarioFailed(f"{filled!r}: {error}") from error


def _retry(run: Run, step: Json) -> None:
    key = _chosen(run, step, open_incidents(run.keys), step["retry"], "incident").key
    session().rollback()
    with transaction():
        operations.retry_incident(key, by=SYSTEM, at=run.at)


def _chosen(run: Run, step: Json, rows: Sequence[Waiting], element_id: str, what: str) -> Waiting:
    """The oldest of the rows that a step means. Raises ScenarioFailed with those that are there."""
    process_of = {case.key: case.process_id for case in run.cases()}
    where = run.filled(step.get("where", {}))
    for row in rows:
        of_process = step.get("process") in (None, process_of.get(row.instance_key))
        if row.element_id == element_id and of_process and is_case_with(row.instance_key, where):
            return row
    there = ", ".join(row.element_id for row in rows) or "none"
    raise ScenarioFailed(f"there is no {what} of {element_id}; there are: {there}.{_why(run)}")


def _why(run: Run) -> str:
    """What else stands still, which may be the reason."""
    incidents = "".join(f" {one.element_id} has an incident: {one.message}" for one in open_incidents(run.keys))
    waiting = ", ".join(job.element_id for job in waiting_jobs(run.keys))
    tasks = ", ".join(task.element_id for task in open_tasks(run.keys) if task.state is TaskState.CREATED)
    return f"{incidents} Jobs wait: {waiting or 'none'}. Open tasks: {tasks or 'none'}."


def _sentences(refusal: AppError) -> list[str]:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    return [text for texts in fields.values() for text in texts]
