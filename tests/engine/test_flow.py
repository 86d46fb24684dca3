"""Tokens go where the diagram says: tasks, gateways, loops."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task

pytestmark = pytest.mark.usefixtures("session")


def test_case_waits_at_a_user_task_and_ends_after_it(at: datetime) -> None:
    deploy(bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end")), at=at)

    case = Driver(at, amount=Decimal("10.50"))

    assert case.open_tasks() == ["ask"]
    assert case.active() == ["ask"]

    case.complete("ask", answer="yes")

    assert case.state == "COMPLETED"
    assert case.trace() == ["start", "ask", "end"]
    assert case.variables == {"amount": Decimal("10.50"), "answer": "yes"}


def test_exclusive_gateway_takes_the_first_flow_that_holds_else_the_default(at: datetime) -> None:
    gateway = '<bpmn:exclusiveGateway id="g" default="g_to_small"/>'
    body = START + gateway + user_task("big") + user_task("small") + END
    body += flows("start->g", "g->big: amount > 100", "g->small", "big->end", "small->end")
    deploy(bpmn(body), at=at)

    assert Driver(at, amount=200).open_tasks() == ["big"]
    assert Driver(at, amount=50).open_tasks() == ["small"]


def test_condition_that_gives_no_boolean_is_an_incident_and_can_be_retried(at: datetime) -> None:
    gateway = '<bpmn:exclusiveGateway id="g" default="g_to_small"/>'
    body = START + gateway + user_task("big") + user_task("small") + END
    body += flows("start->g", "g->big: amount > 100", "g->small", "big->end", "small->end")
    deploy(bpmn(body), at=at)

    case = Driver(at, amount="much")

    assert [(i.element_id, i.kind) for i in case.incidents()] == [("g", "CONDITION_ERROR")]
    assert case.instance.incident_count == 1

    case.set(amount=500)
    case.retry()

    assert case.open_tasks() == ["big"]
    assert case.instance.incident_count == 0


def test_parallel_gateway_waits_for_every_branch(at: datetime) -> None:
    body = START + '<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>'
    body += user_task("a") + user_task("b") + END
    body += flows("start->fork", "fork->a", "fork->b", "a->join", "b->join", "join->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.complete("b")

    assert case.state == "ACTIVE"
    assert case.open_tasks() == ["a"]

    case.complete("a")

    assert case.state == "COMPLETED"
    assert case.trace().count("join") == 1


def test_inclusive_gateway_takes_all_that_hold_and_waits_for_those_only(at: datetime) -> None:
    body = START + '<bpmn:inclusiveGateway id="split" default="split_to_c"/><bpmn:inclusiveGateway id="join"/>'
    body += user_task("a") + user_task("b") + user_task("c") + END
    body += flows("start->split", "split->a: x > 1", "split->b: x > 2", "split->c")
    body += flows("a->join", "b->join", "c->join", "join->end")
    deploy(bpmn(body), at=at)

    both, none = Driver(at, x=3), Driver(at, x=0)

    assert both.open_tasks() == ["a", "b"]
    assert none.open_tasks() == ["c"]
    both.complete("a")
    assert both.state == "ACTIVE"
    both.complete("b")
    assert both.state == "COMPLETED"
    assert both.trace().count("join") == 1


def test_several_flows_out_of_a_task_and_conditions_on_them_are_taken(at: datetime) -> None:
    body = START + user_task("ask") + user_task("a") + user_task("b") + END
    body += flows("start->ask", "ask->a", "ask->b: wanted", "a->end", "b->end")
    deploy(bpmn(body), at=at)
    one, two = Driver(at), Driver(at)

    one.complete("ask", wanted=False)
    two.complete("ask", wanted=True)

    assert one.open_tasks() == ["a"]
    assert two.open_tasks() == ["a", "b"]


def test_loop_costs_the_same_on_its_last_turn(at: datetime) -> None:
    body = (
        START
        + '<bpmn:exclusiveGateway id="again"/>'
        + user_task("ask")
        + '<bpmn:exclusiveGateway id="done" default="done_to_again"/>'
        + END
    )
    body += flows("start->again", "again->ask", "ask->done", "done->again", "done->end: finished")
    deploy(bpmn(body), at=at)
    case = Driver(at)
    size = len(case.instance.state_data or b"")

    for _ in range(30):
        case.complete("ask", finished=False)

    assert len(case.instance.state_data or b"") < size + 60
    case.complete("ask", finished=True)
    assert case.state == "COMPLETED"


def test_endless_loop_becomes_an_incident_and_the_case_stays_readable(at: datetime) -> None:
    body = (
        START
        + '<bpmn:exclusiveGateway id="again"/><bpmn:task id="turn"/>'
        + '<bpmn:exclusiveGateway id="done" default="done_to_again"/>'
        + END
    )
    body += flows("start->again", "again->turn", "turn->done", "done->again", "done->end: finished")
    deploy(bpmn(body), at=at)

    case = Driver(at, finished=False)

    assert [incident.kind for incident in case.incidents()] == ["STEP_BUDGET_EXCEEDED"]
    case.set(finished=True)
    case.retry()
    assert case.state == "COMPLETED"


def test_job_is_finished_by_a_worker(at: datetime) -> None:
    deploy(bpmn(START + service_task("call") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)

    case.finish_job("call", result=Decimal("1.5"))

    assert case.state == "COMPLETED"
    assert case.variables["result"] == Decimal("1.5")


def test_job_without_retries_left_is_an_incident_with_its_message(at: datetime) -> None:
    deploy(bpmn(START + service_task("call") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)

    case.fail_job("call", "the printer burns")
    assert case.incidents() == []
    case.at = case.at.replace(hour=case.at.hour + 1)
    case.fail_job("call", "the printer burns")

    assert [(i.kind, i.message) for i in case.incidents()] == [("JOB_NO_RETRIES", "the printer burns")]
    case.retry()
    case.finish_job("call")
    assert case.state == "COMPLETED"


def test_script_task_sets_its_result_and_mappings_keep_to_their_scope(at: datetime) -> None:
    script = (
        '<bpmn:scriptTask id="sum"><bpmn:extensionElements>'
        '<zeebe:script expression="= a + b" resultVariable="total"/>'
        '<zeebe:ioMapping><zeebe:input source="= x" target="a"/><zeebe:input source="= 2" target="b"/>'
        '<zeebe:output source="= total" target="sum.total"/></zeebe:ioMapping>'
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )
    deploy(bpmn(START + script + user_task("ask") + END + flows("start->sum", "sum->ask", "ask->end")), at=at)

    case = Driver(at, x=40)

    assert case.variables == {"x": 40, "sum": {"total": 42}}


def test_cancelled_case_waits_for_nothing(at: datetime) -> None:
    body = (
        START
        + '<bpmn:parallelGateway id="fork"/>'
        + user_task("a")
        + service_task("b")
        + '<bpmn:endEvent id="e1"/><bpmn:endEvent id="e2"/>'
    )
    body += flows("start->fork", "fork->a", "fork->b", "a->e1", "b->e2")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.cancel()

    assert case.state == "TERMINATED"
    assert case.open_tasks() == []
    assert case.active() == []
