"""A timer moved by hand, a job tried before its time, many incidents at once, cases that wait for nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, true, update

from app.core.clock import clock
from app.core.db import session, transaction
from app.core.errors import Invalid
from app.engine import operations
from app.engine.errors import JobNotWaiting, TimerMoved, TimerNotWaiting, UnknownTimer, VariableChanged
from app.engine.models import Incident, Job, ProcessInstance, Timer, UserTask
from app.engine.opening import CaseEnded
from app.engine.operations import stuck
from app.engine.operations.case_variables import stored_cases
from app.engine.values import digest
from app.outbox.models import OutboxMessage
from app.trail.models import TrailEntry
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import boundary, catch, on_condition, timer
from workers.clock import try_asked_again

pytestmark = pytest.mark.usefixtures("session")
PAUSED = START + catch("pause", timer("duration", "P30D")) + END + flows("start->pause", "pause->end")
WORKING = START + service_task("work") + END + flows("start->work", "work->end")


@pytest.fixture
def paused(session, at):
    deploy(bpmn(PAUSED), at=at)
    return Driver(at)


@pytest.fixture
def failing(session, at):
    deploy(bpmn(WORKING, process_id="w"), at=at)
    return Driver(at, "w")


def timer_of(case):
    query = select(Timer).where(Timer.instance_key == case.key).execution_options(populate_existing=True)
    return session().scalars(query.order_by(Timer.key)).first()


def move(case, due_at, **more):
    with transaction():
        operations.move_timer(timer_of(case).key, due_at=due_at, reason="they called", by=ANNA, at=case.at, **more)


def trail(action):
    return session().scalars(select(TrailEntry).where(TrailEntry.action == action)).all()


def test_timer_moved_to_now_fires_and_the_case_goes_on(paused, at):
    was = timer_of(paused).due_at

    move(paused, at, seen_due_at=was)
    fired = paused.wait(seconds=1)

    assert (fired, paused.state) == (1, "COMPLETED")
    entry = trail("timer.moved")[0]
    assert entry.before["due_at"].startswith("2026-12-23")
    assert entry.after["due_at"].startswith("2026-11-23")
    assert (entry.after["element"], entry.reason) == ("pause", "they called")


def test_timer_that_just_fired_is_not_moved(paused, at):
    seen = timer_of(paused).due_at
    paused.wait(days=31)

    with pytest.raises(CaseEnded):
        move(paused, paused.at + timedelta(days=1), seen_due_at=seen)


def test_fired_timer_of_a_running_case_is_not_moved(session, at):
    body = START + user_task("ask") + boundary("late", "ask", timer("duration", "PT1H"), interrupting=False) + END
    deploy(bpmn(body + flows("start->ask", "ask->end", "late->end")), at=at)
    case = Driver(at)
    case.wait(hours=2)

    with pytest.raises(TimerNotWaiting, match="has fired"):
        move(case, case.at + timedelta(days=1))


def test_of_two_who_move_a_timer_the_second_is_told(paused, at):
    seen = timer_of(paused).due_at
    move(paused, at + timedelta(days=2), seen_due_at=seen)

    with pytest.raises(TimerMoved, match="25 November 2026"):
        move(paused, at + timedelta(days=3), seen_due_at=seen)


@pytest.mark.parametrize("days", [-1, 40_000])
def test_timer_is_not_moved_into_the_past_or_beyond_a_lifetime(paused, at, days):
    with pytest.raises(Invalid) as refusal:
        move(paused, at + timedelta(days=days))

    assert list(refusal.value.fields) == ["due_at"]


def test_unknown_timer_is_not_moved(session, at):
    with pytest.raises(UnknownTimer), transaction():
        operations.move_timer(12, due_at=at, reason="x", by=ANNA, at=at)


def test_moved_cycle_keeps_its_rhythm(session, at):
    every_day = boundary("daily", "ask", timer("cycle", "R/P1D"), interrupting=False)
    deploy(bpmn(START + user_task("ask") + every_day + END + flows("start->ask", "ask->end", "daily->end")), at=at)
    case = Driver(at)

    move(case, at + timedelta(hours=1))
    case.wait(hours=2)

    following = session.scalars(select(Timer.due_at).where(Timer.fired_at.is_(None))).one()
    assert following == at + timedelta(days=2)


def test_job_that_waits_for_its_next_try_is_tried_now(failing, at):
    failing.fail_job("work")
    job = session().scalars(select(Job)).one()
    assert job.available_at > at

    with transaction():
        operations.try_job_now(job.key, reason="mended", by=ANNA, at=at)

    assert job.available_at == at
    failing.finish_job("work")
    assert failing.state == "COMPLETED"
    assert trail("job.hastened")[0].reason == "mended"
    with pytest.raises(JobNotWaiting), transaction():
        operations.try_job_now(job.key, reason="again", by=ANNA, at=at)


def test_hastened_job_of_our_own_queue_is_sent_again(failing, at):
    failing.fail_job("work")
    session().execute(update(Job).values(queue="mail"))

    with transaction():
        operations.try_job_now(session().scalars(select(Job.key)).one(), reason="mended", by=ANNA, at=at)

    assert session().scalars(select(OutboxMessage.queue)).all() == ["mail"]


def test_variable_that_somebody_else_set_meanwhile_is_not_overwritten(paused, at):
    paused.set(discount=8)
    seen = {"discount": digest({"discount": 8}, "discount")}
    paused.set(discount=12)

    with pytest.raises(VariableChanged), transaction():
        operations.set_variables(paused.key, {"discount": 9}, by=ANNA, at=at, seen=seen)

    assert paused.variables == {"discount": 12}


def test_variable_of_an_inner_scope_is_set_there(session, at):
    inside = '<zeebe:ioMapping><zeebe:input source="= 1" target="own"/></zeebe:ioMapping>'
    deploy(bpmn(START + user_task("ask", inside) + END + flows("start->ask", "ask->end")), at=at)
    case = Driver(at)
    scope = str(case.tasks()[0].key)

    with transaction():
        operations.set_variables(case.key, {"own": 2}, by=ANNA, at=at, scope_id=scope)

    assert case.variables == {}
    assert stored_cases([case.key])[case.key].scopes.own(scope) == {"own": 2}


def test_all_incidents_of_a_cause_are_tried_again_by_the_clock(failing, at):
    other = Driver(at, "w")
    clock.pin(at)
    for case in (failing, other):
        case.fail_job("work", f"Refused {case.key}.", retries=0)
    causes = {incident.cause for incident in session().scalars(select(Incident))}
    assert len(causes) == 1

    with transaction():
        asked = operations.ask_for_retries(causes.pop(), true(), reason="server is back", by=ANNA, at=at)
    assert (asked, try_asked_again(), try_asked_again()) == (2, 2, 0)

    assert not failing.incidents()
    retried = trail("incident.retried")
    assert {(entry.actor_id, entry.reason) for entry in retried} == {("anna", "server is back")}
    assert trail("incidents.retry_asked")[0].after["incidents"] == 2


def test_case_without_anything_to_wait_for_is_found_and_forgotten_when_it_moves(session, at):
    deploy(bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end")), at=at)
    well, lost = Driver(at), Driver(at)
    later = at + timedelta(minutes=5)
    session.execute(update(UserTask).where(UserTask.instance_key == lost.key).values(state="CANCELED"))

    assert operations.mark_stuck(at=later) == 1

    marked = session.scalars(select(ProcessInstance.key).where(ProcessInstance.stuck_since == later)).all()
    assert marked == [lost.key]
    assert well.instance.stuck_since is None
    lost.set(x=1)
    assert lost.instance.stuck_since is None


def test_every_stuck_case_is_found_however_many_there_are(session, at, monkeypatch):
    monkeypatch.setattr(stuck, "MOST_AT_ONCE", 1)
    deploy(bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end")), at=at)
    Driver(at), Driver(at)
    session.execute(update(UserTask).values(state="CANCELED"))

    assert operations.mark_stuck(at=at + timedelta(minutes=5)) == 2


def test_case_that_waits_for_a_condition_is_not_stuck(session, at):
    deploy(bpmn(START + catch("wait", on_condition("ready = true")) + END + flows("start->wait", "wait->end")), at=at)
    Driver(at)

    assert operations.mark_stuck(at=at + timedelta(minutes=5)) == 0
