"""Variables of cases: scopes, mappings, and values that are odd, large or not to be kept."""

import re
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any

import pytest

from app.core.db import session
from app.core.errors import AppError
from app.engine.models import ProcessInstance
from app.engine.scopes import ROOT
from app.engine.state import read_case
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import (
    MESSAGE,
    ON_MESSAGE,
    completion,
    extended,
    gateway,
    inputs,
    loop,
    mapped,
    outputs,
    script,
    start,
    sub_process,
)

pytestmark = pytest.mark.usefixtures("session")


def ask(at: datetime, **variables: Any) -> Driver:
    deploy(bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end")), at=at)
    return Driver(at, **variables)


def test_input_of_a_task_stays_its_own_when_the_task_sets_it(at: datetime) -> None:
    deploy(bpmn(START + user_task("ask", mapped(inputs(x="1"))) + END + flows("start->ask", "ask->end")), at=at)
    case = Driver(at)

    case.complete("ask", x=2, y=3)

    assert case.variables == {"y": 3}


def test_variable_of_a_sub_process_shadows_that_of_the_case(at: datetime) -> None:
    inside = start("s") + script("work", "x * 10", "x") + user_task("look") + '<bpmn:endEvent id="e"/>'
    inside += flows("s->work", "work->look", "look->e")
    body = START + sub_process("sub", inside, extended(mapped(inputs(x="x + 1")))) + END
    deploy(bpmn(body + flows("start->sub", "sub->end")), at=at)
    case = Driver(at, x=1)

    stored = read_case(case.instance.state_data or b"").scopes

    assert {scope_id == ROOT: stored.own(scope_id) for scope_id in stored.stored()} == {
        True: {"x": 1},
        False: {"x": 20},
    }


def test_message_brings_only_what_its_mapping_takes(at: datetime) -> None:
    event = extended(mapped(outputs({"answer.text": "text"}))) + ON_MESSAGE
    body = START + f'<bpmn:intermediateCatchEvent id="wait">{event}</bpmn:intermediateCatchEvent>' + user_task("ask")
    deploy(bpmn(body + END + flows("start->wait", "wait->ask", "ask->end"), outside=MESSAGE), at=at)
    case = Driver(at, key="k", answer={"old": True})

    case.publish("answer", "k", text="yes", secret=1)

    assert case.variables == {"key": "k", "answer": {"old": True, "text": "yes"}}


def test_output_path_makes_contexts_where_there_are_none(at: datetime) -> None:
    lines = mapped(outputs({"a.b.c": "1", "a.b.d": "null", "flat.e": "x"}))
    body = START + user_task("ask", lines) + user_task("look") + END
    deploy(bpmn(body + flows("start->ask", "ask->look", "look->end")), at=at)
    case = Driver(at, flat=7)

    case.complete("ask", x=[{"y": None}])

    assert case.variables == {"a": {"b": {"c": 1, "d": None}}, "flat": {"e": [{"y": None}]}}


def test_runs_of_a_multi_instance_that_were_ended_leave_no_scope(at: datetime) -> None:
    body = START + user_task("ask", after=loop("[1, 2, 3]", inside=completion("true"))) + user_task("look") + END
    deploy(bpmn(body + flows("start->ask", "ask->look", "look->end")), at=at)
    case = Driver(at)

    case.complete("ask")

    assert case.open_tasks() == ["look"]
    assert set(read_case(case.instance.state_data or b"").scopes.stored()) == {ROOT}


def test_output_element_sees_the_inputs_of_its_run(at: datetime) -> None:
    marker = loop("[1, 2]", 'outputCollection="found" outputElement="= double"')
    body = START + service_task("work", inside=mapped(inputs(double="item * 2")), after=marker) + END
    deploy(bpmn(body + flows("start->work", "work->end")), at=at)
    case = Driver(at)

    case.finish_job("work")
    case.finish_job("work")

    assert case.variables == {"found": [2, 4]}


def test_runs_that_set_the_same_name_do_not_meet_when_it_is_their_output(at: datetime) -> None:
    marker = loop("[3, 1, 2]", 'outputCollection="found" outputElement="= answer"')
    body = START + user_task("ask", after=marker) + END + flows("start->ask", "ask->end")
    deploy(bpmn(body), at=at)
    case = Driver(at, answer="mine")

    for number, task in enumerate(reversed(case.tasks())):
        case.complete_key(task.key, answer=number)

    assert case.variables == {"answer": "mine", "found": [2, 1, 0]}


@pytest.mark.parametrize(
    "variables",
    [
        {"a": float("nan")},
        {"a": float("inf")},
        {"a": Decimal("NaN")},
        {"a": 10**40},
        {"a": Decimal("1E+5000")},
        {"a": "x\x00y"},
        {"a": {"x\x00y": 1}},
        {"": 1},
        {"x" * 101: 1},
        {"\x00": 1},
        {"\ud800": 1},
        {"a": reduce(lambda inner, _: [inner], range(60), [])},
    ],
    ids=str,
)
def test_value_that_could_not_be_read_again_is_refused_with_a_sentence(at: datetime, variables: dict[str, Any]) -> None:
    with pytest.raises(AppError, match=r"[Vv]ariable"):
        ask(at, **variables)


def test_odd_values_come_back_as_they_were(at: datetime) -> None:
    odd = {
        "with space": 1,
        "with.dot": {"typename": "x", "": 2},
        "größe": "Ä\U0001f600\u2028",
        "null": None,
        "exact": Decimal("0.10"),
        "huge": 10**33,
        "negative": -1,
        "long": "x" * 200_000,
        "deep": {"a": [{"b": [[]]}]},
    }
    case = ask(at, **odd)

    assert case.variables == odd
    assert str(case.variables["exact"]) == "0.10"


def test_surrogate_in_a_text_is_replaced(at: datetime) -> None:
    assert ask(at, a="x\ud800y").variables == {"a": "x?y"}


def test_expressions_may_begin_with_blanks_and_use_names_with_umlauts(at: datetime) -> None:
    line = '<zeebe:output source="  = größe + 1" target="length"/>'
    body = START + user_task("ask", mapped(line)) + gateway("exclusive", "g", "g_to_end") + user_task("big") + END
    deploy(bpmn(body + flows("start->ask", "ask->g", "g->big: length > größe", "g->end", "big->end")), at=at)
    case = Driver(at, größe=1)

    case.complete("ask")

    assert case.variables["length"] == 2
    assert case.open_tasks() == ["big"]


def test_case_that_would_be_too_large_is_refused_and_nothing_of_it_is_there(at: datetime) -> None:
    case = ask(at, x=1)
    large = {"text": "x" * (6 * 1024 * 1024)}

    with pytest.raises(AppError, match=re.escape("5120 KiB")):
        case.complete("ask", **large)
    with pytest.raises(AppError, match=re.escape("5120 KiB")):
        Driver(at, **large)

    assert case.open_tasks() == ["ask"]
    assert case.variables == {"x": 1}
    assert session().query(ProcessInstance).count() == 1


def test_number_written_as_endless_text_is_no_priority(at: datetime) -> None:
    task = user_task("ask", '<zeebe:priorityDefinition priority="= high"/>')
    deploy(bpmn(START + task + END + flows("start->ask", "ask->end")), at=at)

    assert [i.kind for i in Driver(at, high="9" * 5000).incidents()] == ["EXTRACT_VALUE_ERROR"]


def test_correlation_key_is_never_cut(at: datetime) -> None:
    body = START + f'<bpmn:intermediateCatchEvent id="wait">{ON_MESSAGE}</bpmn:intermediateCatchEvent>' + END
    deploy(bpmn(body + flows("start->wait", "wait->end"), outside=MESSAGE), at=at)

    assert [i.kind for i in Driver(at, key="k" * 256).incidents()] == ["EXTRACT_VALUE_ERROR"]
