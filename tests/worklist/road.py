"""A small process on the real engine: qualify a lead with a form, then approve it."""

import json
from pathlib import Path

from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import ProcessInstance, TaskState, UserTask

PETR = Actor("user", "petr", "Petr Novák")
DIAGRAM = (Path(__file__).parent / "small_road.bpmn").read_bytes()
HTMX = {"HX-Request": "true"}
GOOD = json.dumps({"comment": "good", "approved": True, "amount": 5})
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
    files = {"small_road.bpmn": DIAGRAM, "qualify_lead.form": json.dumps(FORM).encode()}
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


def row(key) -> UserTask:
    """The task as the database has it now."""
    session().expire_all()
    return session().get_one(UserTask, key)


def complete(browser, key, values=GOOD, revision=1, **headers):
    return browser.post(
        f"/tasks/{key}/completion", data={"values": values, "revision": revision}, headers={**HTMX, **headers}
    )
