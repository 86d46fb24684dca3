"""Events: timers, messages, errors, escalations, event sub-processes, on borders and in the flow."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.db import session
from app.engine.models import ElementState, UserTask
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import ERROR, ESCALATION, MESSAGE, boundary, catch, timer

pytestmark = pytest.mark.usefixtures("session")

MESSAGE_EVENT = '<bpmn:messageEventDefinition id="{0}_d" messageRef="m"/>'


def test_timer_fires_when_due_and_not_before(at: datetime) -> None:
    body = START + catch("pause", timer("duration", "PT2H")) + END + flows("start->pause", "pause->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    assert case.wait(hours=1, minutes=59) == 0
    assert case.active() == ["pause"]
    assert case.wait(minutes=2) == 1
    assert case.state == "COMPLETED"


def test_timer_takes_its_date_from_a_variable(at: datetime) -> None:
    body = START + catch("pause", timer("date", "= when")) + END + flows("start->pause", "pause->end")
    deploy(bpmn(body), at=at)

    case = Driver(at, when="2026-11-25T09:00:00+01:00")

    case.wait(hours=46, minutes=59)
    assert case.state == "ACTIVE"
    case.wait(minutes=1)
    assert case.state == "COMPLETED"


def test_unreadable_timer_is_an_incident_that_can_be_mended(at: datetime) -> None:
    body = START + catch("pause", timer("date", "= when")) + END + flows("start->pause", "pause->end")
    deploy(bpmn(body), at=at)
    case = Driver(at, when="tomorrow")

    assert [i.kind for i in case.incidents()] == ["TIMER_ERROR"]

    case.set(when="2026-11-23")
    case.retry()
    case.wait(seconds=1)
    assert case.state == "COMPLETED"


def test_interrupting_border_timer_ends_the_task(at: datetime) -> None:
    body = START + user_task("ask") + boundary("late", "ask", timer("duration", "P3D")) + user_task("chase") + END
    body += flows("start->ask", "ask->end", "late->chase", "chase->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.wait(days=3)

    assert case.open_tasks() == ["chase"]
    assert case.trace(ElementState.TERMINATED) == ["ask"]
    case.complete("chase")
    assert case.state == "COMPLETED"


def test_task_done_in_time_takes_its_border_timer_away(at: datetime) -> None:
    body = START + user_task("ask") + boundary("late", "ask", timer("duration", "P3D")) + user_task("chase") + END
    body += flows("start->ask", "ask->end", "late->chase", "chase->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.complete("ask")

    assert case.state == "COMPLETED"
    assert case.wait(days=5) == 0


def test_border_cycle_reminds_as_often_as_it_says_beside_the_task(at: datetime) -> None:
    body = START + user_task("ask") + service_task("remind") + END + '<bpmn:endEvent id="reminded"/>'
    body += boundary("again", "ask", timer("cycle", "R2/P1D"), interrupting=False)
    body += flows("start->ask", "ask->end", "again->remind", "remind->reminded")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    assert case.wait(days=1) == 1
    assert case.open_tasks() == ["ask"]
    assert case.wait(days=5) == 1
    case.finish_job("remind")
    case.finish_job("remind")
    case.complete("ask")

    assert case.state == "COMPLETED"
    assert case.trace().count("again") == 2


def test_missed_cycle_fires_once(at: datetime) -> None:
    body = START + user_task("ask") + END + '<bpmn:endEvent id="reminded"/>'
    body += boundary("again", "ask", timer("cycle", "R/P1D"), interrupting=False)
    body += flows("start->ask", "ask->end", "again->reminded")
    deploy(bpmn(body), at=at)
    case = Driver(at)
    case.at += timedelta(days=30)

    assert case.wait(seconds=0) == 1
    assert case.wait(hours=23) == 0
    assert case.wait(hours=1) == 1


def test_message_reaches_the_case_that_waits_for_its_key(at: datetime) -> None:
    body = START + catch("wait", MESSAGE_EVENT.format("wait")) + END + flows("start->wait", "wait->end")
    deploy(bpmn(body, outside=MESSAGE), at=at)
    one, two = Driver(at, key="one"), Driver(at, key="two")

    two.publish("answer", "two", text="yes")

    assert one.state == "ACTIVE"
    assert two.state == "COMPLETED"
    assert two.variables["text"] == "yes"


def test_message_published_too_early_waits_until_it_expires(at: datetime) -> None:
    body = START + user_task("ask") + catch("wait", MESSAGE_EVENT.format("wait")) + END
    body += flows("start->ask", "ask->wait", "wait->end")
    deploy(bpmn(body, outside=MESSAGE), at=at)
    kept, expired = Driver(at, key="kept"), Driver(at, key="expired")
    kept.publish("answer", "kept", seconds=3600)
    kept.publish("answer", "expired", seconds=10)
    kept.at = expired.at = at + timedelta(minutes=1)

    kept.complete("ask")
    expired.complete("ask")

    assert kept.state == "COMPLETED"
    assert expired.state == "ACTIVE"


def test_message_on_the_border_ends_the_task(at: datetime) -> None:
    body = START + user_task("ask") + boundary("answered", "ask", MESSAGE_EVENT.format("answered")) + END
    body += '<bpmn:endEvent id="by_message"/>' + flows("start->ask", "ask->end", "answered->by_message")
    deploy(bpmn(body, outside=MESSAGE), at=at)
    case = Driver(at, key="k")

    case.publish("answer", "k", decision="accepted")

    assert case.state == "COMPLETED"
    assert case.trace() == ["start", "answered", "by_message"]
    assert case.variables["decision"] == "accepted"


def test_message_starts_a_case(at: datetime) -> None:
    start = '<bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>'
    deploy(bpmn(start + user_task("ask") + END + flows("start->ask", "ask->end"), outside=MESSAGE), at=at)
    deploy(bpmn(START + END + flows("start->end"), process_id="other"), at=at)
    other = Driver(at, "other")

    other.publish("answer", "", text="hello")

    assert list(session().scalars(select(UserTask.element_id))) == ["ask"]


def test_event_based_gateway_takes_the_first_event(at: datetime) -> None:
    body = START + '<bpmn:eventBasedGateway id="first"/>' + catch("answered", MESSAGE_EVENT.format("answered"))
    body += catch("too_late", timer("duration", "P1D")) + catch("much_too_late", timer("duration", "P2D"))
    body += '<bpmn:endEvent id="e1"/><bpmn:endEvent id="e2"/><bpmn:endEvent id="e3"/>'
    body += flows("start->first", "first->answered", "first->too_late", "first->much_too_late")
    body += flows("answered->e1", "too_late->e2", "much_too_late->e3")
    deploy(bpmn(body, outside=MESSAGE), at=at)
    by_message, by_time = Driver(at, key="a"), Driver(at, key="b")

    by_message.publish("answer", "a")
    by_time.wait(days=3)

    assert by_message.trace() == ["start", "first", "answered", "e1"]
    assert by_time.trace() == ["start", "first", "too_late", "e2"]


def test_error_of_a_job_is_caught_on_the_border(at: datetime) -> None:
    error_event = '<bpmn:errorEventDefinition errorRef="err"/>'
    body = START + service_task("call") + boundary("failed", "call", error_event) + user_task("mend") + END
    body += flows("start->call", "call->end", "failed->mend", "mend->end")
    deploy(bpmn(body, outside=ERROR), at=at)
    caught, uncaught = Driver(at), Driver(at)

    caught.throw("call", "BROKEN")
    uncaught.throw("call", "OTHER")

    assert caught.open_tasks() == ["mend"]
    assert [i.kind for i in uncaught.incidents()] == ["UNHANDLED_ERROR_EVENT"]


def test_error_end_inside_a_sub_process_ends_it_and_is_caught_outside(at: datetime) -> None:
    inside = '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="f"/>' + user_task("other")
    inside += (
        '<bpmn:endEvent id="e"/><bpmn:endEvent id="fail"><bpmn:errorEventDefinition errorRef="err"/></bpmn:endEvent>'
    )
    inside += user_task("go") + flows("s->f", "f->other", "f->go", "go->fail", "other->e")
    body = START + f'<bpmn:subProcess id="sub">{inside}</bpmn:subProcess>' + user_task("mend") + END
    body += boundary("failed", "sub", '<bpmn:errorEventDefinition errorRef="err"/>')
    body += flows("start->sub", "sub->end", "failed->mend", "mend->end")
    deploy(bpmn(body, outside=ERROR), at=at)
    case = Driver(at)

    case.complete("go")

    assert case.open_tasks() == ["mend"]
    case.complete("mend")
    assert case.state == "COMPLETED"


def test_escalation_goes_on_beside_the_sub_process(at: datetime) -> None:
    thrown = '<bpmn:escalationEventDefinition escalationRef="esc"/>'
    throw = f'<bpmn:intermediateThrowEvent id="tell">{thrown}</bpmn:intermediateThrowEvent>'
    inside = '<bpmn:startEvent id="s"/>' + throw + user_task("work") + '<bpmn:endEvent id="e"/>'
    inside += flows("s->tell", "tell->work", "work->e")
    body = START + f'<bpmn:subProcess id="sub">{inside}</bpmn:subProcess>' + user_task("look") + END
    definition = '<bpmn:escalationEventDefinition escalationRef="esc"/>'
    body += boundary("told", "sub", definition, interrupting=False)
    body += flows("start->sub", "sub->end", "told->look", "look->end")
    deploy(bpmn(body, outside=ESCALATION), at=at)
    case = Driver(at)

    assert sorted(case.open_tasks()) == ["look", "work"]


def test_terminate_end_event_ends_all_in_its_scope(at: datetime) -> None:
    body = START + '<bpmn:parallelGateway id="f"/>' + user_task("a") + user_task("b") + END
    body += '<bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>'
    body += flows("start->f", "f->a", "f->b", "a->stop", "b->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.complete("a")

    assert case.state == "COMPLETED"
    assert case.trace(ElementState.TERMINATED) == ["b"]


@pytest.mark.parametrize(("interrupting", "left"), [("true", ["handle"]), ("false", ["handle", "work"])])
def test_event_sub_process_starts_by_message(at: datetime, interrupting: str, left: list[str]) -> None:
    definition = '<bpmn:messageEventDefinition messageRef="m"/>'
    start = f'<bpmn:startEvent id="es" isInterrupting="{interrupting}">{definition}</bpmn:startEvent>'
    inside = start + user_task("handle") + '<bpmn:endEvent id="ee"/>' + flows("es->handle", "handle->ee")
    body = START + user_task("work") + END + flows("start->work", "work->end")
    body += f'<bpmn:subProcess id="on_answer" triggeredByEvent="true">{inside}</bpmn:subProcess>'
    deploy(bpmn(body, outside=MESSAGE), at=at)
    case = Driver(at, key="k")

    case.publish("answer", "k", text="hello")

    assert sorted(case.open_tasks()) == left
    for element_id in left:
        case.complete(element_id)
    assert case.state == "COMPLETED"


def test_link_events_join_what_they_name(at: datetime) -> None:
    throw = (
        '<bpmn:intermediateThrowEvent id="out"><bpmn:linkEventDefinition name="here"/></bpmn:intermediateThrowEvent>'
    )
    body = START + throw + catch("in", '<bpmn:linkEventDefinition name="here"/>') + user_task("ask") + END
    body += flows("start->out", "in->ask", "ask->end")
    deploy(bpmn(body), at=at)

    assert Driver(at).open_tasks() == ["ask"]
