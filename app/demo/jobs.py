"""Does the jobs of a demo case on the spot, as a worker would."""

from datetime import datetime

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.models import Job, JobState
from app.engine.operations import ActivatedJob
from app.engine.projection import ENGINE_QUEUE
from app.engine.registry import Call, JobFailed, job_types

LEASE_SECONDS = 60


def do_jobs(case_key: Key, *, at: datetime) -> None:
    """Do what waits for a worker in this case, until nothing does; a job that fails becomes an incident."""
    while (job_key := _waiting_job(case_key)) is not None:
        with transaction():
            if session().get_one(Job, job_key).queue == ENGINE_QUEUE:
                operations.run_engine_job(job_key, at=at)
                continue
            leased = operations.lease_job(job_key, worker="demo", timeout_seconds=LEASE_SECONDS, at=at)
        if leased is None:
            return
        _do(leased, at=at)


def _do(leased: ActivatedJob, *, at: datetime) -> None:
    job_type = job_types[leased.type]
    assert job_type.job is not None
    by = Actor("worker", str(job_type.queue), f"Worker for {job_type.queue}")
    call = Call(
        instance_key=leased.instance_key,
        process_id=leased.process_id,
        element_id=leased.element_id,
        element_instance_key=leased.element_instance_key,
        variables=leased.variables,
        headers=leased.headers,
        by=by,
        at=at,
    )
    try:
        done = job_type.job(call)
    except JobFailed as failed:
        _fail(leased, str(failed), by=by, at=at)
        return
    with transaction():
        operations.complete_job(
            leased.key,
            variables=done.variables,
            apply=done.apply,
            lease_token=leased.lease_token,
            by=by,
            at=at,
        )


def _fail(leased: ActivatedJob, message: str, *, by: Actor, at: datetime) -> None:
    with transaction():
        operations.fail_job(
            leased.key,
            message=message,
            retries=0,
            retry_after_seconds=None,
            lease_token=leased.lease_token,
            by=by,
            at=at,
        )


def _waiting_job(case_key: Key) -> Key | None:
    waiting = select(Job.key).where(Job.instance_key == case_key, Job.state == JobState.CREATED)
    found = session().scalars(waiting.order_by(Job.key).limit(1)).first()
    session().rollback()
    return found
