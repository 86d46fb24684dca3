"""Elements that hold others: sub-processes, multi-instance, call activities."""

from datetime import datetime

import pytest

from app.core.db import session
from app.engine.models import ProcessInstance
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import completion, loop, sub_process

pytestmark = pytest.mark.usefixtures("session")


INNER = '<bpmn:startEvent id="s"/>' + user_task("inner") + '<bpmn:endEvent id="e"/>' + flows("s->inner", "inner->e")


def test_sub_process_ends_when_no_token_is_left_in_it(at: datetime) -> None:
    deploy(bpmn(START + sub_process("sub", INNER) + END + flows("start->sub", "sub->end")), at=at)
    case = Driver(at)

    assert case.active() == ["inner", "sub"]
    case.complete("inner", answer=1)

    assert case.state == "COMPLETED"
    assert case.variables == {"answer": 1}


def test_variable_of_a_sub_process_stays_inside(at: datetime) -> None:
    mapping = (
        '<bpmn:extensionElements><zeebe:ioMapping><zeebe:input source="= 1" target="local"/>'
        '<zeebe:output source="= local" target="copied"/></zeebe:ioMapping></bpmn:extensionElements>'
    )
    deploy(bpmn(START + sub_process("sub", INNER, mapping) + END + flows("start->sub", "sub->end")), at=at)
    case = Driver(at)

    case.complete("inner", local=5)

    assert case.variables == {"copied": 5}


def test_nested_sub_processes_survive_saving_at_every_step(at: datetime) -> None:
    middle = (
        '<bpmn:startEvent id="ms"/>' + sub_process("deep", INNER) + user_task("after_deep") + '<bpmn:endEvent id="me"/>'
    )
    middle += flows("ms->deep", "deep->after_deep", "after_deep->me")
    deploy(bpmn(START + sub_process("sub", middle) + END + flows("start->sub", "sub->end")), at=at)
    case = Driver(at)

    case.complete("inner")
    case.complete("after_deep")

    assert case.state == "COMPLETED"


def test_parallel_multi_instance_asks_for_each_element_and_collects_in_order(at: datetime) -> None:
    more = 'outputCollection="answers" outputElement="= answer"'
    body = START + user_task("ask", after=loop("people", more)) + END + flows("start->ask", "ask->end")
    deploy(bpmn(body), at=at)
    case = Driver(at, people=["a", "b", "c"])

    assert case.open_tasks() == ["ask"] * 3
    tasks = case.tasks()
    for task, answer in ((tasks[2], "third"), (tasks[0], "first"), (tasks[1], "second")):
        case.complete_key(task.key, answer=answer)

    assert case.state == "COMPLETED"
    assert case.variables == {"people": ["a", "b", "c"], "answers": ["first", "second", "third"]}


def test_sequential_multi_instance_asks_one_after_the_other_until_its_condition_holds(at: datetime) -> None:
    condition = completion("found")
    body = START + user_task("ask", after=loop("people", inside=condition, sequential=True)) + END
    body += flows("start->ask", "ask->end")
    deploy(bpmn(body), at=at)
    case = Driver(at, people=["a", "b", "c"], found=False)

    assert case.open_tasks() == ["ask"]
    case.complete("ask", found=False)
    case.complete("ask", found=True)

    assert case.state == "COMPLETED"


def test_completion_condition_ends_the_other_instances(at: datetime) -> None:
    condition = completion("numberOfCompletedInstances >= 2")
    body = START + user_task("ask", after=loop("people", inside=condition)) + END + flows("start->ask", "ask->end")
    deploy(bpmn(body), at=at)
    case = Driver(at, people=["a", "b", "c"])

    case.complete("ask")
    case.complete("ask")

    assert case.state == "COMPLETED"
    assert case.open_tasks() == []


