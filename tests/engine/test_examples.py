"""Every small diagram that runs is walked to its end; the saved case equals the living one at each step."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.db import session
from app.engine.models import Job, JobState, MessageSubscription, ProcessInstance, SignalSubscription, Timer
from app.engine.state import read_case
from tests.engine.driver import DATA, Driver, deploy
from tests.engine.test_random_processes import assert_saved_as_it_lives, left_open

pytestmark = pytest.mark.usefixtures("session")

MOST_MOVES = 30
VARIABLES = {
    "quote_number": "k",
    "due": "2026-12-01T09:00:00Z",
    "which": "rain",
    "agreed": False,
    "amount": 5,
    "why": "x",
    "days": 3,
    "lines": [1, 2],
    "answer": "go on",
}


@pytest.mark.parametrize("path", sorted(DATA.glob("*.bpmn")), ids=lambda path: path.stem)
def test_small_diagram_is_walked_to_its_end(path: Path, at: datetime) -> None:
    deploy(path.read_bytes(), at=at)
    case = begin(at)
    done: list[str] = []
    assert_saved_as_it_lives(case, done)

    while case.state == "ACTIVE":
        assert len(done) < MOST_MOVES, done
        done.append(move(case, hears=len(done) < 2))
        case.run_engine()
        assert_saved_as_it_lives(case, done)

    assert left_open(case) == {}
    assert read_case(case.instance.state_data or b"").places == {}


def begin(at: datetime) -> Driver:
    """A case, by a plain start, else by a message or signal."""
    driver = Driver.of(None, at)  # type: ignore[arg-type]  # no case is there yet
    started = select(ProcessInstance.key).order_by(ProcessInstance.key)
    if names := session().scalars(select(MessageSubscription.name)).all():
        driver.publish(names[0], **VARIABLES)
    elif names := session().scalars(select(SignalSubscription.name)).all():
        driver.broadcast(names[0], **VARIABLES)
    else:
        return Driver(at, "case", **VARIABLES)
    return Driver.of(session().scalars(started).all()[0], at)


def move(case: Driver, *, hears: bool) -> str:
    """Do the rarest thing that can be done: a signal, a message, a person, a machine, time, a changed variable."""
    waits_for_others = hears or not case.open_tasks()
    mine = case.key
    signals = SignalSubscription.instance_key == mine, SignalSubscription.closed_at.is_(None)
    messages = MessageSubscription.instance_key == mine, MessageSubscription.closed_at.is_(None)
    if waits_for_others and (name := session().scalars(select(SignalSubscription.name).where(*signals)).first()):
        case.broadcast(name)
    elif waits_for_others and (found := session().scalars(select(MessageSubscription).where(*messages)).first()):
        case.publish(found.name, found.correlation_key)
    elif case.open_tasks():
        case.complete(case.open_tasks()[-1])
    elif element_id := session().scalars(select(Job.element_id).where(Job.state == JobState.CREATED)).first():
        case.finish_job(element_id)
    elif session().scalars(select(Timer.key).where(Timer.fired_at.is_(None), Timer.cancelled_at.is_(None))).first():
        case.wait(days=400)
    else:
        case.set(amount=11)
    return str(case.active())
