"""Jobs for workers outside: leased, finished, failed, searched."""

from flask import Response
from sqlalchemy import select

from app.api import outside_work
from app.api.blueprint import bp
from app.api.description.marks import finds, gives, takes
from app.api.filters import choice, flag, key, number, text, time
from app.api.reading import read_body, read_key, read_optional_body, read_search
from app.api.rendering import TENANT, answer, key_text, no_content, optional_moment
from app.api.results import JobActivationResult, JobResult
from app.api.schemas import JobActivation, JobCompletion, JobError, JobFailure, JobUpdate
from app.api.searching import Listing, Row, search
from app.core.clock import now
from app.core.db import transaction
from app.engine import operations
from app.engine.models import Job, JobState, ProcessInstance
from app.engine.visibility import visible_instances
from app.identity.current import current_user
from app.identity.permissions import Permission, require

ACTIVATION = JobActivation()
COMPLETION = JobCompletion()
FAILURE = JobFailure()
ERROR = JobError()
UPDATE = JobUpdate()
KIND, EVENT = "BPMN_ELEMENT", "UNSPECIFIED"
STATES: dict[str, list[str]] = {
    "CREATED": [JobState.CREATED, JobState.RUNNING],
    "COMPLETED": [JobState.COMPLETED],
    "FAILED": [JobState.FAILED],
    "ERROR_THROWN": [JobState.ERROR_THROWN],
    "CANCELED": [JobState.CANCELED, JobState.LATE],
    "RETRIES_UPDATED": [],
    "TIMED_OUT": [],
    "MIGRATED": [],
}
SHOWN_STATES = {ours: word for word, all_of_ours in STATES.items() for ours in all_of_ours}

_has_failed = Job.error_message.is_not(None) & (Job.retries > 0) & Job.state.in_([JobState.CREATED, JobState.RUNNING])

JOBS = Listing(
    name="jobs",
    statement=select(Job).join(ProcessInstance, ProcessInstance.key == Job.instance_key),
    key="jobKey",
    fields={
        "jobKey": key(Job.key),
        "type": text(Job.type),
        "worker": text(Job.worker, is_nullable=True),
        "state": choice(Job.state, STATES),
        "retries": number(Job.retries),
        "deadline": time(Job.lease_until, is_nullable=True),
        "endTime": time(Job.ended_at, is_nullable=True),
        "errorCode": text(Job.error_code, is_nullable=True),
        "errorMessage": text(Job.error_message, is_nullable=True),
        "hasFailedWithRetriesLeft": flag(_has_failed),
        "elementId": text(Job.element_id),
        "elementInstanceKey": key(Job.element_instance_key),
        "processDefinitionId": text(Job.process_id),
        "processDefinitionKey": key(Job.definition_key),
        "processInstanceKey": key(Job.instance_key),
    },
)


@bp.post("/jobs/activation")
@takes(JobActivation)
@gives(JobActivationResult)
@require(Permission.ACTIVATE_JOBS)
def activate_jobs() -> Response:
    """Lease jobs of a type; waits for the first one at most ten seconds, or as long as `requestTimeout` says."""
    sent = read_body(ACTIVATION)
    found: JobActivationResult = {"jobs": outside_work.activated(sent)}
    return answer(found)


@bp.post("/jobs/<job_key>/completion")
@takes(JobCompletion)
@gives(None, 204)
@require(Permission.ACTIVATE_JOBS)
def complete_job(job_key: str) -> Response:
    """Finish a job; its case goes on."""
    sent = read_optional_body(COMPLETION)
    with transaction():
        operations.complete_job(
            outside_work.outside_job(read_key(job_key)),
            variables=sent["variables"] or {},
            lease_token=None,
            by=current_user().actor,
            at=now(),
        )
    return no_content()


@bp.post("/jobs/<job_key>/failure")
@takes(JobFailure)
@gives(None, 204)
@require(Permission.ACTIVATE_JOBS)
def fail_job(job_key: str) -> Response:
    """Say that a try failed; without retries the job becomes an incident."""
    sent = read_optional_body(FAILURE)
    with transaction():
        operations.fail_job(
            outside_work.outside_job(read_key(job_key)),
            message=sent["errorMessage"] or "",
            retries=sent["retries"] or 0,
            retry_after_seconds=(sent["retryBackOff"] or 0) / 1000,
            lease_token=None,
            by=current_user().actor,
            at=now(),
        )
    return no_content()


@bp.post("/jobs/<job_key>/error")
@takes(JobError)
@gives(None, 204)
@require(Permission.ACTIVATE_JOBS)
def throw_job_error(job_key: str) -> Response:
    """Throw an error that the diagram may catch by its code."""
    sent = read_body(ERROR)
    with transaction():
        operations.throw_job_error(
            outside_work.outside_job(read_key(job_key)),
            code=sent["errorCode"],
            message=sent["errorMessage"] or "",
            variables=sent["variables"] or {},
            lease_token=None,
            by=current_user().actor,
            at=now(),
        )
    return no_content()


@bp.patch("/jobs/<job_key>")
@takes(JobUpdate)
@gives(None, 204)
@require(Permission.ACTIVATE_JOBS)
def update_job(job_key: str) -> Response:
    """Set how many tries a job has left."""
    changes = read_body(UPDATE)["changeset"]
    with transaction():
        if changes["retries"] is not None:
            operations.update_job_retries(
                read_key(job_key), retries=changes["retries"], by=current_user().actor, at=now()
            )
    return no_content()


@bp.post("/jobs/search")
@finds(JOBS, JobResult)
@require(Permission.ACTIVATE_JOBS)
def search_jobs() -> Response:
    """Search the jobs of the cases that the caller may see."""
    visible = visible_instances(current_user().viewer)
    return answer(search(JOBS, read_search(), visible, render=_results))


def _results(rows: list[Row]) -> list[JobResult]:
    return [_result(job) for job in rows]


def _result(job: Job) -> JobResult:
    is_open = job.state in (JobState.CREATED, JobState.RUNNING)
    return {
        "jobKey": key_text(job.key),
        "type": job.type,
        "worker": job.worker or "",
        "state": SHOWN_STATES[job.state],
        "kind": KIND,
        "listenerEventType": EVENT,
        "retries": job.retries,
        "deadline": optional_moment(job.lease_until),
        "endTime": optional_moment(job.ended_at),
        "errorCode": job.error_code,
        "errorMessage": job.error_message,
        "hasFailedWithRetriesLeft": is_open and job.error_message is not None and job.retries > 0,
        "isDenied": None,
        "deniedReason": None,
        "customHeaders": job.headers,
        "elementId": job.element_id,
        "elementInstanceKey": key_text(job.element_instance_key),
        "processDefinitionId": job.process_id,
        "processDefinitionKey": key_text(job.definition_key),
        "processInstanceKey": key_text(job.instance_key),
        "tenantId": TENANT,
    }
