"""Large cases: what they cost, where they stop, and that they can always be ended."""

from datetime import datetime
from time import perf_counter

import pytest

from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import end, gateway, loop, script, start, sub_process

pytestmark = pytest.mark.usefixtures("session")

THOUSAND = "for i in 1..1000 return i"
INSIDE = start("s") + user_task("inner") + end("e") + flows("s->inner", "inner->e")


def test_thousand_tasks_at_once_are_made_done_and_ended_in_seconds(at: datetime) -> None:
    body = START + sub_process("each", INSIDE + loop(THOUSAND)) + END
    deploy(bpmn(body + flows("start->each", "each->end")), at=at)

    begun = perf_counter()
    case = Driver(at)
    case.complete("inner")
    case.cancel()

    assert perf_counter() - begun < 8
    assert case.tasks() == []
    assert case.active() == []


def test_thousand_runs_of_a_script_keep_their_order(at: datetime) -> None:
    marker = loop(THOUSAND, 'outputCollection="found" outputElement="= y"')
    body = START + script("count", "item + 1", "y", after=marker) + END
    deploy(bpmn(body + flows("start->count", "count->end")), at=at)

    begun = perf_counter()
    case = Driver(at)

    assert perf_counter() - begun < 5
    assert case.variables == {"found": list(range(2, 1002))}


def test_collection_of_more_than_a_thousand_is_an_incident(at: datetime) -> None:
    body = START + user_task("ask", after=loop("for i in 1..1001 return i")) + END
    deploy(bpmn(body + flows("start->ask", "ask->end")), at=at)

    assert [incident.kind for incident in Driver(at).incidents()] == ["EXTRACT_VALUE_ERROR"]


def test_fork_that_loops_back_stops_with_one_incident_and_can_be_ended(at: datetime) -> None:
    body = START + gateway("exclusive", "merge") + gateway("parallel", "fork") + user_task("ask") + END
    deploy(bpmn(body + flows("start->merge", "merge->fork", "fork->merge", "fork->ask", "ask->end")), at=at)
    case = Driver(at)
    assert [incident.kind for incident in case.incidents()] == ["STEP_BUDGET_EXCEEDED"]

    case.complete("ask")
    assert len(case.incidents()) == 1

    begun = perf_counter()
    case.cancel()

    assert perf_counter() - begun < 10
    assert (case.state, case.instance.incident_count) == ("TERMINATED", 0)
    assert case.tasks() == []
    assert case.active() == []


def test_border_event_ends_a_sub_process_whose_loop_used_the_budget_up(at: datetime) -> None:
    inside = start("s") + gateway("exclusive", "again") + '<bpmn:task id="turn"/>' + flows("s->again", "turn->again")
    border = (
        '<bpmn:boundaryEvent id="late" attachedToRef="sub"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    body = START + gateway("parallel", "fork") + sub_process("sub", inside + flows("again->turn")) + border
    body += gateway("exclusive", "m") + user_task("ask") + '<bpmn:endEvent id="late_end"/>' + END
    body += flows("start->fork", "fork->sub", "fork->m", "m->ask", "ask->end", "late->late_end")
    deploy(bpmn(body), at=at)
    case = Driver(at)
    assert [incident.element_id for incident in case.incidents()] != []

    case.wait(hours=1)

    assert case.incidents() == []
    assert case.open_tasks() == ["ask"]
    case.complete("ask")
    assert case.state == "COMPLETED"
