"""Several operations on one case in one transaction build on each other."""

from datetime import datetime, timedelta

import pytest

from app.core.actor import Actor
from app.core.db import transaction
from app.engine import operations
from app.trail.verification import verify_trail
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task

pytestmark = pytest.mark.usefixtures("session")

LUCA = Actor("user", "luca", "Luca Ferri")


@pytest.fixture
def asked(at: datetime) -> Driver:
    body = START + user_task("one") + user_task("two") + END + flows("start->one", "one->two", "two->end")
    deploy(bpmn(body), at=at)
    return Driver(at)


def test_task_assigned_and_scheduled_at_once_is_both(asked: Driver, at: datetime) -> None:
    key, due = asked.tasks()[0].key, at + timedelta(days=1)

    with transaction():
        operations.assign_task(key, assignee="luca", by=LUCA, at=at)
        operations.schedule_task(key, due_at=due, follow_up_at=None, priority=70, by=LUCA, at=at)

    task = asked.tasks()[0]
    assert (task.assignee, task.due_at, task.priority, task.revision) == ("luca", due, 70, 2)


def test_task_claimed_and_completed_at_once_stays_claimed(asked: Driver, at: datetime) -> None:
    key = asked.tasks()[0].key

    with transaction():
        operations.claim_task(key, by=LUCA, at=at)
        done = operations.complete_task(key, variables={}, by=LUCA, at=at)

    assert (done.assignee, done.completed_by, done.revision) == ("luca", "luca", 2)
    assert (asked.open_tasks(), asked.instance.revision, verify_trail().fault) == (["two"], 2, None)
