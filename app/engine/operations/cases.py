"""What managers do with cases: cancel, retry, set variables; and what lists show about a case."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Select, select

from app.core.actor import Actor
from app.core.db import Key, session
from app.core.errors import Invalid
from app.engine.errors import CalledCase, IncidentResolved, ScopeGone, UnknownIncident, VariableChanged
from app.engine.models import (
    ElementInstance,
    ElementState,
    Incident,
    IncidentKind,
    InstanceState,
    Job,
    JobState,
    ProcessInstance,
)
from app.engine.models.instances import shortened
from app.engine.opening import finish, open_step
from app.engine.projection import job_message
from app.engine.registry import Variables
from app.engine.scopes import ROOT
from app.engine.stepping import Step
from app.engine.values import digest, stored_variables
from app.identity.queries import users_named


def cancel_instance(key: Key, *, reason: str, by: Actor, at: datetime) -> ProcessInstance:
    """End a case wherever it stands; the cases that it called end too. Raises CaseEnded, CalledCase."""
    caller = session().scalar(_caller_that_waits_for(key))
    if caller is not None:
        raise CalledCase(key, caller)
    return end_instance(key, reason=reason, by=by, at=at)


def end_instance(key: Key, *, reason: str, by: Actor, at: datetime) -> ProcessInstance:
    """As `cancel_instance`, for a called case whose caller waits no more."""
    step = open_step(key, by=by, at=at)
    before, after = {"state": step.instance.state}, {"state": InstanceState.TERMINATED}
    step.note("process_instance.cancelled", before=before, after=after, reason=reason)
    step.terminate_case()
    finish(step)
    return step.instance


def retry_incident(incident_key: Key, *, by: Actor, at: datetime, reason: str | None = None) -> Incident:
    """Try again what failed. Raises IncidentResolved when somebody was quicker."""
    instance_key = session().scalar(select(Incident.instance_key).where(Incident.key == incident_key))
    if instance_key is None:
        raise UnknownIncident(incident_key)
    step = open_step(instance_key, by=by, at=at)
    incident = session().get_one(Incident, incident_key, populate_existing=True)
    if incident.resolved_at is not None:
        raise IncidentResolved(incident_key, _name_of(incident.resolved_by), incident.resolved_at)
    incident.resolved_at, incident.resolved_by = at, by.id
    incident.retry_asked_at = None
    step.instance.incident_count -= 1
    before = {"message": incident.message, "raised_at": incident.created_at}
    after = {"element": incident.element_id, "message": incident.message}
    step.note("incident.retried", before=before, after=after, reason=reason)
    _try_again(step, incident, at)
    finish(step)
    return incident


def set_variables(
    instance_key: Key,
    variables: Variables,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    element_key: Key | None = None,
    scope_id: str = ROOT,
    seen: Mapping[str, str] | None = None,
) -> ProcessInstance:
    """Set variables of a case from outside: of the instance, or of the scope of one waiting element.

    scope_id: a scope by its id, as `stored_cases` shows it. seen: digests (`values.digest`) of what the person saw,
    by name; a variable that has another value by now is refused. Raises VariableChanged, ScopeGone.
    """
    values = stored_variables(variables)
    step = open_step(instance_key, by=by, at=at)
    if element_key is not None:
        token = step.workflow.task_with_key(element_key)
        if token is None or not token.internal_data.get("local"):
            raise Invalid("That element has no variables of its own.")
        scope_id = token.internal_data["local"]
    if scope_id not in step.scopes:
        raise ScopeGone
    own = step.scopes.own(scope_id)
    for name, known in (seen or {}).items():
        if digest(own, name) != known:
            raise VariableChanged(name)
    before = {name: own.get(name) for name in values}
    step.scopes.write_own(scope_id, values)
    step.note("variables.set", before=before, after=values, reason=reason)
    finish(step)
    return step.instance


def describe_case(
    instance_key: Key,
    *,
    business_key: str | None = None,
    title: str | None = None,
    subject_id: UUID | None = None,
    subject_name: str | None = None,
) -> None:
    """What lists show about a case; None leaves a value as it is. For handlers, inside their step."""
    instance = session().get_one(ProcessInstance, instance_key)
    instance.business_key = business_key if business_key is not None else instance.business_key
    instance.title = shortened(title) if title is not None else instance.title
    instance.subject_id = subject_id if subject_id is not None else instance.subject_id
    instance.subject_name = shortened(subject_name) if subject_name is not None else instance.subject_name


def _caller_that_waits_for(key: Key) -> Select[Key]:
    waits = (ElementInstance.key == ProcessInstance.parent_element_key) & (ElementInstance.state == ElementState.ACTIVE)
    return select(ElementInstance.instance_key).join(ProcessInstance, waits).where(ProcessInstance.key == key)


def _name_of(user_name: str | None) -> str | None:
    user = users_named([user_name]).get(user_name or "")
    return user.display_name if user else user_name


def _try_again(step: Step, incident: Incident, at: datetime) -> None:
    token = next((t for t in step.workflow.live_tasks() if t.internal_data.get("incident") == incident.key), None)
    if token is None:
        return
    del token.internal_data["incident"]
    if incident.job_key is not None:
        _send_again(incident.job_key, at)
        return
    if token.has_state(TaskState.READY):  # the budget was used up here: all that is ready goes on
        step.take_up()
        return
    if "held" in token.internal_data:  # a condition that could not be evaluated: it is looked at again
        step.to_look_at.append(token)
        return
    if incident.kind is IncidentKind.TIMER_ERROR and "timer" in token.internal_data:
        token.task_spec.fire(token, step, {})
        return
    token.task_spec.retry(token, step)


def _send_again(job_key: Key, at: datetime) -> None:
    job = session().get_one(Job, job_key)
    job.state, job.retries, job.attempts, job.losses = JobState.CREATED, max(job.retries, 1), 0, 0
    job.available_at, job.ended_at = at, None
    job.lease_token = None
    job.lease_until = at if job.queue else None
    if job.queue:
        session().add(job_message(job.queue, job.key, at))
