"""A job type of our own whose work each test decides, a case that waits for it, and a real Redis."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from dramatiq.brokers.redis import RedisBroker
from sqlalchemy import select

from app.core.clock import clock, now
from app.core.db import Key, session
from app.engine.models import Job
from app.engine.registry import Call, Completion, JobType, job_types
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows
from workers.broker import make_broker

JOB_TYPE = "tests.work"
CATCHER = (
    '<bpmn:boundaryEvent id="caught" attachedToRef="work"><bpmn:errorEventDefinition errorRef="err"/>'
    '</bpmn:boundaryEvent><bpmn:endEvent id="by_error"/>'
)
ERROR = '<bpmn:error id="err" name="refused" errorCode="REFUSED"/>'


@dataclass
class Handler:
    """What the worker does for a job of JOB_TYPE, and how often it was asked."""

    do: Callable[[Call], Completion] = lambda _: Completion()
    calls: list[Call] = field(default_factory=list)

    def __call__(self, call: Call) -> Completion:
        self.calls.append(call)
        return self.do(call)

    def fail(self, error: Exception) -> None:
        """Raise this from now on."""

        def fail(_: Call) -> Completion:
            raise error

        self.do = fail


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Handler:
    one = Handler()
    monkeypatch.setitem(job_types, JOB_TYPE, JobType(JOB_TYPE, job=one, queue="default"))
    return one


@pytest.fixture
def case(handler: Handler, at: datetime) -> Driver:
    """A case that waits for a job; four tries."""
    deploy_work(at)
    return Driver(at)


@pytest.fixture
def broker(redis_url: str) -> Iterator[RedisBroker]:
    """The way to an empty Redis."""
    one = make_broker(redis_url)
    one.client.flushdb()
    yield one
    one.client.flushdb()
    one.close()


def deploy_work(at: datetime) -> None:
    task = f'<zeebe:taskDefinition type="{JOB_TYPE}" retries="4"/>'
    body = START + f'<bpmn:serviceTask id="work" name="Work"><bpmn:extensionElements>{task}</bpmn:extensionElements>'
    body += "</bpmn:serviceTask>" + CATCHER + END + flows("start->work", "work->end", "caught->by_error")
    deploy(bpmn(body, outside=ERROR), at=at)


def job_of(case: Driver) -> Job:
    """The job of a case, read anew."""
    query = select(Job).where(Job.instance_key == case.key).execution_options(populate_existing=True)
    return session().scalars(query).one()


def key_of(case: Driver) -> Key:
    return job_of(case).key


def pass_time(**duration: float) -> None:
    """The clock of all processes goes on."""
    clock.pin(now() + timedelta(**duration))


def sent(broker: RedisBroker, queue: str = "default") -> list[str]:
    """Job keys that wait in a queue."""
    messages = [broker.client.hget(f"pratica:{queue}.msgs", name) for name in _names(broker, queue)]
    return [decoded["args"][0] for decoded in map(_decoded, messages)]


def _names(broker: RedisBroker, queue: str) -> list[bytes]:
    found: list[bytes] = broker.client.lrange(f"pratica:{queue}", 0, -1)
    return found


def _decoded(message: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(message)
    return found
