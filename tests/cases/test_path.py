"""The strip over a task: done, here, next."""

from types import SimpleNamespace

from app.cases.path import path_of
from app.engine.diagram import read_processes
from app.engine.models import ElementState
from tests.engine.factories import DIAGRAM

PROCESS = read_processes(DIAGRAM.format(process_id="p").encode())[0]


def at(element_id, state=ElementState.COMPLETED, kind="userTask", name=None):
    return SimpleNamespace(element_id=element_id, element_name=name or element_id, element_type=kind, state=state)


def strip(passages, stuck=(), process=PROCESS):
    return [step.pair for step in path_of(passages, stuck, process)]


def test_strip_shows_done_here_and_next():
    passages = [at("lead_captured", kind="startEvent"), at("qualify_lead", ElementState.ACTIVE)]

    assert strip(passages) == [
        ("lead_captured", "done"),
        ("qualify_lead", "current"),
        ("Send quote", "ahead"),
        ("Order placed", "ahead"),
    ]


def test_stuck_step_is_failed():
    assert strip([at("send_quote", ElementState.ACTIVE)], stuck=["send_quote"])[0] == ("send_quote", "failed")


def test_step_done_often_stands_once_where_it_was_done_last():
    passages = [at("qualify_lead"), at("send_quote"), at("qualify_lead")]

    assert strip(passages) == [("send_quote", "done"), ("qualify_lead", "done")]


def test_gateways_scripts_and_cancelled_steps_are_left_out():
    passages = [
        at("is_it_for_us", kind="exclusiveGateway"),
        at("compute", kind="scriptTask"),
        at("wait", ElementState.TERMINATED),
    ]

    assert strip(passages) == []


def test_long_road_shows_its_end():
    passages = [at(f"step_{number}") for number in range(30)]

    assert [words for words, _ in strip(passages)] == [f"step_{number}" for number in range(25, 30)]


def test_case_without_a_diagram_still_has_a_past():
    assert strip([at("a"), at("b", ElementState.ACTIVE)], process=None) == [("a", "done"), ("b", "current")]
