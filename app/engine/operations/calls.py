"""Call activities and signals: jobs of the engine itself, each in its own transaction: no two cases lock together."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from app.core.actor import SYSTEM
from app.core.db import Key, session
from app.core.errors import Missing
from app.engine import catalogue
from app.engine.catching import throw_error, throw_escalation
from app.engine.errors import NoPlainStart
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind, InstanceState, Job, JobState, ProcessDefinition, ProcessInstance
from app.engine.opening import CaseEnded, finish, locked_instance, step_on
from app.engine.operations.case_variables import case_variables
from app.engine.operations.cases import end_instance
from app.engine.operations.jobs import close_job
from app.engine.operations.leases import OPEN
from app.engine.operations.signals import deliver_signal
from app.engine.operations.starting import must_start_plainly, new_case
from app.engine.projection import (
    CANCEL_CALLED,
    DELIVER_SIGNAL,
    ESCALATE_IN_CALLER,
    FINISH_CALLED,
    START_CALLED,
    THROW_IN_CALLER,
)
from app.engine.registry import Variables
from app.engine.scopes import ROOT
from app.engine.specs.workflow import CaseWorkflow
from app.engine.state import load
from app.engine.stepping import Step
from app.engine.waiting import arrived

DEEPEST_CALL = 20


def run_engine_job(job_key: Key, *, at: datetime) -> None:
    """Do a job of the engine's own queue. Safe to run twice: a finished one is left alone."""
    job = session().get(Job, job_key)
    if job is None:
        return
    if job.type == CANCEL_CALLED:
        _cancel_called(job, at)
        return
    instance = locked_instance(job.instance_key)
    session().refresh(job, with_for_update=True)
    if job.state not in OPEN:
        return
    if instance.ended_at is not None:
        close_job(job, JobState.LATE, at)
        return
    STEPS[job.type](job, instance, at)


def engine_job_failed(job_key: Key, *, message: str, at: datetime) -> None:
    """Make an incident of a job of the engine that cannot be done, such as a called case that is too large."""
    instance_key = session().scalar(select(Job.instance_key).where(Job.key == job_key))
    if instance_key is None:
        return
    instance = locked_instance(instance_key)
    job = session().get_one(Job, job_key, with_for_update=True)
    if job.state in OPEN and instance.ended_at is None:
        _fail(job, instance, message, at)


def _start_called(job: Job, parent: ProcessInstance, at: datetime) -> None:
    try:
        _must_not_be_too_deep(parent)
        definition = catalogue.latest_definition(job.headers["process_id"])
        must_start_plainly(definition)
    except (Missing, NoPlainStart) as error:
        _fail(job, parent, error.message, at)
        return
    _start_child(job, parent, definition, at)
    close_job(job, JobState.COMPLETED, at)


def _start_child(job: Job, parent: ProcessInstance, definition: ProcessDefinition, at: datetime) -> None:
    variables = _variables_for_child(parent, job)
    step = new_case(
        definition,
        by=SYSTEM,
        at=at,
        business_key=parent.business_key,
        parent_key=parent.key,
        parent_element_key=job.element_instance_key,
    )
    child = step.instance
    child.title, child.subject_id, child.subject_name = parent.title, parent.subject_id, parent.subject_name
    step.scopes.write_own(ROOT, variables)
    step.begin_scope(step.workflow, ROOT)
    finish(step)


def _variables_for_child(parent: ProcessInstance, job: Job) -> Variables:
    compiled = catalogue.compiled(parent.definition_key)
    assert parent.state_data is not None
    workflow, scopes = load(parent.state_data, compiled, CaseWorkflow)
    token = workflow.task_with_key(job.element_instance_key)
    if token is None:
        return {}
    variables: Variables = token.task_spec.child_variables(token, scopes)
    return variables


