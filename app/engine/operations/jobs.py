"""Jobs: finished, failed. The lease token is the fence: who has lost it cannot finish."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import Key, session
from app.core.errors import Invalid
from app.engine.catching import throw_error
from app.engine.errors import JobNotWaiting, JobNotYours, UnknownJob
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind, Job, JobState
from app.engine.opening import finish, locked_instance, step_on
from app.engine.operations.leases import OPEN
from app.engine.projection import FIRST_SEND_GRACE, job_message
from app.engine.registry import Variables
from app.engine.stepping import Step
from app.engine.values import stored_variables
from app.engine.waiting import arrived
from app.trail.operations import record

LONGEST_MESSAGE = 10_000
BACK_OFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))


def complete_job(
    job_key: Key,
    *,
    variables: Variables,
    lease_token: str | None,
    by: Actor,
    at: datetime,
    apply: Callable[[datetime], Variables] | None = None,
) -> Job:
    """The job is done; the case goes on. After its element has gone the result is kept as late, not applied.

    apply: writes the result's rows once the case is locked and the lease checked; what it returns joins `variables`.
    lease_token: None for an outside worker, which the API knows by the job's key alone.
    Raises UnknownJob, JobNotYours.
    """
    values = stored_variables(variables)
    job, step = _held(job_key, lease_token, by, at)
    if step is None:
        _note(job, "job.late", by, at, after={"type": job.type, "variables": values})
        return job
    token = step.workflow.task_with_key(job.element_instance_key)
    if token is not None and apply is not None:
        values |= stored_variables(apply(at))
    close_job(job, JobState.COMPLETED if token else JobState.LATE, at)
    _note(job, "job.completed", by, at, after={"type": job.type, "variables": values})
    if token is not None:
        arrived(token, "job")
        token.task_spec.complete_with(token, step, values)
    finish(step)
    return job


def fail_job(
    job_key: Key,
    *,
    message: str,
    retries: int | None,
    retry_after_seconds: float | None,
    lease_token: str | None,
    by: Actor,
    at: datetime,
    trace: str | None = None,
) -> Job:
    """The try failed. With retries left the job waits for the next one; without, it becomes an incident.

    retries: those left; None counts this try off. retry_after_seconds: None takes the back-off of the try.
    """
    job, step = _held(job_key, lease_token, by, at)
    if step is None:
        return job
    job.retries = max(0, job.retries - 1 if retries is None else retries)
    job.error_message, job.error_trace = message[:LONGEST_MESSAGE], trace
    job.lease_token = None
    if job.retries > 0:
        wait = BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1] if retry_after_seconds is None else None
        job.available_at = at + (wait or timedelta(seconds=retry_after_seconds or 0))
        job.state, job.lease_until = JobState.CREATED, job.available_at if job.queue else None
        _note(job, "job.failed", by, at, after={"type": job.type, "message": message, "retries": job.retries})
        return job
    job.state = JobState.FAILED
    _note(job, "job.failed", by, at, after={"type": job.type, "message": message, "retries": 0})
    token = step.workflow.task_with_key(job.element_instance_key)
    if token is not None:
        failure = StepFailure(IncidentKind.JOB_NO_RETRIES, job.error_message, trace)
        step.raise_incident(token, failure, job.key)
    finish(step)
    return job


def throw_job_error(
    job_key: Key,
    *,
    code: str,
    message: str,
    variables: Variables,
    lease_token: str | None,
    by: Actor,
    at: datetime,
) -> Job:
    """The job met an error that the diagram may catch by its code; without a catcher it becomes an incident."""
    values = stored_variables(variables)
    job, step = _held(job_key, lease_token, by, at)
    if step is None:
        return job
    token = step.workflow.task_with_key(job.element_instance_key)
    close_job(job, JobState.ERROR_THROWN if token else JobState.LATE, at)
    job.error_code, job.error_message = code, message[:LONGEST_MESSAGE]
    _note(job, "job.error_thrown", by, at, after={"type": job.type, "code": code, "message": message})
    if token is not None and not throw_error(token, step, code, values):
        job.state = JobState.FAILED
        text = f"No event catches the error {code!r}" + (f": {message}" if message else ".")
        step.raise_incident(token, StepFailure(IncidentKind.UNHANDLED_ERROR_EVENT, text), job.key)
    finish(step)
    return job


def update_job_retries(job_key: Key, *, retries: int, by: Actor, at: datetime) -> Job:
    """Set how many tries a job has left; its incident, if any, stays until it is resolved."""
    if not 1 <= retries <= 100:
        raise Invalid("The retries go from 1 to 100.", {"retries": ["1 to 100"]})
    instance = locked_instance(_instance_of(job_key))
    job = session().get_one(Job, job_key, populate_existing=True)
    before = {"retries": job.retries}
    job.retries = retries
    _note(job, "job.retries_updated", by, at, before=before, after={"retries": retries})
    assert instance.key == job.instance_key
    return job


def try_job_now(job_key: Key, *, reason: str, by: Actor, at: datetime) -> Job:
    """A job that waits for its next try is tried at once. Raises UnknownJob, JobNotWaiting."""
    locked_instance(_instance_of(job_key))
    job = session().get_one(Job, job_key, populate_existing=True, with_for_update=True)
    if job.state is not JobState.CREATED:
        raise JobNotWaiting(job_key)
    before, job.available_at = job.available_at, at
    if job.queue:
        job.lease_until = at + FIRST_SEND_GRACE
        session().add(job_message(job.queue, job.key, at))
    values = {"type": job.type, "next_try_at": at}
    _note(job, "job.hastened", by, at, before={"next_try_at": before}, after=values, reason=reason)
    return job


def _instance_of(job_key: Key) -> Key:
    instance_key = session().scalar(select(Job.instance_key).where(Job.key == job_key))
    if instance_key is None:
        raise UnknownJob(job_key)
    return instance_key


def _held(job_key: Key, lease_token: str | None, by: Actor, at: datetime) -> tuple[Job, Step | None]:
    """The job with its case locked; no step when the element is gone (then the job is marked late)."""
    instance = locked_instance(_instance_of(job_key))
    job = session().get_one(Job, job_key, populate_existing=True, with_for_update=True)
    if job.state is JobState.CANCELED or (job.state in OPEN and instance.ended_at is not None):
        close_job(job, JobState.LATE, at)
        return job, None
    wrong_token = lease_token is not None and job.lease_token != lease_token
    if job.state not in OPEN or wrong_token:
        raise JobNotYours(job_key)
    return job, step_on(instance, by=by, at=at)


def close_job(job: Job, state: JobState, at: datetime) -> None:
    """The job needs nobody any more."""
    job.state, job.ended_at, job.lease_token, job.lease_until = state, at, None, None


def _note(
    job: Job,
    action: str,
    by: Actor,
    at: datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="job",
        entity_id=job.key,
        by=by,
        at=at,
        case_key=job.instance_key,
        before=before,
        after={"element": job.element_id, **(after or {})},
        reason=reason,
    )
