"""Messages and signals that meet cases: one case of a process has a message, every case has a signal once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.db import Key, session
from app.engine import operations
from app.engine.models import Job, Message, MessageCorrelation, ProcessInstance, SignalBroadcast
from tests.engine.driver import ANNA, DATA, Driver, bpmn, deploy, deploy_example
from tests.engine.elements import MESSAGE
from tests.engine.race import assert_sound, in_turn, race
from tests.engine.test_message_per_process import PATHS, WAITS, deploy_waiting, publish, sweep

Act = Callable[[], object]


@pytest.fixture
def waiting(committed: Session, at: datetime) -> list[Driver]:
    """Two cases of one process that wait for the same message."""
    deploy_waiting(at, "p")
    return [Driver(at, "p", key="k") for _ in range(2)]


def send(at: datetime, seconds: int = 3600) -> Act:
    return partial(
        operations.publish_message,
        "answer",
        correlation_key="k",
        variables={},
        time_to_live_seconds=seconds,
        message_id=None,
        by=ANNA,
        at=at,
    )


def deliver(at: datetime) -> object:
    message = session().scalars(select(Message).with_for_update(skip_locked=True)).first()
    return message and operations.deliver_message(message, by=ANNA, at=at)


def test_two_cases_that_begin_to_wait_for_one_kept_message_do_not_both_get_it(
    app: Flask, committed: Session, at: datetime
) -> None:
    deploy_waiting(at, "p")
    publish(at, seconds=3600)
    begin = partial(operations.start_instance, "p", variables={"key": "k"}, by=ANNA, at=at)

    assert race(app, begin, begin, begin) == []

    cases = [Driver.of(key, at) for key in committed.scalars(select(ProcessInstance.key))]
    assert sorted(case.active() for case in cases) == [["after"], ["wait"], ["wait"]]
    assert committed.scalar(select(func.count()).select_from(MessageCorrelation)) == 1
    assert_sound(*cases, changes=1)


def test_message_published_while_another_case_of_the_process_goes_on_reaches_one(
    app: Flask, waiting: list[Driver], at: datetime
) -> None:
    one, two = waiting

    assert in_turn(app, send(at), partial(deliver, at)) is None
    assert sweep(at) == 0

    assert sorted([one.active(), two.active()]) == [["after"], ["wait"]]


def test_message_swept_by_several_clocks_reaches_one_case_of_each_process(
    app: Flask, committed: Session, waiting: list[Driver], at: datetime
) -> None:
    deploy(*(bpmn(WAITS + PATHS, process_id=name, outside=MESSAGE) for name in ("q", "r")), at=at)
    others = [Driver(at, name, key="k") for name in ("q", "q", "r")]
    send_once = send(at)
    assert race(app, send_once) == []

    for _ in range(2):
        race(app, *(partial(deliver, at) for _ in range(3)))

    found = [case.active() for case in (*waiting, *others)]
    assert (found.count(["after"]), found[4]) == (3, ["after"])
    assert committed.scalar(select(func.count()).select_from(MessageCorrelation)) == 3


def test_signal_spread_by_several_clocks_reaches_each_case_once(app: Flask, committed: Session, at: datetime) -> None:
    deploy_example("signal_boundary_beside", at)
    cases = [Driver(at, "case") for _ in range(3)]
    race(app, partial(operations.broadcast_signal, "stop", variables={}, by=ANNA, at=at))
    key = committed.scalars(select(SignalBroadcast.key)).one()

    spread = partial(operations.spread_signal, key, at=at)
    race(app, spread, spread, spread)
    jobs = committed.scalars(select(Job.key)).all()
    race(app, *(partial(operations.run_engine_job, job, at=at) for job in (*jobs, *jobs)))

    assert [case.open_tasks() for case in cases] == [["step", "note"]] * 3
    assert_sound(*cases, changes=2)


def test_signal_and_completion_of_the_task_it_would_end_leave_one_way(
    app: Flask, committed: Session, at: datetime
) -> None:
    deploy_example("signal_boundary", at)
    case = Driver(at, "case")
    race(app, partial(operations.broadcast_signal, "stop", variables={}, by=ANNA, at=at))
    case.spread()
    job, task = committed.scalars(select(Job.key)).one(), case.tasks()[0].key
    complete = partial(operations.complete_task, task, variables={}, by=ANNA, at=at)

    refused = race(app, partial(operations.run_engine_job, job, at=at), complete)

    assert (refused, case.active()) in [([], []), (["TaskNotOpen"], ["tidy"])]
    assert_sound(case, changes=2)


def test_signal_during_a_deployment_starts_one_case(app: Flask, committed: Session, at: datetime) -> None:
    deploy_example("signal_start", at)
    send_signal = partial(operations.broadcast_signal, "stop", variables={}, by=ANNA, at=at)

    in_turn(app, lambda: deploy_again(at), send_signal)
    Driver.of(Key(0), at).spread()

    assert committed.scalar(select(func.count()).select_from(ProcessInstance)) == 1


def deploy_again(at: datetime) -> None:
    file = (DATA / "signal_start.bpmn").read_bytes() + b"<!-- second -->"
    operations.deploy({"case.bpmn": file}, by=ANNA, at=at)
