"""Signals: every case that waits hears them, once; those who begin to wait afterwards do not."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.models import Job, JobState, ProcessInstance, SignalBroadcast, SignalSubscription
from app.engine.operations import signals
from app.engine.operations.signals import waiting_broadcasts
from tests.engine.driver import ANNA, DATA, END, START, Driver, bpmn, deploy, deploy_example, flows
from tests.engine.elements import ON_SIGNAL, SIGNAL, catch, throw
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("session")


def cases() -> list[Key]:
    return list(session().scalars(select(ProcessInstance.key).order_by(ProcessInstance.key)))


def open_subscriptions() -> int:
    return session().query(SignalSubscription).filter(SignalSubscription.closed_at.is_(None)).count()


def test_signal_reaches_every_case_that_waits_with_its_variables(at: datetime) -> None:
    deploy_example("signal_catch", at)
    one, two = Driver(at, "case"), Driver(at, "case")

    one.broadcast("stop", reason="rain")

    assert [case.open_tasks() for case in (one, two)] == [["step"], ["step"]]
    assert one.variables == two.variables == {"reason": "rain"}
    assert open_subscriptions() == 0


def test_signal_of_another_name_or_from_before_wakes_nobody(at: datetime) -> None:
    deploy_example("signal_catch", at)
    case = Driver(at, "case")
    case.broadcast("start")
    with transaction():
        operations.broadcast_signal("stop", variables={}, by=ANNA, at=at - timedelta(seconds=1))
    case.run_engine()

    assert case.active() == ["wait"]


def test_signal_reaches_each_case_once(at: datetime) -> None:
    deploy_example("signal_boundary_beside", at)
    case = Driver(at, "case")
    case.broadcast("stop")

    for key in session().scalars(select(Job.key)).all():
        with transaction():
            operations.run_engine_job(key, at=at)
    case.run_engine()

    assert case.open_tasks() == ["step", "note"]


def test_signal_starts_a_new_case_of_the_version_that_waited(at: datetime) -> None:
    deploy_example("signal_start", at)
    with transaction():
        operations.broadcast_signal("stop", variables={"x": 1}, by=ANNA, at=at)
    later = at + timedelta(seconds=1)
    deploy(b"\n".join([example("signal_start").rstrip(), b"<!-- second -->"]), at=later)
    driver = Driver.of(Key(0), later)

    driver.spread()
    first = Driver.of(cases()[0], later)
    driver.broadcast("stop")

    versions = [session().get_one(ProcessInstance, key).definition_key for key in cases()]
    assert (first.open_tasks(), first.variables, len(set(versions))) == (["step"], {"x": 1}, 2)


def example(name: str) -> bytes:
    return (DATA / f"{name}.bpmn").read_bytes()


def test_case_that_throws_tells_others_what_its_mapping_makes(at: datetime) -> None:
    deploy_example("signal_catch", at)
    waiting = Driver(at, "case")
    deploy(example("signal_throw").replace(b'id="case"', b'id="teller"'), at=at)

    teller = Driver(at, "teller", why="rain", secret="x")
    assert (teller.state, waiting.active()) == ("COMPLETED", ["wait"])
    teller.run_engine()

    assert (waiting.open_tasks(), waiting.variables) == (["step"], {"reason": "rain"})


def test_case_that_ends_with_a_signal_tells_others(at: datetime) -> None:
    deploy_example("signal_catch", at)
    waiting = Driver(at, "case")
    deploy(example("signal_end").replace(b'id="case"', b'id="teller"'), at=at)
    teller = Driver(at, "teller")

    teller.complete("step")
    teller.run_engine()

    assert (teller.state, waiting.open_tasks()) == ("COMPLETED", ["step"])


def test_signal_on_the_border_ends_the_task(at: datetime) -> None:
    deploy_example("signal_boundary", at)
    case = Driver(at, "case")

    case.broadcast("stop")

    assert case.open_tasks() == ["tidy"]
    case.complete("tidy")
    assert (case.state, open_subscriptions()) == ("COMPLETED", 0)


@pytest.mark.parametrize("name", ["signal_boundary_beside", "signal_event_sub_process_beside"])
def test_signals_sent_before_any_is_delivered_all_count_beside_the_task(at: datetime, name: str) -> None:
    deploy_example(name, at)
    case = Driver(at, "case")
    for _ in range(3):
        with transaction():
            operations.broadcast_signal("stop", variables={}, by=ANNA, at=at)

    case.run_engine()

    assert case.open_tasks() == ["step", "note", "note", "note"]
    for _ in range(3):
        case.complete("note")
    case.complete("step")
    assert (case.state, open_subscriptions()) == ("COMPLETED", 0)


def test_event_sub_process_that_a_signal_starts_ends_the_rest(at: datetime) -> None:
    deploy_example("signal_event_sub_process", at)
    case = Driver(at, "case")

    case.broadcast("stop", why="rain")

    assert case.open_tasks() == ["note"]
    case.complete("note")
    assert case.state == "COMPLETED"


def test_first_of_a_signal_and_a_condition_wins(at: datetime) -> None:
    deploy_example("signal_event_gateway", at)
    stopped, paid = Driver(at, "case"), Driver(at, "case")

    paid.set(amount=11)
    stopped.broadcast("stop")

    assert (stopped.open_tasks(), paid.open_tasks(), open_subscriptions()) == (["stopped"], ["paid"], 0)


def test_names_of_signals_may_be_expressions(at: datetime) -> None:
    deploy_example("signal_name_expression", at)
    rain, snow = Driver(at, "case", which="rain"), Driver(at, "case", which="snow")

    rain.broadcast("stop_rain")

    assert (rain.state, snow.active()) == ("COMPLETED", ["wait"])
    assert set(session().scalars(select(SignalBroadcast.name))) == {"stop_rain", "told_rain"}


def test_job_of_a_signal_is_late_when_the_case_went_on(at: datetime) -> None:
    deploy_example("signal_boundary", at)
    case = Driver(at, "case")
    with transaction():
        operations.broadcast_signal("stop", variables={}, by=ANNA, at=at)
    case.spread()

    case.complete("step")
    case.run_engine()

    assert (case.state, session().scalars(select(Job.state)).all()) == ("COMPLETED", [JobState.LATE])


def test_many_receivers_are_told_in_batches(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "RECEIVERS_AT_ONCE", 2)
    deploy_example("signal_catch", at)
    waiting = [Driver(at, "case") for _ in range(5)]
    with transaction():
        operations.broadcast_signal("stop", variables={}, by=ANNA, at=at)
    key = waiting_broadcasts(1)[0]

    sizes = []
    while waiting_broadcasts(1):
        with transaction():
            operations.spread_signal(key, at=at)
        sizes.append(session().query(Job).count())

    assert sizes == [2, 4, 5, 5]
    waiting[0].run_engine()
    assert all(case.open_tasks() == ["step"] for case in waiting)


def test_telling_many_takes_as_many_statements_as_telling_one(at: datetime) -> None:
    deploy_example("signal_catch", at)
    drivers = [Driver(at, "case") for _ in range(10)]
    for case in drivers[:1]:
        case.broadcast("other")
    with transaction():
        operations.broadcast_signal("stop", variables={}, by=ANNA, at=at)

    with counted() as statements, transaction():
        operations.spread_signal(waiting_broadcasts(1)[0], at=at)

    assert len(statements) <= 6, statements


def test_start_that_breaks_is_passed_over_and_noted(at: datetime) -> None:
    deploy_example("signal_start", at)
    with transaction():
        operations.broadcast_signal("stop", variables={}, by=ANNA, at=at)
    key = waiting_broadcasts(1)[0]

    with transaction():
        operations.skip_receiver(key, message="it broke", at=at)
    with transaction():
        assert operations.spread_signal(key, at=at) is False

    assert (cases(), list(waiting_broadcasts(1))) == ([], [])


def test_case_does_not_hear_a_signal_that_it_sent_before_it_waited(at: datetime) -> None:
    body = START + throw("tell", ON_SIGNAL) + catch("wait", ON_SIGNAL) + END
    deploy(bpmn(body + flows("start->tell", "tell->wait", "wait->end"), outside=SIGNAL), at=at)

    case = Driver(at)
    case.run_engine()

    assert case.active() == ["wait"]
    case.broadcast("stop")
    assert case.state == "COMPLETED"