def _finish_called(job: Job, parent: ProcessInstance, at: datetime) -> None:
    step = step_on(parent, by=SYSTEM, at=at)
    _escalate_first(job, step, at)
    close_job(job, JobState.COMPLETED, at)
    token = step.workflow.task_with_key(job.element_instance_key)
    child = _child_of(job.element_instance_key, InstanceState.COMPLETED)
    if token is not None and child is not None:
        arrived(token, "job")
        arrived(token, "child")
        token.task_spec.complete_with(token, step, case_variables(child.key))
    finish(step)


def _escalate_in_caller(job: Job, parent: ProcessInstance, at: datetime) -> None:
    step = step_on(parent, by=SYSTEM, at=at)
    _escalate(job, step, at)
    finish(step)


def _escalate(job: Job, step: Step, at: datetime) -> None:
    close_job(job, JobState.COMPLETED, at)
    token = step.workflow.task_with_key(job.element_instance_key)
    if token is not None:
        throw_escalation(token, step, job.headers["escalation_code"])


def _escalate_first(job: Job, step: Step, at: datetime) -> None:
    """What the called case escalated before it ended, though a worker took up its end sooner."""
    of_call = Job.element_instance_key == job.element_instance_key
    waiting = select(Job).where(of_call, Job.type == ESCALATE_IN_CALLER, Job.state.in_(OPEN)).order_by(Job.key)
    for earlier in session().scalars(waiting.with_for_update()):
        _escalate(earlier, step, at)


def _throw_in_caller(job: Job, parent: ProcessInstance, at: datetime) -> None:
    step = step_on(parent, by=SYSTEM, at=at)
    _escalate_first(job, step, at)
    close_job(job, JobState.COMPLETED, at)
    token = step.workflow.task_with_key(job.element_instance_key)
    code = str(job.headers["error_code"])
    if token is not None:
        arrived(token, "job")
        arrived(token, "child")
        if not throw_error(token, step, code, {}):
            message = f"No event catches the error {code!r} of the called case."
            step.raise_incident(token, StepFailure(IncidentKind.UNHANDLED_ERROR_EVENT, message))
    finish(step)


def _cancel_called(job: Job, at: datetime) -> None:
    """Ends the called case. Nobody locks this job but its worker: the element that had it is gone."""
    child = _child_of(job.element_instance_key, InstanceState.ACTIVE)
    if child is not None:
        with suppress(CaseEnded):
            end_instance(child.key, reason="The case that called it went on without it.", by=SYSTEM, at=at)
    close_job(job, JobState.COMPLETED, at)


def _fail(job: Job, parent: ProcessInstance, message: str, at: datetime) -> None:
    step = step_on(parent, by=SYSTEM, at=at)
    job.state, job.retries, job.error_message = JobState.FAILED, 0, message
    token = step.workflow.task_with_key(job.element_instance_key)
    if token is not None:
        is_signal = job.type == DELIVER_SIGNAL
        kind = IncidentKind.UNSPECIFIED if is_signal else IncidentKind.CALLED_ELEMENT_ERROR
        step.raise_incident(token, StepFailure(kind, message), job.key)
    finish(step)


def _must_not_be_too_deep(parent: ProcessInstance) -> None:
    depth, current = 1, parent
    while current.parent_key is not None:
        depth += 1
        if depth > DEEPEST_CALL:
            raise Missing(f"Processes call each other more than {DEEPEST_CALL} deep; look for a circle of calls.")
        current = session().get_one(ProcessInstance, current.parent_key)


def _child_of(element_key: Key, state: InstanceState) -> ProcessInstance | None:
    """The called case of an element in this state; a retried call may have others, which failed."""
    called = ProcessInstance.parent_element_key == element_key
    return session().scalar(select(ProcessInstance).where(called, ProcessInstance.state == state))


STEPS = {
    START_CALLED: _start_called,
    FINISH_CALLED: _finish_called,
    THROW_IN_CALLER: _throw_in_caller,
    ESCALATE_IN_CALLER: _escalate_in_caller,
    DELIVER_SIGNAL: deliver_signal,
}
