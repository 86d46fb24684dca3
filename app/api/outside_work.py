"""Leasing jobs to workers outside, who may wait for one; and which jobs are theirs at all."""

import time
from threading import BoundedSemaphore

from sqlalchemy import select

from app.api.reading import Body
from app.api.rendering import TENANT, key_text, milliseconds
from app.api.results import ActivatedJobResult
from app.api.versions import versions_of
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.core.errors import Refused
from app.engine import operations
from app.engine.errors import UnknownJob
from app.engine.models import Job
from app.engine.operations import ActivatedJob

LONGEST_WAIT_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.25
MOST_WAITING = 2
"""Requests of one web process that may wait at once, so that threads remain for everybody else."""

_waiting = BoundedSemaphore(MOST_WAITING)


class OurOwnJob(Refused):
    """A program outside reports on a job that Pratica's own workers do."""

    def __init__(self, key: Key, job_type: str) -> None:
        super().__init__(f"Job {key} ({job_type}) is done by Pratica's own workers; nobody else can finish it.")


def activated(sent: Body) -> list[ActivatedJobResult]:
    """Leased jobs as workers see them; waits for the first one, holding no transaction meanwhile."""
    found = _activate(sent)
    wait_seconds = _wait_seconds(sent["requestTimeout"] or 0)
    if found or wait_seconds <= 0 or not _waiting.acquire(blocking=False):
        return found
    try:
        give_up = time.monotonic() + wait_seconds
        while not found and (left := give_up - time.monotonic()) > 0:
            time.sleep(min(LOOK_EVERY_SECONDS, left))
            found = _activate(sent)
    finally:
        _waiting.release()
    return found


def outside_job(key: Key) -> Key:
    """The key, if the job is one for workers outside. Raises UnknownJob, OurOwnJob."""
    row = session().execute(select(Job.type, Job.queue).where(Job.key == key)).one_or_none()
    if row is None:
        raise UnknownJob(key)
    if row.queue is not None:
        raise OurOwnJob(key, row.type)
    return key


def _wait_seconds(asked_milliseconds: int) -> float:
    """Zero means the usual time, less than zero not to wait; as in Camunda."""
    if asked_milliseconds == 0:
        return LONGEST_WAIT_SECONDS
    return min(asked_milliseconds / 1000, LONGEST_WAIT_SECONDS)


def _activate(sent: Body) -> list[ActivatedJobResult]:
    with transaction():
        jobs = operations.activate_jobs(
            sent["type"],
            worker=sent["worker"] or "",
            timeout_seconds=-(-sent["timeout"] // 1000),
            max_jobs=sent["maxJobsToActivate"],
            at=now(),
        )
        versions = versions_of(job.definition_key for job in jobs)
    names = sent["fetchVariable"]
    return [_result(job, versions[job.definition_key], names) for job in jobs]


def _result(job: ActivatedJob, version: int, names: list[str] | None) -> ActivatedJobResult:
    wanted = {name: value for name, value in job.variables.items() if not names or name in names}
    return {
        "type": job.type,
        "processDefinitionId": job.process_id,
        "processDefinitionVersion": version,
        "elementId": job.element_id,
        "customHeaders": dict(job.headers),
        "worker": job.worker,
        "retries": job.retries,
        "deadline": milliseconds(job.deadline),
        "variables": wanted,
        "tenantId": TENANT,
        "jobKey": key_text(job.key),
        "processInstanceKey": key_text(job.instance_key),
        "processDefinitionKey": key_text(job.definition_key),
        "elementInstanceKey": key_text(job.element_instance_key),
        "kind": "BPMN_ELEMENT",
        "listenerEventType": "UNSPECIFIED",
        "tags": [],
    }
