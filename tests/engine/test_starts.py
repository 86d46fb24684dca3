"""How cases begin, and messages that start or reach them: once, in time, in the newest version."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import session, transaction
from app.core.errors import AppError
from app.engine import operations
from app.engine.catalogue import UnknownProcess
from app.engine.errors import DeploymentRefused, MessagePublished, NoPlainStart, NothingWaits
from app.engine.models import ElementInstance, Message, MessageSubscription, ProcessDefinition, ProcessInstance, Timer
from app.engine.operations.timers import due_timers
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import MESSAGE, ON_MESSAGE, catch, start, timer

pytestmark = pytest.mark.usefixtures("session")

STARTED_BY = user_task("ask") + END + flows("s->ask", "ask->end")
BEGIN = '<bpmn:message id="begin" name="begin"/>'
ON_BEGIN = '<bpmn:messageEventDefinition messageRef="begin"/>'


def publish(at: datetime, name: str, key: str = "", *, seconds: int = 0, message_id: str | None = None) -> None:
    with transaction():
        operations.publish_message(
            name,
            correlation_key=key,
            variables={},
            time_to_live_seconds=seconds,
            message_id=message_id,
            by=ANNA,
            at=at,
        )


def fire_due(at: datetime) -> int:
    fired = 0
    for key in due_timers(at, 10):
        with transaction():
            fired += operations.fire_timer(key, at=at)
    return fired


def cases() -> list[ProcessInstance]:
    return list(session().scalars(select(ProcessInstance).order_by(ProcessInstance.key)))


@pytest.mark.parametrize("definition", [ON_BEGIN, timer("cycle", "R/P1D")], ids=["message", "timer"])
def test_process_without_a_plain_start_is_not_started_by_hand(at: datetime, definition: str) -> None:
    deploy(bpmn(start("s", definition) + STARTED_BY, outside=BEGIN), at=at)

    with pytest.raises(NoPlainStart, match="has no plain start event"):
        Driver(at)

    assert cases() == []


@pytest.mark.parametrize("wanted", [{"process_id": "nobody"}, {"process_id": "p", "version": 7}])
def test_unknown_process_or_version_is_refused(at: datetime, wanted: dict[str, Any]) -> None:
    deploy(bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end")), at=at)

    with pytest.raises(UnknownProcess), transaction():
        operations.start_instance(**wanted, variables={}, by=ANNA, at=at)
    with pytest.raises(AppError), transaction():
        operations.start_instance("p", definition_key=1, variables={}, by=ANNA, at=at)  # type: ignore[arg-type]  # what a hurried caller may send


@pytest.mark.parametrize("definition", [timer("date", "= nothing"), timer("cycle", "= 7")])
def test_start_that_cannot_be_evaluated_is_refused_at_deployment(at: datetime, definition: str) -> None:
    with pytest.raises(DeploymentRefused, match="knows no variables"):
        deploy(bpmn(start("s", definition) + STARTED_BY), at=at)

    assert session().query(ProcessDefinition).count() == 0


def test_new_version_takes_over_the_times_that_start_the_process(at: datetime) -> None:
    deploy(bpmn(start("s", timer("cycle", "R/P1D")) + STARTED_BY), at=at)
    assert fire_due(at + timedelta(days=1)) == 1
    deploy(bpmn(start("s", timer("cycle", "R/P2D")) + STARTED_BY), at=at + timedelta(days=1, hours=1))

    assert fire_due(at + timedelta(days=2)) == 0
    assert fire_due(at + timedelta(days=3, hours=1)) == 1

    found = session().scalars(select(ProcessDefinition))
    versions = {definition.key: definition.version for definition in found}
    assert [versions[case.definition_key] for case in cases()] == [1, 2]
    assert session().query(Timer).filter(Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)).count() == 1


def test_new_version_without_a_start_message_does_not_start_by_it(at: datetime) -> None:
    deploy(bpmn(start("s", ON_BEGIN) + STARTED_BY, outside=BEGIN), at=at)
    deploy(bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end")), at=at)

    publish(at, "begin")

    assert cases() == []
    assert session().query(MessageSubscription).filter(MessageSubscription.closed_at.is_(None)).count() == 0


def test_message_with_the_same_id_starts_one_case(at: datetime) -> None:
    deploy(bpmn(start("s", ON_BEGIN) + STARTED_BY, outside=BEGIN), at=at)
    publish(at, "begin", message_id="order 7")

    with pytest.raises(MessagePublished):
        publish(at, "begin", message_id="order 7")

    assert len(cases()) == 1


def test_message_that_is_not_kept_is_gone_when_nobody_waits(at: datetime) -> None:
    body = START + user_task("ask") + catch("wait", ON_MESSAGE) + END
    deploy(bpmn(body + flows("start->ask", "ask->wait", "wait->end"), outside=MESSAGE), at=at)
    case = Driver(at, key="k")

    case.publish("answer", "k", 0)
    case.complete("ask")
    assert case.active() == ["wait"]

    case.publish("answer", "other", 60)
    assert case.active() == ["wait"]
    case.publish("answer", "k", 0)
    assert case.state == "COMPLETED"


def test_kept_message_reaches_one_case_only(at: datetime) -> None:
    deploy(bpmn(START + catch("wait", ON_MESSAGE) + END + flows("start->wait", "wait->end"), outside=MESSAGE), at=at)
    publish(at, "answer", "k", seconds=60)

    one, two = Driver(at, key="k"), Driver(at, key="k")

    assert (one.state, two.state) == ("COMPLETED", "ACTIVE")


def test_kept_message_that_expired_reaches_nobody(at: datetime) -> None:
    deploy(bpmn(START + catch("wait", ON_MESSAGE) + END + flows("start->wait", "wait->end"), outside=MESSAGE), at=at)
    publish(at, "answer", "k", seconds=60)

    assert Driver(at + timedelta(seconds=60), key="k").state == "ACTIVE"


def test_correlation_without_a_case_that_waits_is_refused_and_keeps_nothing(at: datetime) -> None:
    with pytest.raises(NothingWaits), transaction():
        operations.correlate_message("answer", correlation_key="k", variables={}, by=ANNA, at=at)

    assert session().query(Message).count() == 0


def test_catch_in_a_loop_takes_one_kept_message_a_turn(at: datetime) -> None:
    body = START + '<bpmn:exclusiveGateway id="again"/>' + catch("wait", ON_MESSAGE) + user_task("look") + END
    body += '<bpmn:exclusiveGateway id="done" default="done_to_again"/>'
    body += flows("start->again", "again->wait", "wait->look", "look->done", "done->again", "done->end: enough")
    deploy(bpmn(body, outside=MESSAGE), at=at)
    publish(at, "answer", "k", seconds=60)
    publish(at, "answer", "k", seconds=60)
    case = Driver(at, key="k")

    case.complete("look", enough=False)
    assert case.open_tasks() == ["look"]
    case.complete("look", enough=False)

    assert case.active() == ["wait"]
    passed = select(ElementInstance).where(ElementInstance.element_id == "wait")
    assert len(session().scalars(passed).all()) == 3
