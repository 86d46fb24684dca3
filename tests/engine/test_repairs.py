"""Incidents: at every kind of place, mended and retried, or gone with their case."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import func, select

from app.core.db import session, transaction
from app.engine import operations
from app.engine.errors import IncidentResolved
from app.engine.models import Incident, Job, JobState, ProcessInstance
from app.engine.registry import Call, JobFailed, Variables, job_types, step_handler
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import (
    MESSAGE,
    ON_MESSAGE,
    boundary,
    call,
    catch,
    end,
    gateway,
    inputs,
    loop,
    mapped,
    outputs,
    script,
    start,
    timer,
)

pytestmark = pytest.mark.usefixtures("session")

AFTER = user_task("after") + END
THROUGH = flows("start->step", "step->after", "after->end")
TOO_LONG = "count(for i in 1..10000000000 return i)"


PLACES = {
    "input mapping": (
        service_task("step", inside=mapped(inputs(x=f"if good = true then 1 else {TOO_LONG}"))),
        "IO_MAPPING_ERROR",
        {"good": True},
    ),
    "collection": (service_task("step", after=loop("things")), "EXTRACT_VALUE_ERROR", {"things": [1]}),
    "timer": (catch("step", timer("duration", "= pause")), "TIMER_ERROR", {"pause": "PT1H"}),
    "unknown zone": (catch("step", timer("date", "= day + &quot;@No/Where&quot;")), "TIMER_ERROR", None),
    "correlation key": (catch("step", ON_MESSAGE), "EXTRACT_VALUE_ERROR", {"key": "k"}),
    "border timer": (
        user_task("step") + boundary("late", "step", timer("duration", "= pause")),
        "TIMER_ERROR",
        {"pause": "PT1H"},
    ),
    "assignee": (user_task("step", '<zeebe:assignmentDefinition assignee="= who"/>'), "EXTRACT_VALUE_ERROR", None),
    "candidates": (
        user_task("step", '<zeebe:assignmentDefinition candidateGroups="= groups"/>'),
        "EXTRACT_VALUE_ERROR",
        {"groups": ["sales"]},
    ),
    "priority": (
        user_task("step", '<zeebe:priorityDefinition priority="= high"/>'),
        "EXTRACT_VALUE_ERROR",
        {"high": 100},
    ),
    "due date": (
        user_task("step", '<zeebe:taskSchedule dueDate="= due"/>'),
        "EXTRACT_VALUE_ERROR",
        {"due": "2026-12-01"},
    ),
    "script": (script("step", f"if good = true then 1 else {TOO_LONG}", "x"), "EXTRACT_VALUE_ERROR", {"good": True}),
}
BROKEN = {"who": ["a", "b"], "groups": [1, None], "high": 101, "due": 7, "day": "2026-11-25T09:00:00"}


@pytest.mark.parametrize("place", PLACES)
def test_incident_is_at_the_step_that_fails_and_the_case_goes_on_once_mended(at: datetime, place: str) -> None:
    step, kind, mended = PLACES[place]
    late = flows("late->end") if "late" in step else ""
    deploy(bpmn(START + step + AFTER + THROUGH + late, outside=MESSAGE), at=at)
    case = Driver(at, **BROKEN)

    assert [(incident.element_id, incident.kind) for incident in case.incidents()] == [("step", kind)]
    case.retry()
    assert len(case.incidents()) == case.instance.incident_count == 1

    if mended is not None:
        case.set(**mended)
        case.retry()
        assert case.incidents() == []
        assert case.instance.incident_count == 0
    case.cancel()
    assert_nothing_is_open(case)


def assert_nothing_is_open(case: Driver) -> None:
    assert case.instance.incident_count == 0
    assert case.incidents() == []
    assert case.active() == []
    assert case.tasks() == []
    open_jobs = select(func.count()).where(Job.instance_key == case.key, Job.state.in_(("CREATED", "FAILED")))
    assert session().scalar(open_jobs) == 0


def test_condition_after_a_completed_task_fails_at_the_gateway_only(at: datetime) -> None:
    body = START + user_task("ask") + gateway("exclusive", "g", "g_to_end") + AFTER
    deploy(bpmn(body + flows("start->ask", "ask->g", "g->after: yes", "g->end", "after->end")), at=at)
    case = Driver(at)

    case.complete("ask", comment="done")

    assert case.trace() == ["start", "ask"]
    assert [incident.element_id for incident in case.incidents()] == ["g"]
    case.set(yes=True)
    case.retry()
    assert case.open_tasks() == ["after"]


def test_condition_out_of_a_task_is_evaluated_again_and_its_outcome_written_once(at: datetime) -> None:
    lines = mapped(outputs({"n": "n + 1"}))
    body = START + user_task("ask", lines) + AFTER + flows("start->ask", "ask->after: yes", "after->end")
    deploy(bpmn(body), at=at)
    case = Driver(at, n=1)
    case.complete("ask")
    assert case.variables["n"] == 2

    case.set(yes=True)
    case.retry()

    assert case.open_tasks() == ["after"]
    assert case.variables["n"] == 2


def test_output_mapping_writes_all_its_lines_or_none(at: datetime) -> None:
    lines = mapped(outputs({"n": "n + 1", "m": f"if good = true then n else {TOO_LONG}"}))
    deploy(bpmn(START + user_task("step", lines) + AFTER + THROUGH), at=at)
    case = Driver(at, n=1)

    case.complete("step")

    assert [incident.kind for incident in case.incidents()] == ["IO_MAPPING_ERROR"]
    assert case.variables == {"n": 1}
    case.set(good=True)
    case.retry()
    assert case.variables == {"n": 2, "m": 2, "good": True}


def test_job_whose_error_nobody_caught_runs_again(at: datetime) -> None:
    deploy(bpmn(START + service_task("step") + AFTER + THROUGH), at=at)
    case = Driver(at)
    case.throw("step", "NOBODY")

    case.retry()

    job = session().scalars(select(Job)).one()
    assert (job.state, job.ended_at) == (JobState.CREATED, None)
    case.finish_job("step")
    assert case.open_tasks() == ["after"]


def test_border_timer_takes_the_incident_of_its_activity_away(at: datetime) -> None:
    body = START + service_task("step") + boundary("late", "step", timer("duration", "PT1H")) + AFTER
    deploy(bpmn(body + THROUGH + flows("late->after")), at=at)
    case = Driver(at)
    case.throw("step", "NOBODY")

    case.wait(hours=1)

    assert case.incidents() == []
    assert case.instance.incident_count == 0
    assert case.open_tasks() == ["after"]


@pytest.fixture
def failing() -> Iterator[list[bool]]:
    """A step handler that writes a row, then fails while the list says so."""
    fails = [True]

    def handler(call: Call) -> Variables:
        instance = session().get_one(ProcessInstance, call.instance_key)
        instance.title = "written"
        session().flush()  # the row must be in the database to be undone
        if fails[0]:
            raise JobFailed("the register is closed")
        return {"registered": True}

    step_handler("test.register")(handler)
    yield fails
    del job_types["test.register"]


def test_what_a_failing_handler_wrote_is_undone_and_what_went_before_stays(at: datetime, failing: list[bool]) -> None:
    body = START + user_task("ask") + service_task("step", "test.register") + AFTER
    deploy(bpmn(body + flows("start->ask", "ask->step", "step->after", "after->end")), at=at)
    case = Driver(at)

    case.complete("ask", x=1)

    assert [(i.kind, i.message) for i in case.incidents()] == [("HANDLER_ERROR", "the register is closed")]
    assert case.instance.title is None
    assert case.variables == {"x": 1}
    failing[0] = False
    case.retry()
    assert case.instance.title == "written"
    assert case.open_tasks() == ["after"]


def test_handler_that_breaks_in_any_way_is_an_incident(at: datetime) -> None:
    def breaks(call: Call) -> Variables:
        raise RuntimeError("the wheel came off")

    step_handler("test.breaks")(breaks)
    body = START + user_task("ask") + service_task("step", "test.breaks") + AFTER
    deploy(bpmn(body + flows("start->ask", "ask->step", "step->after", "after->end")), at=at)
    case = Driver(at)

    case.complete("ask")

    del job_types["test.breaks"]
    assert [(i.kind, i.message) for i in case.incidents()] == [("HANDLER_ERROR", "'step' failed inside: RuntimeError.")]


def test_call_of_a_process_that_only_a_message_starts_is_an_incident(at: datetime) -> None:
    child = bpmn(start("s", ON_MESSAGE) + END + flows("s->end"), process_id="child", outside=MESSAGE)
    deploy(child, bpmn(START + call("step", "child") + AFTER + THROUGH), at=at)
    case = Driver(at)

    case.run_engine()

    assert [incident.kind for incident in case.incidents()] == ["CALLED_ELEMENT_ERROR"]
    assert "plain start event" in case.incidents()[0].message


def test_second_retry_of_one_incident_is_refused(at: datetime) -> None:
    deploy(bpmn(START + script("step", TOO_LONG, "x") + END + flows("start->step", "step->end")), at=at)
    case = Driver(at)
    first = case.incidents()[0].key
    case.retry()

    with pytest.raises(IncidentResolved), transaction():
        operations.retry_incident(first, by=ANNA, at=at)


def test_parallel_branch_goes_on_beside_an_incident(at: datetime) -> None:
    body = START + gateway("parallel", "fork") + script("step", TOO_LONG, "x") + user_task("after") + end("e1") + END
    deploy(bpmn(body + flows("start->fork", "fork->step", "fork->after", "step->e1", "after->end")), at=at)
    case = Driver(at)

    case.complete("after")

    assert case.state == "ACTIVE"
    assert session().scalar(select(func.count()).select_from(Incident)) == 1
    case.cancel()
    assert_nothing_is_open(case)
