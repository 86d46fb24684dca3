"""Facts about listening: who registered is told once for each trigger, in its transaction."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.engine import operations
from app.engine.registry import TaskChanges, task_listener
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task

TWO_IN_A_ROW = START + user_task("one") + user_task("two") + END + flows("start->one", "one->two", "two->end")


@pytest.fixture
def heard(session: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> list[TaskChanges]:
    """What a listener was told, trigger by trigger; a process with two tasks in a row is deployed."""
    told: list[TaskChanges] = []
    monkeypatch.setattr("app.engine.registry.task_listeners", listeners := [])
    monkeypatch.setattr("app.engine.listening.task_listeners", listeners)
    task_listener(lambda changes, _by, _at: told.append(changes))
    deploy(bpmn(TWO_IN_A_ROW), at=at)
    return told


def test_completion_tells_what_ended_and_what_opened_at_once(heard: list[TaskChanges], at: datetime) -> None:
    case = Driver(at)
    case.complete("one")

    assert [[task.element_id for task in changes.opened] for changes in heard] == [["one"], ["two"]]
    assert [[task.element_id for task in changes.completed] for changes in heard] == [[], ["one"]]


def test_cancelled_case_tells_which_tasks_nobody_needs(heard: list[TaskChanges], at: datetime) -> None:
    case = Driver(at)
    key = case.tasks()[0].key

    with transaction():
        operations.cancel_instance(case.key, reason="not needed", by=ANNA, at=at)

    assert heard[-1].cancelled == (key,)


def test_change_tells_before_and_after(heard: list[TaskChanges], at: datetime) -> None:
    key = Driver(at).tasks()[0].key

    with transaction():
        operations.assign_task(key, assignee="luca", by=ANNA, at=at)
    with transaction():
        operations.schedule_task(
            key, due_at=at + timedelta(days=1), follow_up_at=None, priority=50, by=Actor("user", "x", "X"), at=at
        )

    (given,), (moved,) = heard[-2].changed, heard[-1].changed
    assert (given[0].assignee, given[1].assignee) == (None, "luca")
    assert (moved[0].due_at, moved[1].due_at) == (None, at + timedelta(days=1))


def test_listener_that_raises_undoes_the_trigger(heard: list[TaskChanges], at: datetime) -> None:
    case = Driver(at)
    task_listener(lambda _changes, _by, _at: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        case.complete("one")

    assert case.open_tasks() == ["one"]
