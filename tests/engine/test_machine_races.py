"""Workers, clocks, called cases and deployments that meet: each thing happens once, and late results stay outside."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import Key, session
from app.engine import operations
from app.engine.models import Job, JobState, MessageSubscription, ProcessDefinition, ProcessInstance, Timer
from app.engine.operations.timers import due_timers
from tests.engine.driver import ANNA, END, START, WORKER, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.race import assert_sound, in_turn, race
from tests.engine.test_events import MESSAGE, boundary, timer
from tests.engine.test_nesting import INNER, sub_process

Act = Callable[[], object]


@pytest.fixture
def working(committed: Session, at: datetime) -> Driver:
    """A case that waits for a job, for an hour at most."""
    body = START + service_task("work") + END + boundary("late", "work", timer("duration", "PT1H"))
    body += '<bpmn:endEvent id="too_late"/>' + flows("start->work", "work->end", "late->too_late")
    deploy(bpmn(body), at=at)
    return Driver(at)


@pytest.fixture
def calling(committed: Session, at: datetime) -> Driver:
    """A case that is about to call another, in which a person is asked."""
    call = '<bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="child"/>'
    body = START + call + "</bpmn:extensionElements></bpmn:callActivity>" + END + flows("start->call", "call->end")
    child = bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end"), process_id="child")
    deploy(child, at=at)
    deploy(bpmn(body), at=at)
    return Driver(at)


def job_of(case: Driver, type_name: str = "work") -> Job:
    query = select(Job).where(Job.instance_key == case.key, Job.type == type_name)
    return session().scalars(query.execution_options(populate_existing=True)).one()


def lease(case: Driver) -> operations.ActivatedJob:
    return case._lease("work")


def finish(case: Driver, leased: operations.ActivatedJob, **variables: object) -> Act:
    return lambda: operations.complete_job(
        leased.key, variables=variables, lease_token=leased.lease_token, by=WORKER, at=case.at
    )


def fail(case: Driver, leased: operations.ActivatedJob) -> Act:
    return lambda: operations.fail_job(
        leased.key,
        message="it broke",
        retries=None,
        retry_after_seconds=None,
        lease_token=leased.lease_token,
        by=WORKER,
        at=case.at,
    )


def cancel(case: Driver) -> Act:
    key = case.key
    return lambda: operations.cancel_instance(key, reason="no longer wanted", by=ANNA, at=case.at)


def fire(case: Driver) -> Act:
    case.at += timedelta(hours=1)
    key, at = due_timers(case.at, 1)[0], case.at
    return lambda: operations.fire_timer(key, at=at)


def engine_job(case: Driver, name: str) -> Act:
    key = job_of(case, f"engine.{name}").key
    return lambda: operations.run_engine_job(key, at=case.at)


def child_of(case: Driver) -> Driver:
    query = select(ProcessInstance.key).where(ProcessInstance.parent_key == case.key)
    return Driver.of(session().scalars(query).one(), case.at)


def test_job_finished_twice_counts_once(app: Flask, working: Driver) -> None:
    leased = lease(working)

    assert race(app, finish(working, leased, answer=1), finish(working, leased, answer=2)) == ["JobNotYours"]

    assert working.state == "COMPLETED"
    assert_sound(working, changes=2)


def test_of_two_workers_one_gets_the_job(app: Flask, working: Driver) -> None:
    key, got = job_of(working).key, []

    def take(worker: str) -> None:
        got.append(operations.lease_job(key, worker=worker, timeout_seconds=60, at=working.at))

    race(app, *(partial(take, f"worker {n}") for n in range(4)))

    assert [one.worker for one in got if one is not None] == [job_of(working).worker]


def test_outside_workers_never_get_the_same_job(app: Flask, working: Driver) -> None:
    others = [Driver(working.at) for _ in range(9)]
    got: list[Key] = []

    def take() -> None:
        jobs = operations.activate_jobs("work", worker="w", timeout_seconds=60, max_jobs=5, at=working.at)
        got.extend(job.key for job in jobs)

    race(app, take, take, take, take)

    assert len(got) == len(set(got)) == 1 + len(others)


def test_worker_that_fails_too_late_does_not_take_the_job_from_its_successor(app: Flask, working: Driver) -> None:
    slow, key = lease(working), job_of(working).key
    working.at += timedelta(minutes=5)
    again = partial(operations.lease_job, key, worker="successor", timeout_seconds=60, at=working.at)

    assert in_turn(app, again, fail(working, slow)) == "JobNotYours"

    job = job_of(working)
    assert (job.state, job.worker, job.retries) == (JobState.RUNNING, "successor", 2)


def test_job_finished_after_its_case_was_cancelled_is_late(app: Flask, working: Driver) -> None:
    leased = lease(working)

    assert in_turn(app, cancel(working), finish(working, leased, answer=1)) is None

    assert (job_of(working).state, working.state, working.variables) == (JobState.LATE, "TERMINATED", {})
    assert_sound(working, changes=2)


def test_job_finished_after_its_element_was_left_is_late(app: Flask, working: Driver) -> None:
    leased = lease(working)

    assert in_turn(app, fire(working), finish(working, leased, answer=1)) is None

    assert (job_of(working).state, working.trace()[-1], working.variables) == (JobState.LATE, "too_late", {})
    assert_sound(working, changes=2)


def test_cancellation_after_a_job_that_ended_the_case_is_refused(app: Flask, working: Driver) -> None:
    assert in_turn(app, finish(working, lease(working)), cancel(working)) == "CaseEnded"

    assert (job_of(working).state, working.state) == (JobState.COMPLETED, "COMPLETED")
    assert_sound(working, changes=2)


def test_two_clocks_fire_one_timer_once(app: Flask, working: Driver) -> None:
    act = fire(working)

    assert race(app, act, act, act) == []

    assert (working.trace().count("too_late"), working.state) == (1, "COMPLETED")
    assert_sound(working, changes=2)


def test_two_retries_of_one_incident_try_once(app: Flask, working: Driver) -> None:
    working.fail_job("work", retries=0)
    key = working.incidents()[0].key
    act = partial(operations.retry_incident, key, by=ANNA, at=working.at)

    assert race(app, act, act) == ["IncidentResolved"]

    assert (job_of(working).state, working.instance.incident_count) == (JobState.CREATED, 0)
    assert_sound(working, changes=3)


def test_end_of_a_sub_process_and_the_cancellation_around_it_leave_one_end(
    app: Flask, committed: Session, at: datetime
) -> None:
    deploy(bpmn(START + sub_process("sub", INNER) + END + flows("start->sub", "sub->end")), at=at)
    case = Driver(at)
    complete = partial(operations.complete_task, case.tasks()[0].key, variables={}, by=ANNA, at=at)

    refused = race(app, complete, cancel(case))

    assert (refused, case.state) in [(["CaseEnded"], "COMPLETED"), (["TaskNotOpen"], "TERMINATED")]
    assert (case.active(), case.open_tasks()) == ([], [])
    assert_sound(case, changes=2)


def test_case_whose_caller_was_cancelled_in_the_same_moment_is_not_started(app: Flask, calling: Driver) -> None:
    in_turn(app, cancel(calling), engine_job(calling, "start_called_process"))

    calling.run_engine()
    query = select(ProcessInstance.key).where(ProcessInstance.parent_key == calling.key)
    assert (session().scalars(query).all(), calling.state) == ([], "TERMINATED")
    assert_sound(calling, changes=2)


def test_case_that_was_just_started_ends_with_its_caller(app: Flask, calling: Driver) -> None:
    in_turn(app, engine_job(calling, "start_called_process"), cancel(calling))

    calling.run_engine()
    assert (calling.state, child_of(calling).state, child_of(calling).open_tasks()) == ("TERMINATED", "TERMINATED", [])
    assert_sound(calling, child_of(calling), changes=2)


def test_called_case_is_started_once_by_two_workers(app: Flask, calling: Driver) -> None:
    start = engine_job(calling, "start_called_process")

    assert race(app, start, start) == []

    assert child_of(calling).open_tasks() == ["ask"]


def test_called_case_that_ends_while_its_caller_is_cancelled_ends_once(app: Flask, calling: Driver) -> None:
    calling.run_engine()
    child = child_of(calling)
    complete = partial(operations.complete_task, child.tasks()[0].key, variables={}, by=ANNA, at=child.at)

    assert race(app, complete, cancel(calling)) == []

    calling.run_engine()
    assert (calling.state, child.state) == ("TERMINATED", "COMPLETED")
    assert_sound(calling, child, changes=2)


def version(name: str, at: datetime, start: str = START) -> Act:
    body = start + user_task("ask", after="") + END + flows("start->ask", "ask->end")
    file = bpmn(body.replace('name="ask"', f'name="{name}"'), outside=MESSAGE)
    return lambda: operations.deploy({"p.bpmn": file}, by=ANNA, at=at)


def test_deployments_in_one_moment_number_their_versions_without_a_gap(
    app: Flask, committed: Session, at: datetime
) -> None:
    assert race(app, *(version(f"version {n}", at) for n in range(4))) == []

    versions = committed.scalars(select(ProcessDefinition.version).order_by(ProcessDefinition.version)).all()
    assert versions == [1, 2, 3, 4]


def test_case_started_during_a_deployment_keeps_the_version_it_found(app: Flask, working: Driver) -> None:
    start = partial(operations.start_instance, "p", variables={}, by=ANNA, at=working.at)

    assert in_turn(app, version("second", working.at), start) is None
    assert in_turn(app, start, version("third", working.at)) is None

    found = select(ProcessDefinition.version).join(ProcessInstance).order_by(ProcessInstance.key)
    assert session().scalars(found).all() == [1, 1, 2]


def test_message_during_a_deployment_starts_one_case(app: Flask, committed: Session, at: datetime) -> None:
    start = '<bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>'
    race(app, version("first", at, start))
    send = partial(operations.publish_message, "answer", correlation_key="", variables={}, time_to_live_seconds=60)

    in_turn(app, version("second", at, start), partial(send, message_id=None, by=ANNA, at=at))

    assert len(committed.scalars(select(ProcessInstance)).all()) == 1
    listening = select(MessageSubscription).where(MessageSubscription.closed_at.is_(None))
    assert len(committed.scalars(listening).all()) == 1


@pytest.mark.parametrize("clock_is_first", [True, False])
def test_cycle_that_fires_during_a_deployment_goes_on_in_one_version_only(
    app: Flask, committed: Session, at: datetime, clock_is_first: bool
) -> None:
    start = f'<bpmn:startEvent id="start">{timer("cycle", "R/P1D")}</bpmn:startEvent>'
    race(app, version("first", at, start))
    tomorrow = at + timedelta(days=1)
    key = due_timers(tomorrow, 1)[0]
    fire_start, second = partial(operations.fire_timer, key, at=tomorrow), version("second", tomorrow, start)

    in_turn(app, *((fire_start, second) if clock_is_first else (second, fire_start)))

    waiting = select(Timer.definition_key).where(Timer.fired_at.is_(None), Timer.cancelled_at.is_(None))
    newest = select(ProcessDefinition.key).order_by(ProcessDefinition.version.desc()).limit(1)
    assert committed.scalars(waiting).all() == [committed.scalar(newest)]
