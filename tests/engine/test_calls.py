"""Call activities: what ends a called case, and what brings it back."""

from datetime import datetime

import pytest

from app.core.db import session
from app.engine.errors import CalledCase
from app.engine.models import ProcessInstance
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import (
    ERROR,
    MESSAGE,
    ON_ERROR,
    ON_MESSAGE,
    boundary,
    call,
    end,
    gateway,
)

pytestmark = pytest.mark.usefixtures("session")


def called_by(case: Driver) -> Driver:
    return Driver.of(session().query(ProcessInstance).filter_by(parent_key=case.key).one().key, case.at)


def test_message_on_the_border_of_a_call_ends_the_called_case(at: datetime) -> None:
    child = bpmn(START + user_task("inner") + END + flows("start->inner", "inner->end"), process_id="child")
    body = START + call("call", "child") + boundary("stop", "call", ON_MESSAGE) + user_task("after") + END
    body += flows("start->call", "call->end", "stop->after", "after->end")
    deploy(child, bpmn(body, outside=MESSAGE), at=at)
    case = Driver(at, key="k")
    case.run_engine()
    called = called_by(case)

    case.publish("answer", "k")
    case.run_engine()

    assert called.state == "TERMINATED"
    assert case.open_tasks() == ["after"]


def test_call_that_is_stopped_before_it_began_starts_no_case(at: datetime) -> None:
    child = bpmn(START + user_task("inner") + END + flows("start->inner", "inner->end"), process_id="child")
    body = START + call("call", "child") + boundary("stop", "call", ON_MESSAGE) + user_task("after") + END
    body += flows("start->call", "call->end", "stop->after", "after->end")
    deploy(child, bpmn(body, outside=MESSAGE), at=at)
    case = Driver(at, key="k")

    case.publish("answer", "k")
    case.run_engine()

    assert session().query(ProcessInstance).filter_by(parent_key=case.key).count() == 0


def test_called_case_is_not_cancelled_under_its_caller(at: datetime) -> None:
    child = bpmn(START + user_task("inner") + END + flows("start->inner", "inner->end"), process_id="child")
    deploy(child, bpmn(START + call("call", "child") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)
    case.run_engine()
    called = called_by(case)

    with pytest.raises(CalledCase, match="Cancel that one instead"):
        called.cancel()

    assert called.open_tasks() == ["inner"]


def test_call_is_made_again_after_an_error_that_nobody_caught(at: datetime) -> None:
    child_body = START + gateway("exclusive", "ok", "ok_to_end") + user_task("go") + end("fail", ON_ERROR) + END
    child_body += flows("start->go", "go->ok", "ok->end", "ok->fail: bad")
    child = bpmn(child_body, process_id="child", outside=ERROR)
    deploy(child, bpmn(START + call("call", "child") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)
    case.run_engine()
    called_by(case).complete("go", bad=True)
    case.run_engine()
    assert [incident.kind for incident in case.incidents()] == ["UNHANDLED_ERROR_EVENT"]

    case.retry()
    case.run_engine()
    second = session().query(ProcessInstance).filter_by(parent_key=case.key, state="ACTIVE").one()
    Driver.of(second.key, at).complete("go", bad=False, answer=42)
    case.run_engine()

    assert case.state == "COMPLETED"
    assert case.variables["answer"] == 42
