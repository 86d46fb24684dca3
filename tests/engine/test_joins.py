"""Tokens at gateways and behind activities with several flows."""

from datetime import datetime

import pytest

from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import catch, end, gateway, sub_process, throw

pytestmark = pytest.mark.usefixtures("session")

LINK = '<bpmn:linkEventDefinition name="{0}"/>'


def test_two_flows_straight_into_an_inclusive_join_are_one_arrival(at: datetime) -> None:
    body = START + gateway("inclusive", "split", "split_to_x") + gateway("inclusive", "join")
    body += user_task("x") + user_task("after") + END
    both = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="split" targetRef="join">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">= true</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>"
        for n in (1, 2)
    )
    deploy(bpmn(body + both + flows("start->split", "split->x", "x->join", "join->after", "after->end")), at=at)

    assert Driver(at).open_tasks() == ["after"]


def test_tokens_that_turn_in_a_loop_are_joined_two_by_two(at: datetime) -> None:
    body = START + gateway("parallel", "two") + gateway("exclusive", "merge") + gateway("parallel", "fork")
    body += user_task("a") + user_task("b") + gateway("parallel", "join") + user_task("after") + END
    body += flows("start->two", "two->merge", "fork->a", "fork->b", "a->join", "b->join", "join->after", "after->end")
    second = '<bpmn:sequenceFlow id="second" sourceRef="two" targetRef="merge"/>'
    deploy(bpmn(body + second + flows("merge->fork")), at=at)
    case = Driver(at)

    assert sorted(case.open_tasks()) == ["a", "a", "b", "b"]
    case.complete("a")
    case.complete("a")
    assert case.open_tasks() == ["b", "b"]
    case.complete("b")
    assert sorted(case.open_tasks()) == ["after", "b"]
    case.complete("b")
    case.complete("after")
    case.complete("after")

    assert case.state == "COMPLETED"
    assert case.trace().count("join") == 2


def test_inclusive_join_waits_for_a_loop_before_it(at: datetime) -> None:
    body = START + gateway("inclusive", "split", "split_to_b") + user_task("a") + user_task("b")
    body += gateway("exclusive", "again") + gateway("exclusive", "enough", "enough_to_again")
    body += gateway("inclusive", "join") + user_task("after") + END
    body += flows("start->split", "split->again: true", "split->b", "split->c: true", "again->a", "a->enough")
    body += flows("enough->again", "enough->join: done", "b->join", "c->join", "join->after", "after->end")
    deploy(bpmn(body + user_task("c")), at=at)
    case = Driver(at)

    case.complete("c")
    case.complete("a", done=False)
    assert case.open_tasks() == ["a"]
    case.complete("a", done=True)

    assert case.open_tasks() == ["after"]


def test_inclusive_join_goes_on_when_the_branch_it_waits_for_ends(at: datetime) -> None:
    body = START + gateway("inclusive", "split", "split_to_b") + user_task("a") + user_task("b") + END
    body += gateway("exclusive", "which", "which_to_join") + gateway("inclusive", "join") + end("given_up")
    body += user_task("after")
    body += flows("start->split", "split->a: true", "split->b", "split->c: true", "a->which", "which->join")
    body += flows("which->given_up: stop", "b->join", "c->join", "join->after", "after->end")
    deploy(bpmn(body + user_task("c")), at=at)
    case = Driver(at)

    case.complete("c")
    assert case.open_tasks() == ["a"]
    case.complete("a", stop=True)

    assert case.open_tasks() == ["after"]


@pytest.mark.parametrize(("wanted", "left"), [(True, ["always", "wanted"]), (False, ["always", "else"])])
def test_default_flow_out_of_a_task_is_taken_when_no_condition_holds(
    at: datetime, wanted: bool, left: list[str]
) -> None:
    ask = user_task("ask").replace('id="ask"', 'id="ask" default="ask_to_else"')
    body = START + ask + user_task("always") + user_task("wanted") + user_task("else") + END
    body += flows("start->ask", "ask->always", "ask->wanted: wanted", "ask->else")
    body += flows("always->end", "wanted->end", "else->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.complete("ask", wanted=wanted)

    assert sorted(case.open_tasks()) == left


def test_link_leads_on_inside_its_sub_process(at: datetime) -> None:
    inside = '<bpmn:startEvent id="s"/>' + throw("out", LINK.format("x")) + catch("in", LINK.format("x"))
    inside += user_task("work") + end("e") + flows("s->out", "in->work", "work->e")
    deploy(bpmn(START + sub_process("sub", inside) + END + flows("start->sub", "sub->end")), at=at)
    case = Driver(at)

    assert case.open_tasks() == ["work"]
    case.complete("work")
    assert case.state == "COMPLETED"


def test_parallel_join_in_a_sub_process_that_is_left_forgets_who_waited(at: datetime) -> None:
    inside = '<bpmn:startEvent id="s"/>' + gateway("parallel", "fork") + gateway("parallel", "join") + end("e")
    inside += user_task("a") + user_task("b") + flows("s->fork", "fork->a", "fork->b", "a->join", "b->join", "join->e")
    body = START + gateway("exclusive", "again") + sub_process("sub", inside) + user_task("stop") + END
    border = '<bpmn:boundaryEvent id="late" attachedToRef="sub"><bpmn:timerEventDefinition>'
    border += "<bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    body += border + flows("start->again", "again->sub", "sub->stop", "late->again", "stop->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    case.complete("a")
    case.wait(hours=1)
    case.complete("b")

    assert case.open_tasks() == ["a"]
