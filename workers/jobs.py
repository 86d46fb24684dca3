"""Doing one job: lease, work outside any transaction, finish with the case in one."""

import os
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError

from app.core.actor import Actor
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.core.errors import AppError
from app.engine import operations
from app.engine.models import Job
from app.engine.operations import ActivatedJob
from app.engine.projection import ENGINE_QUEUE
from app.engine.registry import BpmnError, Call, Completion, JobFailed, JobType, Variables, job_types

log = structlog.get_logger()
LEASE_MARGIN_SECONDS = 30
TRIES_AT_FINISHING = 5


def do_job(job_key: Key) -> None:
    """Do a job of one of our queues. A job that is finished, leased to another or not due is left alone."""
    job = session().get(Job, job_key)
    session().rollback()
    if job is None:
        return
    if job.queue == ENGINE_QUEUE:
        _again_after_conflict(lambda at: operations.run_engine_job(job_key, at=at))
        return
    job_type = job_types.get(job.type)
    seconds = (job_type.timeout_seconds if job_type else 0) + LEASE_MARGIN_SECONDS
    with transaction():
        leased = operations.lease_job(job_key, worker=_worker_name(), timeout_seconds=seconds, at=now())
    if leased is None:
        return
    by = Actor("worker", str(job.queue), f"Worker for {job.queue}")
    _work(leased, job_type, by)


def _work(leased: ActivatedJob, job_type: JobType | None, by: Actor) -> None:
    """Run the handler; whatever goes wrong in it is written to the job."""
    if job_type is None or job_type.job is None:
        _fail(leased, by, f"No worker knows the job type {leased.type!r}.", is_final=True)
        return
    try:
        completion = job_type.job(_call(leased, by))
        _finish(leased, completion, by)
    except BpmnError as error:
        _throw(leased, error, by)
    except JobFailed as error:
        _fail(leased, by, str(error), is_final=not error.retryable)
    except operations.JobNotYours as error:
        log.warning("job.lease_lost", job=str(leased.key), reason=error.message)
    except AppError as error:
        _fail(leased, by, error.message, is_final=True)
    except Exception as error:  # a broken handler must not take the worker down: it becomes an incident
        log.exception("job.failed", job=str(leased.key))
        _fail(leased, by, f"{type(error).__name__}: {error}", trace=traceback.format_exc())
    finally:
        session().rollback()


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


def _finish(leased: ActivatedJob, completion: Completion, by: Actor) -> None:
    session().rollback()  # what the handler read belongs to no transaction of ours

    def finish(at: datetime) -> None:
        operations.complete_job(
            leased.key,
            variables=completion.variables,
            apply=completion.apply,
            lease_token=leased.lease_token,
            by=by,
            at=at,
        )

    _again_after_conflict(finish)


def _throw(leased: ActivatedJob, error: BpmnError, by: Actor) -> None:
    session().rollback()
    variables: Variables = error.variables

    def throw(at: datetime) -> None:
        operations.throw_job_error(
            leased.key,
            code=error.code,
            message=error.message,
            variables=variables,
            lease_token=leased.lease_token,
            by=by,
            at=at,
        )

    _again_after_conflict(throw)


def _fail(leased: ActivatedJob, by: Actor, message: str, *, is_final: bool = False, trace: str | None = None) -> None:
    session().rollback()

    def fail(at: datetime) -> None:
        operations.fail_job(
            leased.key,
            message=message,
            retries=0 if is_final else None,
            retry_after_seconds=None,
            lease_token=leased.lease_token,
            by=by,
            at=at,
            trace=trace,
        )

    _again_after_conflict(fail)


def _again_after_conflict(act: Callable[[datetime], None]) -> None:
    """Run in a transaction; a lock conflict is tried again and costs the job no retry."""
    for attempt in range(1, TRIES_AT_FINISHING + 1):
        try:
            with transaction():
                act(now())
        except OperationalError:
            if attempt == TRIES_AT_FINISHING:
                raise
            continue
        return


def _worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