def test_multi_instance_over_nothing_goes_on_at_once(at: datetime) -> None:
    body = START + user_task("ask", after=loop("people", 'outputCollection="answers" outputElement="= answer"')) + END
    deploy(bpmn(body + flows("start->ask", "ask->end")), at=at)

    case = Driver(at, people=[])

    assert case.state == "COMPLETED"
    assert case.variables == {"people": [], "answers": []}


def test_multi_instance_over_no_list_is_an_incident(at: datetime) -> None:
    body = START + user_task("ask", after=loop("people")) + END + flows("start->ask", "ask->end")
    deploy(bpmn(body), at=at)

    case = Driver(at, people="everyone")

    assert [i.kind for i in case.incidents()] == ["EXTRACT_VALUE_ERROR"]


def test_multi_instance_sub_process_has_a_scope_for_each_element(at: datetime) -> None:
    inside = (
        '<bpmn:startEvent id="s"/>' + service_task("work") + '<bpmn:endEvent id="e"/>' + flows("s->work", "work->e")
    )
    body = (
        START
        + sub_process("each", inside + loop("[1, 2]", 'outputCollection="doubled" outputElement="= 2 * item"'))
        + END
    )
    deploy(bpmn(body + flows("start->each", "each->end")), at=at)
    case = Driver(at)

    case.finish_job("work")
    case.finish_job("work")

    assert case.state == "COMPLETED"
    assert case.variables == {"doubled": [2, 4]}


CALL = (
    '<bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="{0}" '
    'propagateAllChildVariables="true"/></bpmn:extensionElements></bpmn:callActivity>'
)


def test_called_case_runs_on_its_own_and_hands_its_variables_back(at: datetime) -> None:
    child = bpmn(START + user_task("inner") + END + flows("start->inner", "inner->end"), process_id="child")
    body = START + CALL.format("child") + END + flows("start->call", "call->end")
    deploy(child, bpmn(body), at=at)
    case = Driver(at, x=1)
    case.run_engine()
    called = child_of(case)

    assert called.variables == {"x": 1}
    called.complete("inner", y=2)
    case.run_engine()

    assert case.state == "COMPLETED"
    assert case.variables == {"x": 1, "y": 2}


def test_cancelled_case_takes_the_called_one_with_it(at: datetime) -> None:
    child = bpmn(START + user_task("inner") + END + flows("start->inner", "inner->end"), process_id="child")
    deploy(child, bpmn(START + CALL.format("child") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)
    case.run_engine()
    called = child_of(case)

    case.cancel()
    case.run_engine()

    assert called.state == "TERMINATED"


def test_error_of_a_called_case_is_caught_by_the_caller(at: datetime) -> None:
    error = '<bpmn:error id="err" name="broken" errorCode="BROKEN"/>'
    fail = '<bpmn:endEvent id="fail"><bpmn:errorEventDefinition errorRef="err"/></bpmn:endEvent>'
    child = bpmn(START + user_task("go") + fail + flows("start->go", "go->fail"), process_id="child", outside=error)
    caught = '<bpmn:errorEventDefinition errorRef="err"/>'
    border = f'<bpmn:boundaryEvent id="failed" attachedToRef="call">{caught}</bpmn:boundaryEvent>'
    body = START + CALL.format("child") + border + user_task("mend") + END
    body += flows("start->call", "call->end", "failed->mend", "mend->end")
    deploy(child, bpmn(body, outside=error), at=at)
    case = Driver(at)
    case.run_engine()

    child_of(case).complete("go")
    case.run_engine()

    assert case.open_tasks() == ["mend"]


def test_call_of_an_unknown_process_is_an_incident(at: datetime) -> None:
    deploy(bpmn(START + CALL.format("= which") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at, which="nobody")

    case.run_engine()

    assert [i.kind for i in case.incidents()] == ["CALLED_ELEMENT_ERROR"]


def child_of(case: Driver) -> Driver:
    called = session().query(ProcessInstance).filter_by(parent_key=case.key).one()
    return Driver.of(called.key, case.at)
