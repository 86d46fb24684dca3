"""The clock's chores: each due timer once, and nothing broken stops the others."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import new_key, transaction
from app.engine.models import Message, ProcessDefinition, ProcessInstance, Resource, Timer
from app.engine.operations import broadcast_signal
from app.engine.registry import Call, JobType, Variables, job_types
from app.trail.models import TrailEntry
from tests.engine.driver import ANNA, DATA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.test_events import MESSAGE, MESSAGE_EVENT, boundary, catch, timer
from tests.workers.conftest import pass_time
from workers.clock import deliver_waiting_messages, fire_due_timers, spread_signals

BREAKS = "tests.breaks"
PAUSE = catch("pause", timer("duration", "PT1H"))


@pytest.fixture
def paused(session: Session, at: datetime) -> Driver:
    """A case that waits an hour."""
    deploy(bpmn(START + PAUSE + END + flows("start->pause", "pause->end")), at=at)
    return Driver(at)


@pytest.fixture
def breaking(session: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process `breaking`: after an hour, a step in which everything goes wrong."""
    monkeypatch.setitem(job_types, BREAKS, JobType(BREAKS, step=break_down))
    body = START + PAUSE + END + breaking_task() + flows("start->pause", "pause->work", "work->end")
    deploy(bpmn(body, process_id="breaking"), at=at)


def break_down(_: Call) -> Variables:
    raise RuntimeError("never seen before")


def breaking_task() -> str:
    extension = f'<bpmn:extensionElements><zeebe:taskDefinition type="{BREAKS}"/></bpmn:extensionElements>'
    return f'<bpmn:serviceTask id="work" name="Work">{extension}</bpmn:serviceTask>'


def test_due_timers_fire_and_others_wait(paused: Driver) -> None:
    assert fire_due_timers() == 0

    pass_time(hours=1)

    assert (fire_due_timers(), fire_due_timers()) == (1, 0)
    assert paused.state == "COMPLETED"


def test_step_that_breaks_after_a_timer_is_an_incident_and_the_sweep_goes_on(
    paused: Driver, breaking: None, at: datetime
) -> None:
    broken = Driver(at - timedelta(minutes=1), "breaking")  # its timer comes first
    pass_time(hours=1)

    assert fire_due_timers() == 2

    incident = broken.incidents()[0]
    assert (paused.state, broken.active()) == ("COMPLETED", ["work"])
    assert (incident.kind, incident.message) == ("HANDLER_ERROR", "'Work' failed inside: RuntimeError.")
    assert "break_down" in (incident.technical_trace or "")
    assert fire_due_timers() == 0


