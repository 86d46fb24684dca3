"""Step handlers: what they write is undone when they fail; what a person typed wrongly goes back to them."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from app.core.errors import Invalid, Refused
from app.engine import registry
from app.engine.registry import Call, JobType
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task

pytestmark = pytest.mark.usefixtures("session")

DIAGRAM = bpmn(
    START + user_task("ask") + service_task("note", "test.note") + END + flows("start->ask", "ask->note", "note->end")
)


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    registry.job_types["test.note"] = JobType("test.note", step=_note)
    yield
    del registry.job_types["test.note"]


def _note(call: Call) -> dict[str, object]:
    if call.variables["amount"] == 0:
        raise Invalid("The amount is missing.", {"amount": ["More than nothing."]})
    if call.variables["amount"] < 0:
        raise Refused("Nobody pays us to take it.")
    return {"noted": True}


def test_input_that_a_handler_finds_invalid_goes_back_to_the_person(at: datetime) -> None:
    deploy(DIAGRAM, at=at)
    case = Driver(at)

    with pytest.raises(Invalid) as refusal:
        case.complete("ask", amount=0)

    assert refusal.value.fields == {"amount": ["More than nothing."]}
    assert case.open_tasks() == ["ask"]
    assert case.incidents() == []
    assert case.variables == {}


def test_refusal_of_a_handler_is_an_incident_on_its_element(at: datetime) -> None:
    deploy(DIAGRAM, at=at)
    case = Driver(at)

    case.complete("ask", amount=-1)

    assert [(i.element_id, i.message) for i in case.incidents()] == [("note", "Nobody pays us to take it.")]
    assert case.open_tasks() == []
    case.set(amount=5)
    case.retry()
    assert case.state == "COMPLETED"
    assert case.variables["noted"] is True
