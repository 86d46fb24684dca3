"""Random sound processes walked by random paths: each comes to its end and leaves nothing behind."""

import os
from collections import Counter
from datetime import datetime
from random import Random

import pytest
from sqlalchemy import select

from app.core.db import Key, session
from app.engine import catalogue
from app.engine.diagram import Process
from app.engine.models import (
    ElementInstance,
    ElementState,
    Incident,
    Job,
    JobState,
    MessageSubscription,
    SignalSubscription,
    Timer,
    UserTask,
)
from app.engine.models import TaskState as UserTaskState
from app.engine.scopes import ROOT
from app.engine.specs.workflow import CaseWorkflow
from app.engine.state import load, read_case, save
from tests.engine.driver import Driver, deploy
from tests.engine.random_process import RandomProcess

pytestmark = pytest.mark.usefixtures("session")

PROCESSES = int(os.environ.get("RANDOM_PROCESSES", "60"))
FIRST_SEED = int(os.environ.get("RANDOM_SEED", "1"))
MOST_MOVES = 600
LARGEST_STATE = 30_000


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + PROCESSES))
def test_random_path_through_random_process_ends_and_leaves_nothing(seed: int, at: datetime) -> None:
    random = Random(seed)
    drawn = RandomProcess(random)
    deploy(drawn.xml(), at=at)
    case = Driver(at, key="k", **choose(drawn, random))

    moves = walk(case, drawn, random)

    assert case.state == "COMPLETED", f"seed {seed}: {moves}"
    assert left_open(case) == {}, f"seed {seed}: {moves}"
    assert read_case(case.instance.state_data or b"").places == {}
    assert_flows_and_history_agree(case, f"seed {seed}: {moves}")


def choose(drawn: RandomProcess, random: Random) -> dict[str, int]:
    return {name: random.randint(0, 3) for name in drawn.choices}


def walk(case: Driver, drawn: RandomProcess, random: Random) -> list[str]:
    """Do what can be done, in any order, until nothing is left. What was done."""
    done: list[str] = []
    assert_saved_as_it_lives(case, done)
    while case.state == "ACTIVE" and len(done) < MOST_MOVES:
        possible = moves(case)
        assert possible, f"nothing can be done any more after {done}"
        kind, key = random.choice(possible)
        done.append(f"{kind} {key}")
        do(case, kind, key, choose(drawn, random))
        assert_saved_as_it_lives(case, done)
    return done


def moves(case: Driver) -> list[tuple[str, str]]:
    """What can be done now: kind and element id or message key."""
    mine = Job.instance_key == case.key, Job.state == JobState.CREATED
    jobs = session().scalars(select(Job.element_id).where(*mine))
    waiting = Timer.instance_key == case.key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
    listening = MessageSubscription.instance_key == case.key, MessageSubscription.closed_at.is_(None)
    times = session().scalars(select(Timer.element_id).where(*waiting).order_by(Timer.due_at).limit(1))
    keys = session().scalars(select(MessageSubscription.correlation_key).where(*listening).limit(1))
    found = [("task", element_id) for element_id in case.open_tasks()] + [("job", x) for x in jobs]
    hearing = SignalSubscription.instance_key == case.key, SignalSubscription.closed_at.is_(None)
    signals = session().scalars(select(SignalSubscription.name).where(*hearing).limit(1))
    found += [("time", x) for x in times] + [("message", x) for x in keys] + [("signal", x) for x in signals]
    conditions = any("held" in token.internal_data for token in living(case).live_tasks())
    return [*found, ("variables", "change")] if conditions else found


def do(case: Driver, kind: str, key: str, chosen: dict[str, int]) -> None:
    if kind == "task":
        case.complete(key, **chosen)
    elif kind == "job":
        case.finish_job(key, **chosen)
    elif kind == "message":
        case.publish("answer", key, **chosen)
    elif kind == "signal":
        case.broadcast(key, **chosen)
    elif kind == "variables":
        case.set(**chosen)
    else:
        due = Timer.instance_key == case.key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
        first = session().scalars(select(Timer.due_at).where(*due).order_by(Timer.due_at)).first()
        assert first is not None
        case.wait(seconds=max(0.0, (first - case.at).total_seconds()))


