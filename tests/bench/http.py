"""Through HTTP, with history, trail and fsync on."""

import time
from datetime import timedelta
from secrets import token_urlsafe

from flask import Flask
from sqlalchemy import select

from app.core.clock import now
from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.models import ProcessInstance, Timer
from app.identity import operations as identity
from app.identity.roles import Role
from tests.bench.client import Client
from tests.bench.engine import BENCH
from tests.bench.load import PROCESS, Measured, run_clients
from tests.bench.rows import add_waiting_cases, add_waiting_timers, refresh_statistics
from tests.bench.table import Figure, percentiles, show
from tests.engine.driver import END, START, bpmn, flows, user_task
from tests.fixtures.system import System

CLIENTS = 4
GROUPS = '<zeebe:assignmentDefinition candidateGroups="bench"/>'


def measure(system: System, app: Flask, *, cases: int) -> None:
    """Print what four programs get out of an empty system."""
    make_client = client_maker(system, app)
    body = START + user_task("ask", GROUPS) + END + flows("start->ask", "ask->end")
    make_client().deploy("bench.bpmn", bpmn(body, process_id=PROCESS))
    run_clients(make_client, clients=CLIENTS, cases=cases // 10)
    show("Through HTTP, fsync on, four clients", _figures(run_clients(make_client, clients=CLIENTS, cases=cases)))


def measure_at_size(system: System, app: Flask, *, cases: int, timers: int) -> None:
    """Print the same when many cases and timers wait, and how lists and timers fare then."""
    make_client = client_maker(system, app)
    with app.app_context():
        model = _model()
        add_waiting_cases(model, cases)
        add_waiting_timers(model, timers)
        refresh_statistics()
    figures = _figures(run_clients(make_client, clients=CLIENTS, cases=1_000))
    client = make_client()
    for name, body in (("user-tasks", {"state": "CREATED"}), ("process-instances", {"state": "ACTIVE"})):
        seconds = [_search(client, name, body) for _ in range(50)]
        figures.append(Figure(f"Search of {name}, first page", percentiles(seconds)))
    with app.app_context():
        figures.append(Figure("A due timer fires after (50 timers due at once, p50 / worst)", _timer_lag()))
    show(f"The same with {cases:,} waiting cases and {timers:,} waiting timers", figures)


def client_maker(system: System, app: Flask) -> "type[Client]":
    """Makes clients with a token of a user who may do what they do."""
    with app.app_context(), transaction():
        name = f"bench{time.time_ns()}"
        identity.add_user(
            name,
            display_name="Bench",
            email=None,
            password=token_urlsafe(16),
            roles=[Role.MANAGER, Role.ANALYST, Role.STAFF],
            groups=[],
            by=BENCH,
            at=now(),
        )
        token = identity.add_token(name, "bench", by=BENCH, at=now())
    port = int(system.environment["PORT"])
    return lambda: Client(port, token)  # type: ignore[return-value]  # called the same way


def _figures(measured: Measured) -> list[Figure]:
    return [
        Figure("One-task cases started, found and completed a second", f"{measured.per_second:.0f}"),
        Figure("Completing a task until the next step is visible, p50 / p95 / p99", percentiles(measured.completions)),
    ]


def _search(client: Client, name: str, body: object) -> float:
    began = time.perf_counter()
    client.post(f"/v2/{name}/search", {"filter": body, "page": {"limit": 50}})
    return time.perf_counter() - began


def _model() -> Key:
    with transaction():
        return operations.start_instance(PROCESS, variables={"amount": 1}, by=BENCH, at=now()).key


def _timer_lag() -> str:
    """Starts cases whose timer is due in two seconds and reads when each fired."""
    pause = (
        '<bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition><bpmn:timeDuration>PT2S</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    )
    body = START + pause + END + flows("start->pause", "pause->end")
    with transaction():
        operations.deploy({"timer.bpmn": bpmn(body, process_id="bench_timer")}, by=BENCH, at=now())
    for _ in range(50):
        with transaction():
            operations.start_instance("bench_timer", variables={}, by=BENCH, at=now())
    time.sleep(8)
    query = select(Timer.due_at, ProcessInstance.ended_at).join(
        ProcessInstance, ProcessInstance.key == Timer.instance_key
    )
    found = session().execute(
        query.where(ProcessInstance.process_id == "bench_timer", ProcessInstance.ended_at.is_not(None))
    )
    lags = sorted((ended - due) / timedelta(milliseconds=1) for due, ended in found)
    if len(lags) < 50:
        return f"only {len(lags)} of 50 fired"
    return f"{lags[25]:.0f} / {lags[-1]:.0f} ms"
