"""Drives one case through the engine's operations; every call is a transaction, so it is saved and loaded each time."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import Key, session, transaction
from app.engine import operations, queries
from app.engine.models import (
    ElementInstance,
    ElementState,
    Incident,
    Job,
    JobState,
    ProcessInstance,
    TaskState,
    Timer,
    UserTask,
)
from app.engine.operations.signals import waiting_broadcasts
from app.engine.operations.timers import due_timers

ANNA = Actor("user", "anna", "Anna Bianchi")
WORKER = Actor("worker", "test", "Test worker")
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="definitions" targetNamespace="http://pratica.example">'
)


def bpmn(body: str, process_id: str = "p", outside: str = "") -> bytes:
    """A BPMN file with one process. `body` holds its elements, `outside` messages and errors."""
    process = f'<bpmn:process id="{process_id}" name="{process_id}" isExecutable="true">{body}</bpmn:process>'
    return f"{HEAD}{outside}{process}</bpmn:definitions>".encode()


def flows(*pairs: str) -> str:
    """Sequence flows `a->b`, perhaps with a condition: `a->b: x > 1`."""
    found = []
    for pair in pairs:
        path, _, condition = pair.partition(":")
        source, target = (part.strip() for part in path.split("->"))
        flow_id = f"{source}_to_{target}"
        escaped = condition.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        inner = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">= {escaped}</bpmn:conditionExpression>'
            if condition
            else ""
        )
        found.append(
            f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
        )
    return "".join(found)


def user_task(element_id: str, inside: str = "", after: str = "") -> str:
    """A user task; `inside` its extension elements, `after` what follows them."""
    extension = f"<bpmn:extensionElements><zeebe:userTask/>{inside}</bpmn:extensionElements>"
    return f'<bpmn:userTask id="{element_id}" name="{element_id}">{extension}{after}</bpmn:userTask>'


def service_task(element_id: str, job_type: str = "work", inside: str = "", after: str = "") -> str:
    """A service task whose job an outside worker does."""
    extension = f'<zeebe:taskDefinition type="{job_type}" retries="2"/>{inside}'
    return (
        f'<bpmn:serviceTask id="{element_id}" name="{element_id}">'
        f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>{after}</bpmn:serviceTask>"
    )


START = '<bpmn:startEvent id="start"/>'
END = '<bpmn:endEvent id="end"/>'


DATA = Path(__file__).parent / "data" / "valid"


def deploy_example(name: str, at: datetime) -> None:
    """Deploy one of the small diagrams, whose process is called `case`."""
    deploy((DATA / f"{name}.bpmn").read_bytes(), at=at)


def deploy(*files: bytes, at: datetime) -> operations.DeploymentResult:
    """Deploy BPMN files."""
    with transaction():
        return operations.deploy({f"file{n}.bpmn": content for n, content in enumerate(files)}, by=ANNA, at=at)


class Driver:
    """One case and the time that passes for it."""

    def __init__(self, at: datetime, process_id: str = "p", **variables: Any) -> None:
        self.at = at
        with transaction():
            started = operations.start_instance(process_id, variables=variables, by=ANNA, at=at)
        self.key: Key = started.key

    @property
    def instance(self) -> ProcessInstance:
        return session().get_one(ProcessInstance, self.key, populate_existing=True)

    @property
    def state(self) -> str:
        return str(self.instance.state)

    @property
    def variables(self) -> dict[str, Any]:
        return queries.case_variables(self.key)

    @classmethod
    def of(cls, key: Key, at: datetime) -> "Driver":
        """Drives a case that is there already."""
        driver = cls.__new__(cls)
        driver.at, driver.key = at, key
        return driver

    def open_tasks(self) -> list[str]:
        """Element ids of the open user tasks, in order of key."""
        return [task.element_id for task in self.tasks()]

    def active(self) -> list[str]:
        """Element ids where tokens wait, sorted."""
        query = select(ElementInstance.element_id).where(
            ElementInstance.instance_key == self.key, ElementInstance.state == ElementState.ACTIVE
        )
        return sorted(session().scalars(query))

    def trace(self, state: ElementState = ElementState.COMPLETED) -> list[str]:
        """Element ids that were completed, in the order in which they were entered."""
        query = select(ElementInstance.element_id).where(
            ElementInstance.instance_key == self.key, ElementInstance.state == state
        )
        return list(session().scalars(query.order_by(ElementInstance.key)))

    def complete(self, element_id: str, **variables: Any) -> None:
        """Complete the oldest open user task of an element."""
        self.complete_key(next(task.key for task in self.tasks() if task.element_id == element_id), **variables)

    def complete_key(self, task_key: Key, **variables: Any) -> None:
        """Complete one user task."""
        with transaction():
            operations.complete_task(task_key, variables=variables, by=ANNA, at=self.at)

    def finish_job(self, element_id: str, **variables: Any) -> None:
        """Finish the oldest waiting job of an element."""
        leased = self._lease(element_id)
        with transaction():
            operations.complete_job(
                leased.key, variables=variables, lease_token=leased.lease_token, by=WORKER, at=self.at
            )

    def fail_job(self, element_id: str, message: str = "it broke", retries: int | None = None) -> None:
        """Fail the oldest waiting job of an element."""
        leased = self._lease(element_id)
        with transaction():
            operations.fail_job(
                leased.key,
                message=message,
                retries=retries,
                retry_after_seconds=None,
                lease_token=leased.lease_token,
                by=WORKER,
                at=self.at,
            )

    def throw(self, element_id: str, code: str) -> None:
        """Let the oldest waiting job of an element throw a BPMN error."""
        leased = self._lease(element_id)
        with transaction():
            operations.throw_job_error(
                leased.key,
                code=code,
                message="",
                variables={},
                lease_token=leased.lease_token,
                by=WORKER,
                at=self.at,
            )

    def publish(self, name: str, correlation_key: str = "k", seconds: int = 0, **variables: Any) -> None:
        """Publish a message."""
        with transaction():
            operations.publish_message(
                name,
                correlation_key=correlation_key,
                variables=variables,
                time_to_live_seconds=seconds,
                message_id=None,
                by=ANNA,
                at=self.at,
            )

    def broadcast(self, name: str, **variables: Any) -> None:
        """Broadcast a signal, and let it reach all who wait."""
        with transaction():
            operations.broadcast_signal(name, variables=variables, by=ANNA, at=self.at)
        self.run_engine()

    def wait(self, **duration: float) -> int:
        """Let time pass and fire what is due, in order. Gives how many timers fired."""
        end = self.at + timedelta(**duration)
        fired = 0
        while due := due_timers(end, 1):
            timer = session().get_one(Timer, due[0])
            self.at = max(self.at, timer.due_at)
            with transaction():
                fired += operations.fire_timer(timer.key, at=self.at)
        self.at = end
        return fired

    def run_engine(self) -> None:
        """Tell those who wait for signals, and do the jobs of the engine's own queue until none is left."""
        self.spread()
        query = select(Job.key).where(Job.queue == "engine", Job.state == JobState.CREATED).order_by(Job.key)
        while keys := list(session().scalars(query)):
            for key in keys:
                with transaction():
                    operations.run_engine_job(key, at=self.at)
            self.spread()

    def spread(self) -> None:
        """See to all who wait for signals, as the clock does."""
        for key in waiting_broadcasts(100):
            told = True
            while told:
                with transaction():
                    told = operations.spread_signal(key, at=self.at)

    def incidents(self) -> list[Incident]:
        """Open incidents, oldest first."""
        query = select(Incident).where(Incident.instance_key == self.key, Incident.resolved_at.is_(None))
        return list(session().scalars(query.order_by(Incident.key)))

    def retry(self) -> None:
        """Retry the oldest open incident."""
        with transaction():
            operations.retry_incident(self.incidents()[0].key, by=ANNA, at=self.at)

    def cancel(self) -> None:
        """Cancel the case."""
        with transaction():
            operations.cancel_instance(self.key, reason="no longer wanted", by=ANNA, at=self.at)

    def set(self, **variables: Any) -> None:
        """Set variables from outside."""
        with transaction():
            operations.set_variables(self.key, variables, by=ANNA, at=self.at, reason="mended")

    def tasks(self) -> list[UserTask]:
        """Open user tasks, in order of key."""
        query = select(UserTask).where(UserTask.instance_key == self.key, UserTask.state == TaskState.CREATED)
        return list(session().scalars(query.order_by(UserTask.key)))

    def _lease(self, element_id: str) -> operations.ActivatedJob:
        query = select(Job.key).where(
            Job.instance_key == self.key, Job.element_id == element_id, Job.state == JobState.CREATED
        )
        key = session().scalars(query.order_by(Job.key)).first()
        assert key is not None, f"no job waits at {element_id}"
        with transaction():
            leased = operations.lease_job(key, worker="test", timeout_seconds=60, at=self.at)
        assert leased is not None
        return leased
