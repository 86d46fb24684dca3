"""The engine alone, in this process: statements of a completion, and what the last turn of a loop costs."""

import statistics
import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.models import ProcessInstance, TaskState, UserTask
from app.factory import create_app
from app.settings import settings_from_environment
from tests.bench.baseline import add_bare_request, dispose
from tests.bench.table import Figure, show
from tests.engine.driver import END, START, bpmn, flows, user_task
from tests.fixtures.system import System
from tests.statements import counted

BENCH = Actor("user", "bench", "Bench")
TURNS = 1_000
LOOP = "bench_loop"


def application_of(system: System) -> Flask:
    """The application on the database of a running system, in this process; as the owner, who may fill and analyse."""
    servers = system.servers
    return create_app(settings_from_environment({**servers, "DATABASE_URL": servers["DATABASE_OWNER_URL"]}))


def measure(app: Flask) -> None:
    """Print the engine's part."""
    client = add_bare_request(app)
    with app.app_context():
        _deploy()
        completions = [_complete_one() for _ in range(300)]
        turns, sizes = _loop()
        statements = _statements()
    bare = _seconds_of_bare_requests(client)
    first, last = statistics.median(turns[5:55]), statistics.median(turns[-50:])
    figures = [
        Figure("SQL statements of one completion", str(statements)),
        Figure("Completion in the engine, p50", f"{statistics.median(completions) * 1000:.1f} ms"),
        Figure(
            "The same over a bare Flask request that writes six rows", f"{statistics.median(completions) / bare:.1f} x"
        ),
        Figure(f"Turn {TURNS} of a loop over its first turns", f"{last / first:.2f} x"),
        Figure("Saved state of a waiting case, first turn / last turn", f"{sizes[0]} / {sizes[-1]} bytes"),
    ]
    show("Engine", figures)
    dispose(app)


def _deploy() -> None:
    one = bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end"), process_id="bench_engine")
    gateways = '<bpmn:exclusiveGateway id="again"/><bpmn:exclusiveGateway id="done" default="done_to_again"/>'
    loop = START + gateways + user_task("ask") + END
    loop += flows("start->again", "again->ask", "ask->done", "done->again", "done->end: finished")
    with transaction():
        files = {"one.bpmn": one, "loop.bpmn": bpmn(loop, process_id=LOOP)}
        operations.deploy(files, by=BENCH, at=now())


def _complete_one() -> float:
    with transaction():
        started = operations.start_instance("bench_engine", variables={"a": 1}, by=BENCH, at=now())
    key = _open_task(started.key)
    began = time.perf_counter()
    with transaction():
        operations.complete_task(key, variables={"b": 2}, by=BENCH, at=now())
    return time.perf_counter() - began


def _loop() -> tuple[list[float], list[int]]:
    with transaction():
        started = operations.start_instance(LOOP, variables={"finished": False}, by=BENCH, at=now())
    seconds, sizes = [], []
    for turn in range(TURNS):
        key = _open_task(started.key)
        began = time.perf_counter()
        with transaction():
            operations.complete_task(key, variables={"finished": False}, by=BENCH, at=now())
        seconds.append(time.perf_counter() - began)
        if turn in (0, TURNS - 1):
            size = func.length(ProcessInstance.state_data)
            sizes.append(session().scalar(select(size).where(ProcessInstance.key == started.key)) or 0)
    return seconds, sizes


def _statements() -> int:
    with transaction():
        started = operations.start_instance(LOOP, variables={"finished": False}, by=BENCH, at=now() + timedelta())
    key = _open_task(started.key)
    with counted() as sent, transaction():
        operations.complete_task(key, variables={"finished": False}, by=BENCH, at=now())
    return len(sent)


def _open_task(instance_key: Key) -> Key:
    query = select(UserTask.key).where(UserTask.instance_key == instance_key, UserTask.state == TaskState.CREATED)
    key = session().scalars(query).one()
    session().rollback()
    return key


def _seconds_of_bare_requests(client: object) -> float:
    seconds = []
    for _ in range(300):
        began = time.perf_counter()
        client.get("/bare")  # type: ignore[attr-defined]  # a FlaskClient
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
