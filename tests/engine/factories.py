"""Rows of the engine for tests of lists and pages: the least that holds together."""

from datetime import UTC, datetime
from itertools import count

from app.core.db import new_key, session
from app.engine.models import (
    Deployment,
    ElementInstance,
    ElementState,
    FormDefinition,
    Incident,
    IncidentKind,
    InstanceState,
    Job,
    JobState,
    MessageSubscription,
    ProcessDefinition,
    ProcessInstance,
    Resource,
    SubscriptionKind,
    TaskState,
    Timer,
    TimerKind,
    UserTask,
)

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="{process_id}" name="Lead to order" isExecutable="true">
  <startEvent id="lead_captured" name="Lead captured"/>
  <sequenceFlow id="f1" sourceRef="lead_captured" targetRef="qualify_lead"/>
  <userTask id="qualify_lead" name="Qualify lead"/>
  <sequenceFlow id="f2" sourceRef="qualify_lead" targetRef="send_quote"/>
  <sendTask id="send_quote" name="Send quote"/>
  <sequenceFlow id="f3" sourceRef="send_quote" targetRef="order_placed"/>
  <endEvent id="order_placed" name="Order placed"/>
</process></definitions>"""

_numbers = count(1)


def make_deployment(**values: object) -> Deployment:
    """An empty deployment."""
    return _added(Deployment(key=new_key(), **{"deployed_at": AT, "deployed_by": "petr", "reason": None, **values}))


def make_definition(**values: object) -> ProcessDefinition:
    """A process that the group `sales` works on."""
    process_id = values.get("process_id", f"process_{next(_numbers)}")
    deployment = make_deployment()
    resource = _added(
        Resource(
            key=new_key(),
            deployment_key=deployment.key,
            name=f"{process_id}.bpmn",
            hash="0" * 64,
            content=DIAGRAM.format(process_id=process_id).encode(),
        )
    )
    least = {
        "process_id": process_id,
        "version": 1,
        "version_tag": None,
        "name": "Lead to order",
        "hash": "0" * 64,
        "resource_key": resource.key,
        "deployment_key": deployment.key,
        "deployed_at": AT,
        "groups": ["sales"],
        "start_form_id": None,
    }
    return _added(ProcessDefinition(key=new_key(), **{**least, **values}))


def make_form(schema: dict[str, object], **values: object) -> FormDefinition:
    """A deployed form."""
    least = {"form_id": f"form_{next(_numbers)}", "version": 1, "hash": "0" * 64}
    return _added(
        FormDefinition(key=new_key(), deployment_key=make_deployment().key, schema=schema, **{**least, **values})
    )


def make_instance(definition: ProcessDefinition | None = None, **values: object) -> ProcessInstance:
    """A running case."""
    definition = definition or make_definition()
    least = {
        "definition_key": definition.key,
        "process_id": definition.process_id,
        "title": f"Case {next(_numbers)}",
        "state": InstanceState.ACTIVE,
        "started_at": AT,
        "started_by": "luca",
    }
    nothing = dict.fromkeys(
        ("business_key", "subject_id", "subject_name", "start_key", "parent_key", "parent_element_key", "ended_at")
    )
    return _added(ProcessInstance(key=new_key(), **{**nothing, "state_data": None, **least, **values}))


def make_task(instance: ProcessInstance | None = None, **values: object) -> UserTask:
    """An open task offered to the group `sales`."""
    instance = instance or make_instance()
    least = {
        "instance_key": instance.key,
        "definition_key": instance.definition_key,
        "process_id": instance.process_id,
        "element_id": "qualify_lead",
        "name": "Qualify lead",
        "candidate_groups": ["sales"],
        "candidate_users": [],
        "state": TaskState.CREATED,
        "priority": 50,
        "headers": {},
        "created_at": AT,
    }
    nothing = dict.fromkeys(
        ("form_key", "assignee", "due_at", "follow_up_at", "reminders", "draft", "draft_by", "ended_at", "completed_by")
    )
    return _added(UserTask(key=new_key(), **{**nothing, **least, **values}))


def make_element(instance: ProcessInstance, **values: object) -> ElementInstance:
    """A token that stands at an element."""
    least = {
        "instance_key": instance.key,
        "scope_key": None,
        "element_id": "qualify_lead",
        "element_name": "Qualify lead",
        "element_type": "USER_TASK",
        "incoming_flows": [],
        "state": ElementState.ACTIVE,
        "started_at": AT,
        "ended_at": None,
    }
    return _added(ElementInstance(key=new_key(), **{**least, **values}))


def make_incident(instance: ProcessInstance, **values: object) -> Incident:
    """An open incident; the case counts it."""
    if values.get("resolved_at") is None:
        instance.incident_count += 1
    least = {
        "instance_key": instance.key,
        "element_id": "send_quote",
        "element_instance_key": None,
        "job_key": None,
        "kind": IncidentKind.JOB_NO_RETRIES,
        "message": "The mail server refused the address.",
        "technical_trace": None,
        "created_at": AT,
        "resolved_at": None,
        "resolved_by": None,
    }
    return _added(Incident(key=new_key(), **{**least, **values}))


def make_job(instance: ProcessInstance, **values: object) -> Job:
    """A job that waits for a worker."""
    least = {
        "instance_key": instance.key,
        "definition_key": instance.definition_key,
        "process_id": instance.process_id,
        "element_id": "send_quote",
        "element_instance_key": new_key(),
        "type": "mail.send",
        "queue": "mail",
        "headers": {},
        "state": JobState.CREATED,
        "retries": 3,
        "available_at": AT,
        "created_at": AT,
    }
    nothing = dict.fromkeys(("lease_token", "lease_until", "worker", "error_code", "error_message", "ended_at"))
    return _added(Job(key=new_key(), **{**nothing, **least, **values}))


def make_timer(instance: ProcessInstance, **values: object) -> Timer:
    """A timer that waits."""
    least = {
        "instance_key": instance.key,
        "definition_key": instance.definition_key,
        "element_id": "after_14_days",
        "element_instance_key": None,
        "kind": TimerKind.BOUNDARY,
        "due_at": datetime(2026, 12, 7, 8, 0, tzinfo=UTC),
        "interval": None,
        "created_at": AT,
        "fired_at": None,
        "cancelled_at": None,
    }
    return _added(Timer(key=new_key(), **{**least, **values}))


def make_subscription(instance: ProcessInstance, **values: object) -> MessageSubscription:
    """A case that waits for a message."""
    least = {
        "instance_key": instance.key,
        "definition_key": instance.definition_key,
        "element_id": "quote_answered",
        "element_instance_key": None,
        "kind": SubscriptionKind.CATCH,
        "name": "quote_answer",
        "correlation_key": "Q-2026-00001",
        "created_at": AT,
        "closed_at": None,
    }
    return _added(MessageSubscription(key=new_key(), **{**least, **values}))


def _added(row):  # type: ignore[no-untyped-def]  # gives back what it gets
    session().add(row)
    session().flush()  # rows point at each other without relationships
    return row