def test_step_that_broke_after_a_timer_goes_on_once_it_is_mended_and_retried(
    breaking: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Driver(at, "breaking")
    pass_time(hours=1)
    fire_due_timers()

    monkeypatch.setitem(job_types, BREAKS, JobType(BREAKS, step=lambda _: {}))
    broken.retry()

    assert (broken.state, broken.incidents(), broken.instance.incident_count) == ("COMPLETED", [], 0)


def test_case_that_cannot_be_read_stops_no_other_timer(paused: Driver, session: Session, at: datetime) -> None:
    unreadable = Driver(at - timedelta(minutes=1))
    own = update(ProcessInstance).where(ProcessInstance.key == unreadable.key)
    session.execute(own.values(state_data=b"not a state"))
    session.commit()
    pass_time(hours=1)

    assert fire_due_timers() == 1

    assert paused.state == "COMPLETED"
    assert [incident.kind for incident in unreadable.incidents()] == ["TIMER_ERROR"]
    assert unreadable.instance.incident_count == 1
    assert fire_due_timers() == 0


def test_missed_cycle_fires_once(session: Session, at: datetime) -> None:
    body = START + user_task("ask") + END + '<bpmn:endEvent id="reminded"/>'
    body += boundary("again", "ask", timer("cycle", "R/P1D"), interrupting=False)
    deploy(bpmn(body + flows("start->ask", "ask->end", "again->reminded")), at=at)
    case = Driver(at)
    pass_time(days=30, hours=1)

    assert (fire_due_timers(), fire_due_timers()) == (1, 0)

    assert case.trace().count("reminded") == 1
    pass_time(days=1)
    assert fire_due_timers() == 1


def test_start_timer_that_breaks_misses_one_time_and_its_cycle_goes_on(
    session: Session, paused: Driver, at: datetime
) -> None:
    start = f'<bpmn:startEvent id="every_day">{timer("cycle", "R/P1D")}</bpmn:startEvent>'
    deploy(bpmn(start + END + flows("every_day->end"), process_id="daily"), at=at)
    resource_key, content = session.execute(
        select(Resource.key, Resource.content).where(Resource.content.contains(b"every_day"))
    ).one()
    pass_time(days=1)
    session.execute(update(Resource).where(Resource.key == resource_key).values(content=b"not a diagram"))
    session.commit()

    assert fire_due_timers() == 1  # that of the paused case
    assert fire_due_timers() == 0

    session.execute(update(Resource).where(Resource.key == resource_key).values(content=content))
    session.commit()
    pass_time(days=1)
    assert fire_due_timers() == 1
    started = select(ProcessInstance.state).where(ProcessInstance.process_id == "daily")
    assert session.scalars(started).all() == ["COMPLETED"]


def test_message_that_met_its_subscription_in_the_same_moment_is_handed_over(session: Session, at: datetime) -> None:
    case = waiting_for_message(at, "k")
    make_message("k", at=at, text="yes")

    assert (deliver_waiting_messages(), deliver_waiting_messages()) == (1, 0)

    assert (case.state, case.variables["text"]) == ("COMPLETED", "yes")


def test_message_published_while_its_process_was_being_deployed_starts_it(session: Session, at: datetime) -> None:
    make_message("any", at=at)
    start = '<bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>'
    deploy(bpmn(start + user_task("ask") + END + flows("start->ask", "ask->end"), outside=MESSAGE), at=at)

    assert (deliver_waiting_messages(), deliver_waiting_messages()) == (1, 0)

    assert len(session.scalars(select(ProcessInstance)).all()) == 1


def test_signal_starts_processes_though_one_of_them_is_broken(session: Session, at: datetime) -> None:
    example = (DATA / "signal_start.bpmn").read_bytes()
    for name in (b"broken", b"sound"):
        deploy(example.replace(b'"case"', b'"' + name + b'"'), at=at)
    of_broken = ProcessDefinition.resource_key == Resource.key, ProcessDefinition.process_id == "broken"
    session.execute(update(Resource).where(*of_broken).values(content=b"not a diagram"))
    session.commit()
    with transaction():
        broadcast_signal("stop", variables={}, by=ANNA, at=now())

    assert (spread_signals(), spread_signals()) == (2, 0)

    assert session.scalars(select(ProcessInstance.process_id)).all() == ["sound"]
    assert session.scalars(select(TrailEntry.action).where(TrailEntry.action == "signal.failed")).all() != []


def test_expired_message_is_not_handed_over(session: Session, at: datetime) -> None:
    case = waiting_for_message(at, "k")
    make_message("k", at=at)
    pass_time(hours=2)

    assert deliver_waiting_messages() == 0
    assert case.state == "ACTIVE"


def test_message_that_cannot_be_handed_over_stops_no_other(session: Session, at: datetime) -> None:
    unreadable, case = waiting_for_message(at, "bad"), Driver(at, key="k")
    own = update(ProcessInstance).where(ProcessInstance.key == unreadable.key)
    session.execute(own.values(state_data=b"not a state"))
    session.commit()
    make_message("bad", at=at)
    make_message("k", at=at)

    assert deliver_waiting_messages() == 1

    assert case.state == "COMPLETED"


def test_timer_of_an_ended_case_is_forgotten(paused: Driver, session: Session) -> None:
    paused.cancel()
    session.execute(update(Timer).values(cancelled_at=None))
    session.commit()
    pass_time(hours=1)

    assert (fire_due_timers(), fire_due_timers()) == (0, 0)
    assert session.scalars(select(Timer.cancelled_at)).one() == now()


def waiting_for_message(at: datetime, key: str) -> Driver:
    body = START + catch("wait", MESSAGE_EVENT.format("wait")) + END + flows("start->wait", "wait->end")
    deploy(bpmn(body, outside=MESSAGE), at=at)
    return Driver(at, key=key)


def make_message(key: str, *, at: datetime, **variables: str) -> None:
    """A message that nobody has looked for yet, as two transactions that pass each other leave it."""
    with transaction() as current:
        current.add(
            Message(
                key=new_key(),
                name="answer",
                correlation_key=key,
                variables=variables,
                published_at=at,
                published_by=ANNA.id,
                expires_at=at + timedelta(hours=1),
            )
        )