def living(case: Driver) -> CaseWorkflow:
    compiled = catalogue.compiled(case.instance.definition_key)
    return load(case.instance.state_data or b"", compiled, CaseWorkflow)[0]


def assert_saved_as_it_lives(case: Driver, done: list[str]) -> None:
    """The saved state survives loading and saving; it holds no more than what lives, and rows say the same."""
    data = case.instance.state_data or b""
    compiled = catalogue.compiled(case.instance.definition_key)
    workflow, scopes = load(data, compiled, CaseWorkflow)
    live = [task.internal_data for task in workflow.live_tasks()]
    assert save(workflow, scopes) == data, done
    assert len(data) < LARGEST_STATE, done
    held = {ROOT} | {found[name] for found in live for name in ("scope", "local") if name in found}
    assert set(scopes.stored()) == held, done
    assert case.incidents() == [], [incident.message for incident in case.incidents()]
    entered = {found["key"] for found in live if found.get("is_entered")}
    assert set(active_keys(case)) == entered, done
    assert open_waits(case) == {found["key"] for found in live if found.get("waits")}, done


def active_keys(case: Driver) -> list[Key]:
    mine = ElementInstance.instance_key == case.key, ElementInstance.state == ElementState.ACTIVE
    return list(session().scalars(select(ElementInstance.key).where(*mine)))


def open_waits(case: Driver) -> set[Key | None]:
    """Element instances that wait for something, by the rows."""
    timers = Timer.instance_key == case.key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
    messages = MessageSubscription.instance_key == case.key, MessageSubscription.closed_at.is_(None)
    signals = SignalSubscription.instance_key == case.key, SignalSubscription.closed_at.is_(None)
    jobs = Job.instance_key == case.key, Job.ended_at.is_(None)
    tasks = UserTask.instance_key == case.key, UserTask.state == UserTaskState.CREATED
    return {
        *session().scalars(select(Timer.element_instance_key).where(*timers)),
        *session().scalars(select(MessageSubscription.element_instance_key).where(*messages)),
        *session().scalars(select(SignalSubscription.element_instance_key).where(*signals)),
        *session().scalars(select(Job.element_instance_key).where(*jobs)),
        *session().scalars(select(UserTask.key).where(*tasks)),
    }


def left_open(case: Driver) -> dict[str, object]:
    incidents = session().scalars(
        select(Incident.message).where(Incident.instance_key == case.key, Incident.resolved_at.is_(None))
    )
    found = {"active": active_keys(case), "waits": open_waits(case), "incidents": list(incidents)}
    return {name: rows for name, rows in found.items() if rows}


def assert_flows_and_history_agree(case: Driver, told: str) -> None:
    """Every element that ended sent a token along its flows, and every token that was sent arrived."""
    process = catalogue.compiled(case.instance.definition_key).process
    history = list(session().scalars(select(ElementInstance).where(ElementInstance.instance_key == case.key)))
    assert all(passage.ended_at is not None for passage in history), told
    taken = Counter(flow for passage in history for flow in passage.incoming_flows)
    ended = Counter(x.element_id for x in history if x.state is ElementState.COMPLETED and not is_body(x))
    cut_short = any(x.state is ElementState.TERMINATED and x.element_type == "subProcess" for x in history)
    for scope in scopes_of(process):
        for node in scope.nodes.values():
            sent = [taken[flow.id] for flow in scope.outgoing(node.id)]
            expected = ended[node.id] if node.loop is None else None
            if expected is None or not sent:
                continue
            if node.type == "exclusiveGateway":
                good = sum(sent) == expected
            elif node.type == "inclusiveGateway":
                good = max(sent) <= expected <= sum(sent)
            elif node.type == "eventBasedGateway":
                good = sum(sent) == expected
            else:
                good = all(count == expected for count in sent)
            assert good or (cut_short and min(sent) <= expected), f"{node.id}: {sent} of {expected}; {told}"


def is_body(passage: ElementInstance) -> bool:
    """Whether it is one run of a multi-instance element."""
    return not passage.incoming_flows and passage.element_type in ("userTask", "subProcess")


def scopes_of(process: Process) -> list[Process]:
    return [process, *(node.body for node in process.every_node() if node.body is not None)]
