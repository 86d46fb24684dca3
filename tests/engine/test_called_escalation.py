"""Escalations out of a called case reach the border of the call; both cases go on as drawn."""

from datetime import datetime

import pytest

from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import Job, JobState, ProcessInstance
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import ESCALATION, ON_ESCALATION, boundary, call, end, throw

pytestmark = pytest.mark.usefixtures("session")

TELLS = START + throw("tell", ON_ESCALATION) + user_task("inner") + END
TELLS += flows("start->tell", "tell->inner", "inner->end")


def deploy_pair(child_body: str, at: datetime, *, interrupting: bool) -> None:
    child = bpmn(child_body, process_id="child", outside=ESCALATION)
    told = boundary("told", "call", ON_ESCALATION, interrupting=interrupting)
    body = START + call("call", "child") + told + user_task("look") + END + end("seen")
    body += flows("start->call", "call->end", "told->look", "look->seen")
    deploy(child, bpmn(body, outside=ESCALATION), at=at)


def called_by(case: Driver) -> Driver:
    return Driver.of(session().query(ProcessInstance).filter_by(parent_key=case.key).one().key, case.at)


def test_called_case_goes_on_beside_what_its_escalation_began(at: datetime) -> None:
    deploy_pair(TELLS, at, interrupting=False)
    case = Driver(at)
    case.run_engine()
    called = called_by(case)

    assert (case.open_tasks(), called.open_tasks()) == (["look"], ["inner"])
    case.complete("look")
    called.complete("inner")
    case.run_engine()

    assert case.state == "COMPLETED"


def test_escalation_ends_the_called_case_where_its_border_event_interrupts(at: datetime) -> None:
    deploy_pair(TELLS, at, interrupting=True)
    case = Driver(at)
    case.run_engine()

    assert case.open_tasks() == ["look"]
    assert called_by(case).state == "TERMINATED"


def test_escalation_at_the_end_is_heard_though_the_end_is_told_first(at: datetime) -> None:
    ends = START + end("tell", ON_ESCALATION) + flows("start->tell")
    deploy_pair(ends, at, interrupting=False)
    case = Driver(at)
    waiting = session().query(Job).filter_by(queue="engine", state=JobState.CREATED).order_by(Job.key.desc())
    while jobs := waiting.all():
        with transaction():
            operations.run_engine_job(jobs[0].key, at=at)

    assert case.open_tasks() == ["look"]


def test_escalation_passes_through_a_caller_that_does_not_catch_it(at: datetime) -> None:
    inner = bpmn(TELLS, process_id="inner_process", outside=ESCALATION)
    middle = START + call("deeper", "inner_process") + END + flows("start->deeper", "deeper->end")
    deploy(inner, at=at)
    deploy_pair(middle, at, interrupting=False)
    case = Driver(at)
    case.run_engine()

    assert case.open_tasks() == ["look"]


def test_escalation_that_nobody_catches_changes_nothing(at: datetime) -> None:
    child = bpmn(TELLS, process_id="child", outside=ESCALATION)
    deploy(child, bpmn(START + call("call", "child") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)
    case.run_engine()
    called_by(case).complete("inner")
    case.run_engine()

    assert (case.state, case.incidents()) == ("COMPLETED", [])


def test_job_of_the_engine_that_is_refused_becomes_an_incident(at: datetime) -> None:
    child = bpmn(START + user_task("inner") + END + flows("start->inner", "inner->end"), process_id="child")
    deploy(child, bpmn(START + call("call", "child") + END + flows("start->call", "call->end")), at=at)
    case = Driver(at)
    key = session().query(Job.key).filter_by(instance_key=case.key).one().key
    with transaction():
        operations.engine_job_failed(key, message="The case would be larger than 5 MiB.", at=at)

    assert [incident.message for incident in case.incidents()] == ["The case would be larger than 5 MiB."]
    case.retry()
    case.run_engine()
    assert called_by(case).open_tasks() == ["inner"]
