"""Does the jobs of a scenario's cases on the spot, as a worker would, or as the scenario says they end."""

from dataclasses import dataclass
from datetime import datetime

from app.core.actor import Actor
from app.core.db import Key, session, transaction
from app.core.errors import AppError
from app.engine import operations
from app.engine.models import Job
from app.engine.operations import ActivatedJob
from app.engine.projection import ENGINE_QUEUE
from app.engine.registry import BpmnError, Call, JobFailed, JobHandler, Variables, job_types
from app.scenarios.errors import ScenarioFailed

LEASE_SECONDS = 60


@dataclass(frozen=True)
class Held:
    """A job in hand, with who does it and when."""

    leased: ActivatedJob
    by: Actor
    at: datetime


def is_done_by_us(job: Job) -> bool:
    """Whether a handler of ours does this job."""
    return job.queue is not None


def do_job(job_key: Key, *, at: datetime) -> None:
    """Do a job by its own handler; one that fails becomes an incident."""
    job = session().get_one(Job, job_key)
    if job.queue is None:
        raise ScenarioFailed(f"The job of {job.element_id} is for outside workers: give its result.")
    if job.queue == ENGINE_QUEUE:
        with transaction():
            operations.run_engine_job(job_key, at=at)
        return
    held = _take(job_key, at)
    try:
        done = _handler(held)(_call(held))
    except BpmnError as error:
        _throw(held, error)
    except JobFailed as failed:
        _fail(held, str(failed))
    except AppError as refused:
        _fail(held, refused.message)
    else:
        session().rollback()  # what the handler read belongs to no transaction of ours
        with transaction():
            operations.complete_job(
                held.leased.key,
                variables=done.variables,
                apply=done.apply,
                lease_token=held.leased.lease_token,
                by=held.by,
                at=at,
            )


def finish_job(job_key: Key, result: Variables, *, at: datetime) -> None:
    """The job ends with this result."""
    held = _take(job_key, at)
    with transaction():
        operations.complete_job(
            job_key, variables=result, lease_token=held.leased.lease_token, by=held.by, at=at, apply=None
        )


def fail_job(job_key: Key, message: str, *, at: datetime) -> None:
    """The job fails for good: an incident."""
    _fail(_take(job_key, at), message)


def throw_in_job(job_key: Key, code: str, variables: Variables, *, at: datetime) -> None:
    """The job meets an error that the diagram may catch."""
    _throw(_take(job_key, at), BpmnError(code, variables=variables))


def _take(job_key: Key, at: datetime) -> Held:
    queue = session().get_one(Job, job_key).queue
    with transaction():
        leased = operations.lease_job(job_key, worker="scenario", timeout_seconds=LEASE_SECONDS, at=at)
    if leased is None:
        raise ScenarioFailed("The job is not free; it waits for its next try.")
    return Held(leased, Actor("worker", queue or "outside", f"Worker for {queue or 'others'}"), at)


def _handler(held: Held) -> JobHandler:
    job_type = job_types.get(held.leased.type)
    if job_type is None or job_type.job is None:
        raise JobFailed(f"No worker knows the job type {held.leased.type!r}.", retryable=False)
    return job_type.job


def _call(held: Held) -> Call:
    leased = held.leased
    return Call(
        instance_key=leased.instance_key,
        process_id=leased.process_id,
        element_id=leased.element_id,
        element_instance_key=leased.element_instance_key,
        variables=leased.variables,
        headers=leased.headers,
        by=held.by,
        at=held.at,
        attempt=leased.attempt,
    )


def _throw(held: Held, error: BpmnError) -> None:
    session().rollback()
    with transaction():
        operations.throw_job_error(
            held.leased.key,
            code=error.code,
            message=error.message,
            variables=error.variables,
            lease_token=held.leased.lease_token,
            by=held.by,
            at=held.at,
        )


def _fail(held: Held, message: str) -> None:
    session().rollback()
    with transaction():
        operations.fail_job(
            held.leased.key,
            message=message,
            retries=0,
            retry_after_seconds=None,
            lease_token=held.leased.lease_token,
            by=held.by,
            at=held.at,
        )
