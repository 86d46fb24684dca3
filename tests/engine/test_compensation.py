"""Compensation: what completed is undone, newest first, one after the other; what did not complete is left alone."""

from datetime import datetime

import pytest

from app.engine.models import ElementState
from app.engine.state import read_case
from tests.engine.driver import DATA, END, START, Driver, bpmn, deploy, deploy_example, flows, service_task, user_task
from tests.engine.elements import (
    ON_ANY_ERROR,
    ON_COMPENSATION,
    boundary,
    end,
    gateway,
    loop,
    start,
    sub_process,
    undone_by,
)

pytestmark = pytest.mark.usefixtures("session")


def test_handlers_run_newest_first_and_one_after_the_other(at: datetime) -> None:
    deploy_example("compensation_throw", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("b")

    order = []
    while "after" not in case.open_tasks():
        [waiting] = case.open_tasks()
        order.append(waiting)
        case.complete(waiting)

    assert (order, case.open_tasks()) == (["undo_b", "undo_a"], ["after"])
    assert case.trace() == ["start", "a", "b", "undo", "b_undone", "undo_b", "a_undone", "undo_a"]
    case.complete("after")
    assert case.state == "COMPLETED"


def test_one_activity_is_undone_and_the_others_are_left(at: datetime) -> None:
    deploy_example("compensation_one", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("b")

    assert case.open_tasks() == ["undo_a"]
    case.complete("undo_a")

    assert case.open_tasks() == ["after"]


def test_case_ends_once_all_is_undone(at: datetime) -> None:
    deploy_example("compensation_end", at)
    case = Driver(at, "case")

    for element_id in ("a", "b", "undo_b"):
        case.complete(element_id)
    assert case.state == "ACTIVE"
    case.complete("undo_a")

    assert (case.state, case.active()) == ("COMPLETED", [])


def test_activity_that_has_not_completed_is_not_undone(at: datetime) -> None:
    undone = '<bpmn:boundaryEvent id="{0}_undone" attachedToRef="{0}"><bpmn:compensateEventDefinition/>'
    undone += '</bpmn:boundaryEvent><bpmn:association id="{0}_a" sourceRef="{0}_undone" targetRef="undo_{0}"/>'
    handlers = "".join(
        undone.format(name)
        + user_task(f"undo_{name}").replace("<bpmn:userTask", '<bpmn:userTask isForCompensation="true"')
        for name in ("a", "b")
    )
    throw = '<bpmn:endEvent id="undo"><bpmn:compensateEventDefinition/></bpmn:endEvent>'
    body = START + gateway("parallel", "fork") + user_task("a") + user_task("b") + handlers + throw + END
    deploy(bpmn(body + flows("start->fork", "fork->a", "fork->b", "a->undo", "b->end")), at=at)
    case = Driver(at)

    case.complete("a")
    assert case.open_tasks() == ["b", "undo_a"]
    case.complete("undo_a")
    case.complete("b")

    assert (case.state, "undo_b" in case.trace()) == ("COMPLETED", False)


def test_activity_that_completed_twice_is_undone_twice_and_then_no_more(at: datetime) -> None:
    undone = '<bpmn:boundaryEvent id="on" attachedToRef="a"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>'
    undone += service_task("undo_a").replace("<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"')
    undone += '<bpmn:association id="x" sourceRef="on" targetRef="undo_a"/>'
    throw = '<bpmn:intermediateThrowEvent id="undo"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>'
    body = START + gateway("exclusive", "again") + user_task("a") + undone + throw + END
    body += gateway("exclusive", "done", "done_to_again") + user_task("once_more")
    body += gateway("exclusive", "back") + gateway("exclusive", "way", "way_to_end")
    paths = ("start->again", "again->a", "a->done", "done->again", "done->back: enough", "back->undo")
    paths += ("undo->once_more", "once_more->way", "way->back: again", "way->end")
    deploy(bpmn(body + flows(*paths)), at=at)
    case = Driver(at)
    case.complete("a", enough=False)
    case.complete("a", enough=True)

    case.finish_job("undo_a")
    case.finish_job("undo_a")
    assert case.open_tasks() == ["once_more"]
    case.complete("once_more", again=True)

    assert (case.open_tasks(), case.trace().count("undo_a")) == (["once_more"], 2)


def test_multi_instance_activity_is_undone_once_by_a_handler_that_may_be_one_too(at: datetime) -> None:
    deploy_example("compensation_multi_instance", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("a")

    for _ in range(2):
        assert case.open_tasks() == ["undo_a"]
        case.complete("undo_a")

    assert case.state == "COMPLETED"


def test_what_completed_inside_a_completed_sub_process_is_undone(at: datetime) -> None:
    deploy_example("compensation_sub_process", at)
    case = Driver(at, "case")
    for element_id in ("a", "b", "after"):
        case.complete(element_id)

    assert case.open_tasks() == ["undo_b"]
    case.complete("undo_b")
    case.complete("undo_a")

    assert case.state == "COMPLETED"


def test_handler_of_a_sub_process_comes_before_those_inside(at: datetime) -> None:
    deploy_example("compensation_sub_process_and_inside", at)
    case = Driver(at, "case")
    for element_id in ("a", "b", "undo_sub", "undo_b"):
        case.complete(element_id)

    assert case.open_tasks() == ["undo_a"]
    case.complete("undo_a")
    assert case.state == "COMPLETED"


def test_runs_of_a_multi_instance_sub_process_are_undone_each(at: datetime) -> None:
    deploy_example("compensation_loop_of_sub_processes", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("a")

    case.complete("undo_a")
    case.complete("undo_a")

    assert case.state == "COMPLETED"


def test_compensation_event_sub_process_decides_what_is_undone_inside(at: datetime) -> None:
    deploy_example("compensation_event_sub_process", at)
    case = Driver(at, "case")
    for element_id in ("a", "b"):
        case.complete(element_id)

    for expected in ("look", "undo_b", "undo_a"):
        assert case.open_tasks() == [expected]
        case.complete(expected)

    assert case.state == "COMPLETED"
    assert "undone_start" in case.trace()


def test_event_sub_process_undoes_what_completed_around_it(at: datetime) -> None:
    deploy_example("compensation_after_error", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("b")

    assert case.open_tasks() == ["undo_a"]
    case.complete("undo_a")
    assert case.state == "COMPLETED"


def test_handler_sees_the_variables_where_the_event_stands(at: datetime) -> None:
    deploy_example("compensation_sub_process", at)
    case = Driver(at, "case", amount=1)
    for element_id in ("a", "b", "after"):
        case.complete(element_id, amount=case.variables["amount"] + 1)

    case.complete("undo_b", undone="b")

    assert case.variables == {"amount": 4, "undone": "b"}


def test_case_that_is_cancelled_while_it_undoes_waits_for_nothing(at: datetime) -> None:
    deploy_example("compensation_end", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("b")

    case.cancel()

    assert (case.state, case.open_tasks(), case.active()) == ("TERMINATED", [], [])
    assert read_case(case.instance.state_data or b"").places == {}


def test_transaction_that_completes_is_like_a_sub_process(at: datetime) -> None:
    deploy_example("transaction", at)
    case = Driver(at, "case")

    case.complete("a")
    case.complete("b", agreed=True)

    assert (case.state, case.trace(ElementState.TERMINATED)) == ("COMPLETED", [])


def test_cancelled_transaction_undoes_all_and_leaves_by_its_border(at: datetime) -> None:
    deploy_example("transaction", at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("b", agreed=False)

    for expected in ("undo_b", "undo_a", "tell"):
        assert case.open_tasks() == [expected]
        case.complete(expected)

    assert (case.state, "end_given_up" in case.trace()) == ("COMPLETED", True)
    assert case.trace(ElementState.TERMINATED) == ["booking", "cancelled"]


def test_one_cancelled_run_of_a_multi_instance_transaction_ends_all_of_them(at: datetime) -> None:
    file = (DATA / "transaction.bpmn").read_bytes()
    deploy(file.replace(b"</bpmn:transaction>", loop("[1, 2]").encode() + b"</bpmn:transaction>"), at=at)
    case = Driver(at, "case")
    case.complete("a")
    case.complete("b", agreed=False)

    assert case.open_tasks() == ["a", "undo_b"]
    case.complete("undo_b")
    case.complete("undo_a")

    assert case.open_tasks() == ["tell"]
    case.complete("tell")
    assert case.state == "COMPLETED"


def test_error_in_a_handler_is_caught_around_it_and_ends_the_undoing(at: datetime) -> None:
    undone = undone_by("a", service_task("undo_a"), "undo_a")
    inside = start("s") + user_task("a") + undone + end("e", ON_COMPENSATION) + flows("s->a", "a->e")
    body = START + sub_process("sub", inside) + boundary("failed", "sub", ON_ANY_ERROR) + user_task("mend") + END
    deploy(bpmn(body + flows("start->sub", "sub->end", "failed->mend", "mend->end")), at=at)
    case = Driver(at)
    case.complete("a")

    case.throw("undo_a", "BROKEN")

    assert case.open_tasks() == ["mend"]
    case.complete("mend")
    assert (case.state, case.active()) == ("COMPLETED", [])


def test_remark_beside_the_event_is_not_taken_for_the_handler(at: datetime) -> None:
    remark = '<bpmn:textAnnotation id="remark"><bpmn:text>Why</bpmn:text></bpmn:textAnnotation>'
    remark += '<bpmn:association id="beside" sourceRef="a_undone" targetRef="remark"/></bpmn:process>'
    deploy((DATA / "compensation_one.bpmn").read_bytes().replace(b"</bpmn:process>", remark.encode()), at=at)
    case = Driver(at, "case")

    case.complete("a")
    case.complete("b")

    assert case.open_tasks() == ["undo_a"]
