"""What the runner says when something else happens than told, and that nothing of it stays."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import Json, db
from app.engine.models import ProcessInstance
from app.parties.models import Party
from app.scenarios import Stage, coverage_of, read_scenario, run_scenario, stage
from app.scenarios.errors import ScenarioInvalid
from app.scenarios.files import Scenario
from tests.engine.driver import DATA, END, START, bpmn, flows, service_task, user_task

DIAGRAM = bpmn(
    START
    + user_task("ask")
    + service_task("work")
    + '<bpmn:exclusiveGateway id="is_it_fine" default="fine_to_end"/>'
    + END
    + '<bpmn:endEvent id="bad"/>'
    + flows("start->ask", "ask->work", "work->is_it_fine", "is_it_fine->bad: result = 0")
    + '<bpmn:sequenceFlow id="fine_to_end" sourceRef="is_it_fine" targetRef="end"/>'
).replace(b"<zeebe:userTask/>", b'<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="sales"/>')
SIGNALLED = (DATA / "signal_boundary.bpmn").read_bytes().replace(b'"case"', b'"signalled"')
DONE: list[Json] = [{"task": "ask", "by": "luca"}, {"job": "work", "result": {"result": 1}}]


@pytest.fixture(scope="module")
def on(app: Flask) -> Iterator[Stage]:
    with app.app_context(), stage({"p.bpmn": DIAGRAM, "signal_boundary.bpmn": SIGNALLED}) as prepared:
        yield prepared


def told(steps: list[Json], **rest: object) -> Scenario:
    return read_scenario(json.dumps({"name": "n", "process": "p", "steps": steps, **rest}), file="p/n.json")


def failure(on: Stage, steps: list[Json], **rest: object) -> str:
    return run_scenario(told(steps, **rest), on=on).failure or ""


def test_flows_that_were_taken_are_known(on: Stage) -> None:
    result = run_scenario(told(DONE, expect={"ends": ["end"], "variables": {"result": "${any}"}}), on=on)

    assert (result.failure, result.path) == (None, ("start", "ask", "work", "is_it_fine", "end"))
    assert coverage_of(on.files, [result])[0].missing == ("is_it_fine_to_bad",)


@pytest.mark.parametrize(
    ("steps", "expect", "words"),
    [
        ([{"task": "work"}], {}, "step 1 (task work): there is no open user task of work; there are: ask."),
        ([{"task": "ask", "by": "elena"}], {}, "elena may not do this task; it is offered to sales."),
        ([{"task": "ask", "by": "nobody"}], {}, "There is nobody called 'nobody'"),
        ([{"task": "ask", "values": {"x": "${y}"}}], {}, "${y} is no variable of the case"),
        ([{"task": "ask", "values": {"x": 1}}], {}, "This form has no such field."),
        ([{"task": "ask"}], {}, "the case should be COMPLETED, but it is ACTIVE; it waits at work."),
        ([DONE[0], {"job": "work", "fails": "No paper."}], {}, "work has an incident: No paper."),
        ([{"message": "hello"}], {}, "nobody waits for the message 'hello'"),
        ([{"clock": "2020-01-01"}], {}, "time does not go back"),
        (DONE, {"path": ["start", "work"]}, "the path was expected to go to work after start, but it went to ask."),
        (DONE, {"variables": {"result": 2}}, "the variable result should be 2, but it is 1."),
        (DONE, {"ends": ["bad"]}, "the end events are others than expected; missing: bad; not expected: end."),
    ],
)
def test_failure_names_the_step_and_what_was_found(on: Stage, steps: list[Json], expect: Json, words: str) -> None:
    said = failure(on, steps, expect=expect)

    assert said.startswith("p/n.json")
    assert words in said


def test_signal_reaches_the_case(on: Stage) -> None:
    steps: list[Json] = [{"signal": "stop", "variables": {"why": "rain"}}]
    expect = {"state": "ACTIVE", "open": ["tidy"], "variables": {"why": "rain"}}

    assert failure(on, steps, process="signalled", expect=expect) == ""


def test_failed_job_is_tried_again(on: Stage) -> None:
    steps = [DONE[0], {"job": "work", "fails": "No paper."}, {"retry": "work"}, DONE[1]]

    assert failure(on, steps) == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "this is no JSON"),
        ('{"name": "n"}', "process: Missing data for required field"),
        ('{"name": "n", "process": "p", "steps": [{"by": "anna"}]}', "step 1 needs one of task"),
        ('{"name": "n", "process": "p", "stops": []}', "p/n.json: stops: "),
    ],
)
def test_file_that_is_no_scenario_is_refused(content: str, words: str) -> None:
    with pytest.raises(ScenarioInvalid, match=words):
        read_scenario(content, file="p/n.json")


def test_nothing_of_a_scenario_stays(on: Stage, app: Flask) -> None:
    run_scenario(told(DONE), on=on)

    cases = select(func.count()).select_from(ProcessInstance)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Party)) == 0
    assert on.connection.scalar(cases) == 0
