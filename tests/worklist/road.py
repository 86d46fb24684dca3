"""A small process on the real engine: qualify a lead with a form, then approve it."""

import json

from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import ProcessInstance, TaskState, UserTask

PETR = Actor("user", "petr", "Petr Novák")
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="small_road" name="Small road" isExecutable="true">
    <bpmn:startEvent id="lead_captured" name="Lead captured"/>
    <bpmn:sequenceFlow id="f1" sourceRef="lead_captured" targetRef="qualify_lead"/>
    <bpmn:userTask id="qualify_lead" name="Qualify lead">
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:formDefinition formId="small_road/qualify_lead"/>
        <zeebe:assignmentDefinition candidateGroups="sales"/>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="qualify_lead" targetRef="approve_lead"/>
    <bpmn:userTask id="approve_lead" name="Approve lead">
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:assignmentDefinition candidateGroups="sales"/>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f3" sourceRef="approve_lead" targetRef="lead_approved"/>
    <bpmn:endEvent id="lead_approved" name="Lead approved"/>
  </bpmn:process>
</bpmn:definitions>"""
FORM = {
    "type": "default",
    "id": "small_road/qualify_lead",
    "schemaVersion": 18,
    "components": [
        {"type": "textfield", "id": "c1", "key": "comment", "label": "Comment", "validate": {"required": True}},
        {"type": "checkbox", "id": "c2", "key": "approved", "label": "Fit for us"},
        {"type": "number", "id": "c3", "key": "amount", "label": "Amount", "validate": {"min": 0}},
    ],
}


def deploy_road(at):
    """Deploy the process and its form."""
    files = {"small_road.bpmn": DIAGRAM.encode(), "qualify_lead.form": json.dumps(FORM).encode()}
    with transaction():
        operations.deploy(files, by=PETR, at=at)


def start_case(at, **variables) -> ProcessInstance:
    """A case that waits at its first task."""
    with transaction():
        case = operations.start_instance("small_road", variables=variables, by=PETR, at=at)
        operations.describe_case(case.key, title="Pumps for the plant", subject_name="Rossi Impianti")
    return case


def open_tasks() -> list[UserTask]:
    """Every open task, in the order of the keys."""
    current = session()
    current.expire_all()
    return [task for task in current.query(UserTask).order_by(UserTask.key) if task.state is TaskState.CREATED]
