"""People and messages that meet in one case: one wins, the other reads why, nothing is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import Key
from app.engine import operations
from app.engine.errors import TaskNotOpen
from app.engine.models import Message, ProcessInstance, UserTask
from app.engine.operations.timers import due_timers
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.race import assert_sound, in_turn, race
from tests.engine.test_events import MESSAGE, MESSAGE_EVENT, boundary, catch, timer

LUCA = Actor("user", "luca", "Luca Ferri")
FORK = '<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>'

Act = Callable[[], object]


@pytest.fixture
def asked(committed: Session, at: datetime) -> Driver:
    """A case with one task, which ends by a timer after an hour."""
    body = START + user_task("ask") + END + boundary("late", "ask", timer("duration", "PT1H"))
    body += '<bpmn:endEvent id="too_late"/>' + flows("start->ask", "ask->end", "late->too_late")
    deploy(bpmn(body), at=at)
    return Driver(at)


@pytest.fixture
def forked(committed: Session, at: datetime) -> Driver:
    """A case with two tasks side by side."""
    body = START + FORK + user_task("one") + user_task("two") + user_task("after") + END
    paths = ("start->fork", "fork->one", "fork->two", "one->join", "two->join", "join->after", "after->end")
    deploy(bpmn(body + flows(*paths)), at=at)
    return Driver(at)


@pytest.fixture
def listening(committed: Session, at: datetime) -> Driver:
    """A case that waits for a message and then for a person."""
    body = START + catch("wait", MESSAGE_EVENT.format("wait")) + user_task("after") + END
    deploy(bpmn(body + flows("start->wait", "wait->after", "after->end"), outside=MESSAGE), at=at)
    return Driver(at, key="k")


def complete(case: Driver, element_id: str = "ask", by: Actor = ANNA, **variables: object) -> Act:
    key = next(task.key for task in case.tasks() if task.element_id == element_id)
    return lambda: operations.complete_task(key, variables=variables, by=by, at=case.at)


def cancel(case: Driver) -> Act:
    key = case.key
    return lambda: operations.cancel_instance(key, reason="no longer wanted", by=ANNA, at=case.at)


def publish(case: Driver, correlation_key: str = "k", message_id: str | None = None, **variables: object) -> Act:
    return lambda: operations.publish_message(
        "answer",
        correlation_key=correlation_key,
        variables=variables,
        time_to_live_seconds=3600,
        message_id=message_id,
        by=ANNA,
        at=case.at,
    )


def claim(key: Key, by: Actor, at: datetime) -> Act:
    return lambda: operations.claim_task(key, by=by, at=at)


def test_of_two_completions_one_counts(app: Flask, asked: Driver) -> None:
    refused = race(app, complete(asked, answer=1), complete(asked, by=LUCA, answer=2))

    assert (refused, asked.state) == (["TaskNotOpen"], "COMPLETED")
    assert_sound(asked, changes=2)


def test_second_completion_says_who_was_first(app: Flask, asked: Driver) -> None:
    second = complete(asked, by=LUCA, answer=2)

    assert in_turn(app, complete(asked, answer=1), second) == "TaskNotOpen"

    assert asked.variables == {"answer": 1}
    with pytest.raises(TaskNotOpen, match=r"'ask' was completed by anna on .* was not used\."):
        second()


def test_completions_of_different_tasks_both_count(app: Flask, forked: Driver) -> None:
    refused = race(app, complete(forked, "one", one=1), complete(forked, "two", two=2))

    assert (refused, forked.open_tasks(), forked.variables) == ([], ["after"], {"one": 1, "two": 2})
    assert_sound(forked, changes=3)


def test_parallel_join_fires_once_whoever_arrives_last(app: Flask, forked: Driver) -> None:
    refused = in_turn(app, complete(forked, "two"), complete(forked, "one"))

    assert (refused, forked.trace().count("join")) == (None, 1)
    assert_sound(forked, changes=3)


def test_completion_before_a_cancellation_stands(app: Flask, forked: Driver) -> None:
    assert in_turn(app, complete(forked, "one", one=1), cancel(forked)) is None

    assert (forked.state, forked.open_tasks(), forked.trace()[-1]) == ("TERMINATED", [], "one")
    assert_sound(forked, changes=3)


def test_completion_after_a_cancellation_is_refused(app: Flask, asked: Driver) -> None:
    assert in_turn(app, cancel(asked), complete(asked)) == "TaskNotOpen"

    assert (asked.state, asked.variables) == ("TERMINATED", {})
    assert_sound(asked, changes=2)


def test_cancellation_after_the_end_is_refused(app: Flask, asked: Driver) -> None:
    assert in_turn(app, complete(asked), cancel(asked)) == "CaseEnded"

    assert asked.state == "COMPLETED"
    assert_sound(asked, changes=2)


def test_of_completion_and_cancellation_in_one_moment_one_wins(app: Flask, asked: Driver) -> None:
    refused = race(app, complete(asked), cancel(asked))

    assert (refused, asked.state) in [(["CaseEnded"], "COMPLETED"), (["TaskNotOpen"], "TERMINATED")]
    assert_sound(asked, changes=2)


def test_completion_after_the_timer_on_its_border_is_refused(app: Flask, asked: Driver) -> None:
    asked.at += timedelta(hours=1)
    key = due_timers(asked.at, 1)[0]

    refused = in_turn(app, lambda: operations.fire_timer(key, at=asked.at), complete(asked))

    assert (refused, asked.trace()[-1]) == ("TaskNotOpen", "too_late")
    assert_sound(asked, changes=2)


def test_timer_passes_by_while_its_task_is_being_completed(app: Flask, asked: Driver) -> None:
    asked.at += timedelta(hours=1)
    key = due_timers(asked.at, 1)[0]

    in_turn(app, complete(asked), lambda: operations.fire_timer(key, at=asked.at))

    assert (asked.trace()[-1], due_timers(asked.at, 1)) == ("end", [])
    assert_sound(asked, changes=2)


def test_of_two_messages_to_one_subscription_one_is_taken_and_the_other_waits(
    app: Flask, listening: Driver, committed: Session
) -> None:
    assert race(app, publish(listening, text="one"), publish(listening, text="two")) == []

    messages = committed.scalars(select(Message)).all()
    taken = [message.variables["text"] for message in messages if message.correlated_at]
    assert (len(messages), taken, listening.open_tasks()) == (2, [listening.variables["text"]], ["after"])
    assert_sound(listening, changes=2)


def test_message_with_the_same_id_is_published_once(app: Flask, listening: Driver, committed: Session) -> None:
    one, two = (publish(listening, message_id="mail-1") for _ in range(2))

    assert race(app, one, two) == ["MessagePublished"]

    assert committed.scalar(select(func.count()).select_from(Message)) == 1
    assert_sound(listening, changes=2)


def test_message_to_a_case_that_is_being_cancelled_waits_for_another(
    app: Flask, listening: Driver, committed: Session
) -> None:
    assert in_turn(app, cancel(listening), publish(listening)) is None

    assert (listening.state, committed.scalars(select(Message.correlated_at)).all()) == ("TERMINATED", [None])
    assert_sound(listening, changes=2)


def test_messages_to_many_cases_with_one_key_do_not_lock_each_other(
    app: Flask, listening: Driver, committed: Session
) -> None:
    others = [Driver(listening.at, key="k") for _ in range(3)]

    assert race(app, *(publish(listening) for _ in range(4))) == []

    cases = [listening, *others]
    assert [case.open_tasks() for case in cases] == [["after"]] * 4
    assert_sound(*cases, changes=2)


def test_of_two_people_who_claim_one_gets_the_task(app: Flask, asked: Driver, committed: Session) -> None:
    key = asked.tasks()[0].key

    assert race(app, claim(key, ANNA, asked.at), claim(key, LUCA, asked.at)) == ["TaskTaken"]

    task = committed.get_one(UserTask, key, populate_existing=True)
    assert (task.assignee in {"anna", "luca"}, task.revision) == (True, 1)
    assert_sound(asked, changes=1)


def test_draft_kept_in_the_moment_of_completion_does_not_stay(app: Flask, asked: Driver, committed: Session) -> None:
    key = asked.tasks()[0].key

    refused = in_turn(app, lambda: operations.save_draft(key, values={"answer": 1}, by=ANNA), complete(asked))

    assert (refused, committed.get_one(UserTask, key, populate_existing=True).draft) == (None, None)


def test_completion_of_a_task_claimed_by_another_in_the_same_moment_is_refused(app: Flask, asked: Driver) -> None:
    key = asked.tasks()[0].key

    assert in_turn(app, claim(key, LUCA, asked.at), complete(asked)) == "NotYourTask"

    assert asked.state == "ACTIVE"
    assert_sound(asked, changes=1)


def test_same_start_key_twice_starts_one_case(app: Flask, asked: Driver, committed: Session) -> None:
    def start() -> object:
        return operations.start_instance("p", variables={}, by=ANNA, at=asked.at, start_key="form:1")

    assert race(app, start, start, start) == []

    started = committed.scalar(select(func.count()).select_from(ProcessInstance).where(ProcessInstance.start_key != ""))
    assert started == 1
