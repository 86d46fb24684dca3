"""Doing one job: lease, work outside any transaction, finish with the case in one."""

import os
import socket
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.exc import OperationalError

from app.core.actor import Actor
from app.core.clock import now
from app.core.crash import reach
from app.core.db import Key, is_passing, session, transaction
from app.core.errors import AppError
from app.engine import operations
from app.engine.models import Job
from app.engine.operations import ActivatedJob
from app.engine.projection import ENGINE_QUEUE
from app.engine.registry import BpmnError, Call, Completion, JobFailed, JobType, job_types
from workers.leases import LEASE_SECONDS, in_hand

log = structlog.get_logger()
PAUSES_SECONDS = (0.05, 0.2, 1.0, 3.0)  # between tries at a transaction; a database that restarts is back by then
AWAY = timedelta(seconds=5)
MOST_LOSSES = 5

Report = Callable[[datetime], object]
Result = TypeVar("Result")


def do_job(job_key: Key) -> None:
    """Do a job of one of our queues. A job that is finished, leased to another or not due is left alone."""
    queue, type_name = _in_transaction(lambda _: _what(job_key))
    if queue is None:
        return
    if queue == ENGINE_QUEUE:
        _do_engine_job(job_key)
        return
    leased = _in_transaction(
        lambda at: operations.lease_job(job_key, worker=_worker_name(), timeout_seconds=LEASE_SECONDS, at=at)
    )
    if leased is not None:
        reach("worker_after_lease")
        _work(leased, job_types.get(type_name), Actor("worker", queue, f"Worker for {queue}"))


def _do_engine_job(job_key: Key) -> None:
    try:
        _in_transaction(lambda at: operations.run_engine_job(job_key, at=at))
    except AppError as refused:
        message = refused.message
        _in_transaction(lambda at: operations.engine_job_failed(job_key, message=message, at=at))


def _what(job_key: Key) -> tuple[str | None, str]:
    job = session().get(Job, job_key)
    return (None, "") if job is None else (job.queue, job.type)


def _work(leased: ActivatedJob, job_type: JobType | None, by: Actor) -> None:
    longest = job_type.timeout_seconds if job_type else LEASE_SECONDS
    try:
        with in_hand.kept(leased.key, leased.lease_token, longest_seconds=longest):
            _do_and_report(leased, job_type, by)
    except operations.JobNotYours as lost:
        log.warning("job.lease_lost", job=str(leased.key), reason=lost.message)
    except OperationalError as error:
        if not is_passing(error):
            raise
        log.warning("job.given_back", job=str(leased.key), exc_info=True)
        session().rollback()
        _give_back(leased)
    finally:
        session().rollback()


def _do_and_report(leased: ActivatedJob, job_type: JobType | None, by: Actor) -> None:
    """Run the handler and write down how it ended; whatever goes wrong in it is written to the job."""
    try:
        completion = _completion(leased, job_type, by)
        session().rollback()  # what the handler read belongs to no transaction of ours
        _in_transaction(_finishing(leased, completion, by))
    except operations.JobNotYours:
        raise
    except BpmnError as error:
        _in_transaction(_throwing(leased, error, by))
    except JobFailed as error:
        _in_transaction(_failing(leased, by, str(error), is_final=not error.retryable))
    except AppError as error:
        _in_transaction(_failing(leased, by, error.message, is_final=True))
    except Exception as error:  # a broken handler must not take the worker down: it becomes an incident
        if is_passing(error):
            raise
        log.exception("job.failed", job=str(leased.key))
        message = f"{type(error).__name__}: {error}"
        _in_transaction(_failing(leased, by, message, trace=traceback.format_exc()))


def _completion(leased: ActivatedJob, job_type: JobType | None, by: Actor) -> Completion:
    if job_type is None or job_type.job is None:
        raise JobFailed(f"No worker knows the job type {leased.type!r}.", retryable=False)
    if leased.losses >= MOST_LOSSES:
        message = f"{leased.losses} workers took this job and did not come back; perhaps it ends its worker."
        raise JobFailed(message, retryable=False)
    return job_type.job(_call(leased, by))


def _call(leased: ActivatedJob, by: Actor) -> Call:
    return Call(
        instance_key=leased.instance_key,
        process_id=leased.process_id,
        element_id=leased.element_id,
        element_instance_key=leased.element_instance_key,
        variables=leased.variables,
        headers=leased.headers,
        by=by,
        at=now(),
        attempt=leased.attempt,
    )


def _finishing(leased: ActivatedJob, completion: Completion, by: Actor) -> Report:
    def finish(at: datetime) -> None:
        operations.complete_job(
            leased.key,
            variables=completion.variables,
            apply=completion.apply,
            lease_token=leased.lease_token,
            by=by,
            at=at,
        )
        reach("worker_before_commit")

    return finish


def _throwing(leased: ActivatedJob, error: BpmnError, by: Actor) -> Report:
    return lambda at: operations.throw_job_error(
        leased.key,
        code=error.code,
        message=error.message,
        variables=error.variables,
        lease_token=leased.lease_token,
        by=by,
        at=at,
    )


def _failing(
    leased: ActivatedJob, by: Actor, message: str, *, is_final: bool = False, trace: str | None = None
) -> Report:
    return lambda at: operations.fail_job(
        leased.key,
        message=message,
        retries=0 if is_final else None,
        retry_after_seconds=None,
        lease_token=leased.lease_token,
        by=by,
        at=at,
        trace=trace,
    )


def _give_back(leased: ActivatedJob) -> None:
    """Let another try soon; when not even that can be written, the lease runs out by itself."""
    try:
        with transaction():
            operations.give_back_job(leased.key, lease_token=leased.lease_token, available_at=now() + AWAY)
    except OperationalError:
        log.warning("job.left_to_its_lease", job=str(leased.key))


def _in_transaction(act: Callable[[datetime], Result]) -> Result:
    """What `act` gives, committed; a lock conflict is tried again and costs the job no retry."""
    for pause in PAUSES_SECONDS:
        session().rollback()
        try:
            with transaction():
                return act(now())
        except OperationalError as error:
            if not is_passing(error):
                raise
        time.sleep(pause)
    with transaction():
        return act(now())


def _worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
