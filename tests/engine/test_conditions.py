"""Conditional events: looked at in the step in which a variable changes, and when they begin to wait."""

from datetime import datetime

import pytest

from app.engine.models import ElementState
from tests.engine.driver import END, START, Driver, bpmn, deploy, deploy_example, flows, service_task, user_task
from tests.engine.elements import boundary, catch, extended, mapped, on_condition, outputs, script, sub_process

pytestmark = pytest.mark.usefixtures("session")
TOO_LONG = "count(for a in 1..1000, b in 1..1000, c in 1..1000 return a)"


def test_catch_event_waits_until_its_condition_holds(at: datetime) -> None:
    deploy_example("conditional_catch", at)
    case = Driver(at, "case")

    case.set(amount=10)
    assert case.active() == ["wait"]
    case.set(amount=11)

    assert (case.open_tasks(), case.trace()) == (["step"], ["start", "wait"])


def test_catch_event_whose_condition_holds_already_is_passed(at: datetime) -> None:
    deploy_example("conditional_catch", at)

    assert Driver(at, "case", amount=11).open_tasks() == ["step"]


def test_condition_on_the_border_ends_the_task_as_soon_as_it_holds(at: datetime) -> None:
    deploy_example("conditional_boundary", at)
    case = Driver(at, "case", amount=1)
    assert case.open_tasks() == ["step"]

    case.set(amount=11)

    assert (case.open_tasks(), case.trace(ElementState.TERMINATED)) == (["look"], ["step"])


def test_task_whose_border_condition_holds_already_is_not_asked(at: datetime) -> None:
    deploy_example("conditional_boundary", at)

    assert Driver(at, "case", amount=11).open_tasks() == ["look"]


def test_what_a_task_gives_back_comes_too_late_for_its_own_border(at: datetime) -> None:
    deploy_example("conditional_boundary", at)
    case = Driver(at, "case", amount=1)

    case.complete("step", amount=11)

    assert case.state == "COMPLETED"


@pytest.mark.parametrize("name", ["conditional_boundary_beside", "conditional_event_sub_process_beside"])
def test_condition_beside_fires_whenever_it_turns_from_false_to_true(at: datetime, name: str) -> None:
    deploy_example(name, at)
    case = Driver(at, "case", amount=1)
    opened = []

    for amount in (11, 12, 3, 13, 3, None):
        case.set(amount=amount)
        opened.append(len(case.open_tasks()))

    assert opened == [2, 2, 2, 3, 3, 3]
    case.complete("look")
    case.complete("look")
    case.complete("step")
    assert case.state == "COMPLETED"


def test_event_sub_process_whose_condition_holds_ends_the_rest(at: datetime) -> None:
    deploy_example("conditional_event_sub_process", at)
    case = Driver(at, "case")

    case.set(amount=11)

    assert case.open_tasks() == ["look"]
    case.complete("look")
    assert case.state == "COMPLETED"


def test_value_that_holds_for_a_moment_inside_a_step_is_seen(at: datetime) -> None:
    inside = '<bpmn:startEvent id="s"/>' + user_task("ask") + script("up", "11", "x") + script("down", "1", "x")
    inside += '<bpmn:endEvent id="e"/>' + flows("s->ask", "ask->up", "up->down", "down->e")
    body = START + sub_process("sub", inside) + boundary("high", "sub", on_condition("x > 10")) + user_task("look")
    body += END + '<bpmn:endEvent id="e2"/>' + flows("start->sub", "sub->end", "high->look", "look->e2")
    deploy(bpmn(body), at=at)
    case = Driver(at, x=1)

    case.complete("ask")

    assert (case.open_tasks(), case.variables) == (["look"], {"x": 11})


def test_outer_condition_is_looked_at_before_the_inner_one(at: datetime) -> None:
    inside = '<bpmn:startEvent id="s"/>' + user_task("ask") + boundary("in", "ask", on_condition("x > 1"))
    inside += '<bpmn:endEvent id="e"/><bpmn:endEvent id="e1"/>' + flows("s->ask", "ask->e", "in->e1")
    body = START + sub_process("sub", inside) + boundary("out", "sub", on_condition("x > 1")) + user_task("look")
    body += END + '<bpmn:endEvent id="e2"/>' + flows("start->sub", "sub->end", "out->look", "look->e2")
    deploy(bpmn(body), at=at)
    case = Driver(at, x=1)

    case.set(x=2)

    assert (case.open_tasks(), "in" in case.trace()) == (["look"], False)


def test_condition_sees_what_the_input_mapping_makes(at: datetime) -> None:
    mapping = '<zeebe:ioMapping><zeebe:input source="= 2 * x" target="local"/></zeebe:ioMapping>'
    body = START + service_task("work", inside=mapping) + boundary("high", "work", on_condition("local > 10"))
    body += user_task("look") + END + flows("start->work", "work->end", "high->look", "look->end")
    deploy(bpmn(body), at=at)

    low, high = Driver(at, x=1), Driver(at, x=6)

    assert (low.active(), high.active()) == (["work"], ["look"])


def test_condition_that_gives_no_boolean_is_an_incident_and_is_looked_at_again(at: datetime) -> None:
    body = START + user_task("ask") + boundary("high", "ask", on_condition("x")) + user_task("look") + END
    deploy(bpmn(body + flows("start->ask", "ask->end", "high->look", "look->end")), at=at)
    case = Driver(at, x=7)
    assert [(i.element_id, i.kind) for i in case.incidents()] == [("high", "CONDITION_ERROR")]

    case.set(x=True)
    assert case.open_tasks() == ["ask"]
    case.retry()

    assert (case.open_tasks(), case.instance.incident_count) == (["look"], 0)


def test_condition_beyond_its_budget_is_an_incident_and_the_task_goes_on(at: datetime) -> None:
    text = f"{TOO_LONG} > n"
    body = START + user_task("ask") + boundary("high", "ask", on_condition(text)) + user_task("look") + END
    deploy(bpmn(body + flows("start->ask", "ask->end", "high->look", "look->end")), at=at)

    case = Driver(at, n=1)

    assert [i.element_id for i in case.incidents()] == ["high"]
    case.complete("ask")
    assert (case.state, case.incidents()) == ("COMPLETED", [])


def test_condition_that_has_come_true_is_not_looked_at_again_while_its_event_sub_process_runs(at: datetime) -> None:
    deploy_example("conditional_event_sub_process", at)
    case = Driver(at, "case")

    for amount in (11, 3, 12):
        case.set(amount=amount)

    assert case.open_tasks() == ["look"]


def test_catch_event_that_could_not_leave_goes_on_when_tried_again(at: datetime) -> None:
    lines = extended(mapped(outputs({"z": f"if good = true then 1 else {TOO_LONG}"})))
    body = START + catch("wait", lines + on_condition("x > 1")) + user_task("ask") + END
    deploy(bpmn(body + flows("start->wait", "wait->ask", "ask->end")), at=at)
    case = Driver(at)
    case.set(x=2)
    assert [(i.element_id, i.kind) for i in case.incidents()] == [("wait", "IO_MAPPING_ERROR")]

    case.set(good=True)
    case.retry()

    assert case.open_tasks() == ["ask"]
