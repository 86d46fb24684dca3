"""Leases: who does a job, and until when. A lease that is not renewed runs out, and the job is free again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, and_, or_, select, tuple_, update

from app.core.db import Key, session
from app.core.errors import Invalid
from app.engine.models import Job, JobState
from app.engine.operations.case_variables import visible_at
from app.engine.registry import Variables

MOST_JOBS_AT_ONCE = 100
LONGEST_LEASE_SECONDS = 24 * 3600
RESEND_AFTER = timedelta(seconds=30)
OPEN = (JobState.CREATED, JobState.RUNNING)


@dataclass(frozen=True)
class ActivatedJob:
    """A leased job, as its worker sees it: the variables are those seen at its element.

    losses: workers that had it before and did not come back.
    """

    key: Key
    type: str
    instance_key: Key
    definition_key: Key
    process_id: str
    element_id: str
    element_instance_key: Key
    headers: Mapping[str, str]
    retries: int
    attempt: int
    losses: int
    deadline: datetime
    worker: str
    lease_token: str
    variables: Variables


def activate_jobs(
    job_type: str, *, worker: str, timeout_seconds: int, max_jobs: int, at: datetime
) -> list[ActivatedJob]:
    """Lease waiting jobs of a type that outside workers do, highest priority first, then oldest."""
    if not 1 <= timeout_seconds <= LONGEST_LEASE_SECONDS:
        raise Invalid(f"The timeout goes from 1 to {LONGEST_LEASE_SECONDS} seconds.", {"timeout": ["out of range"]})
    query = (
        select(Job)
        .where(Job.type == job_type, Job.queue.is_(None), _is_free(at))
        .order_by(Job.priority.desc(), Job.key)
        .limit(max(1, min(max_jobs, MOST_JOBS_AT_ONCE)))
        .with_for_update(skip_locked=True)
    )
    jobs = list(session().scalars(query))
    seen = visible_at([(job.instance_key, job.element_instance_key) for job in jobs])
    return [_activated(job, worker, timeout_seconds, at, seen) for job in jobs]


def lease_job(job_key: Key, *, worker: str, timeout_seconds: int, at: datetime) -> ActivatedJob | None:
    """Lease one job for a worker of ours; None when it is finished, not due yet or leased to another."""
    query = select(Job).where(Job.key == job_key, _is_free(at)).with_for_update(skip_locked=True)
    job = session().scalar(query.execution_options(populate_existing=True))
    if job is None:
        return None
    seen = visible_at([(job.instance_key, job.element_instance_key)])
    return _activated(job, worker, timeout_seconds, at, seen)


def renew_leases(held: Iterable[tuple[Key, str]], *, until: datetime) -> None:
    """Make leases last until then. held: job keys with their lease tokens; one that is lost stays lost."""
    mine = (
        select(Job.key)
        .where(tuple_(Job.key, Job.lease_token).in_(list(held)), Job.state == JobState.RUNNING)
        .with_for_update(skip_locked=True)  # a job that is being finished needs no lease
    )
    session().execute(update(Job).where(Job.key.in_(mine)).values(lease_until=until))


def give_back_job(job_key: Key, *, lease_token: str, available_at: datetime) -> None:
    """The worker could not even try: the job is free again and no try is counted off."""
    mine = (Job.key == job_key) & (Job.lease_token == lease_token) & (Job.state == JobState.RUNNING)
    freed = {"state": JobState.CREATED, "lease_token": None, "lease_until": available_at, "available_at": available_at}
    session().execute(update(Job).where(mine).values(freed))


def free_stale_jobs(at: datetime, limit: int) -> Sequence[Job]:
    """Jobs of our own workers whose message was lost or whose worker died: free again, to be sent again.

    A worker that is only slow may still finish, until another one takes the job.
    """
    query = (
        select(Job)
        .where(Job.state.in_(OPEN), Job.queue.is_not(None), Job.lease_until < at, Job.available_at <= at)
        .order_by(Job.lease_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    jobs = session().scalars(query.execution_options(populate_existing=True)).all()
    for job in jobs:
        job.losses += job.state is JobState.RUNNING
        job.state, job.lease_until = JobState.CREATED, at + RESEND_AFTER
    return jobs


def _is_free(at: datetime) -> ColumnElement[bool]:
    waiting = and_(Job.state == JobState.CREATED, Job.available_at <= at)
    return or_(waiting, and_(Job.state == JobState.RUNNING, Job.lease_until < at))


def _activated(job: Job, worker: str, seconds: int, at: datetime, seen: Mapping[Key, Variables]) -> ActivatedJob:
    job.losses += job.state is JobState.RUNNING
    job.state, job.worker = JobState.RUNNING, worker
    job.lease_token, job.lease_until = token_urlsafe(16), at + timedelta(seconds=seconds)
    job.attempts += 1
    return ActivatedJob(
        key=job.key,
        type=job.type,
        instance_key=job.instance_key,
        definition_key=job.definition_key,
        process_id=job.process_id,
        element_id=job.element_id,
        element_instance_key=job.element_instance_key,
        headers=job.headers,
        retries=job.retries,
        attempt=job.attempts,
        losses=job.losses,
        deadline=job.lease_until,
        worker=worker,
        lease_token=job.lease_token,
        variables=seen.get(job.element_instance_key, {}),
    )
