"""The Monitor at size: its list by every filter, its numbers, workload and system, through HTTP."""

import time
from http.client import HTTPConnection

from flask import Flask
from sqlalchemy import text

from app.core.clock import now
from app.core.db import Key, session, transaction
from app.engine import operations
from tests.bench.engine import BENCH
from tests.bench.parties import cookie_of_staff
from tests.bench.rows import refresh_statistics
from tests.bench.table import Figure, percentiles, show
from tests.engine.driver import END, START, bpmn, flows, user_task
from tests.fixtures.system import System

TIMES = 20
PROCESS = "bench_monitor"
FIRST_KEY = 5_000_000_000_000_000_000
# One case in ten has ended, one in fifty has an incident, one in a thousand stands at a rare place.
COPIES = (
    """
INSERT INTO process_instance (key, definition_key, process_id, state, state_data, revision, incident_count, started_at,
    changed_at, started_by, trail_seq, title, business_key, subject_name, ended_at)
SELECT :first + n, definition_key, process_id, CASE n % 10 WHEN 0 THEN 'COMPLETED' ELSE 'ACTIVE' END, state_data, 0,
    CASE WHEN n % 50 = 1 THEN 1 ELSE 0 END, now() - n * interval '1 minute', now() - (n % 7000) * interval '1 minute',
    'bench', 0, 'Case ' || n, 'B-' || n, 'Company ' || n % 3000, CASE n % 10 WHEN 0 THEN now() END
FROM process_instance, generate_series(1, :count) n WHERE key = :model
""",
    """
INSERT INTO element_instance (key, instance_key, element_id, element_name, element_type, incoming_flows, state,
    started_at)
SELECT :first + n, :first + n, CASE WHEN n % 1000 = 3 THEN 'rare' ELSE 'ask' END, 'Ask', 'userTask', '{}',
    CASE n % 10 WHEN 0 THEN 'COMPLETED' ELSE 'ACTIVE' END, now() - n * interval '1 minute'
FROM generate_series(1, :count) n
""",
    """
INSERT INTO user_task (key, instance_key, definition_key, process_id, element_id, name, assignee, candidate_groups,
    candidate_users, state, priority, headers, revision, created_at, due_at, ended_at, completed_by)
SELECT :first + n, :first + n, t.definition_key, t.process_id, t.element_id, t.name,
    CASE n % 3 WHEN 0 THEN 'person' || n % 40 END, ARRAY['group' || n % 20], '{}',
    CASE n % 10 WHEN 0 THEN 'COMPLETED' ELSE 'CREATED' END, 50, '{}', 0, now(),
    now() + (n % 5000 - 500) * interval '1 hour', CASE n % 10 WHEN 0 THEN now() - n * interval '1 minute' END,
    CASE n % 10 WHEN 0 THEN 'person' || n % 40 END
FROM user_task t, generate_series(1, :count) n WHERE t.instance_key = :model
""",
    """
INSERT INTO incident (key, instance_key, element_id, kind, message, created_at, cause, process_id)
SELECT :first + n, :first + n, 'ask', 'JOB_NO_RETRIES', 'Refused ' || n, now() - n * interval '1 minute',
    lpad(to_hex(n % 400), 32, 'c'), 'bench_monitor'
FROM generate_series(1, :count) n WHERE n % 50 = 1
""",
    """
INSERT INTO timer (key, instance_key, definition_key, element_id, kind, due_at, repetitions, created_at)
SELECT :first + n, :first + n, i.definition_key, 'later', 'CATCH',
    now() + (CASE WHEN n % 500 = 2 THEN -1 ELSE 1 END) * n * interval '1 hour', 0, now()
FROM process_instance i, generate_series(1, :count) n WHERE i.key = :model AND n % 10 <> 0
""",
    """
INSERT INTO job (key, instance_key, definition_key, process_id, element_id, element_instance_key, type, headers, state,
    priority, retries, attempts, losses, available_at, created_at)
SELECT :first + n, :first + n, i.definition_key, i.process_id, 'ask', :first + n, 'outside', '{}', 'CREATED', 50, 3, 0,
    0, now() - n * interval '1 minute', now()
FROM process_instance i, generate_series(1, :count) n WHERE i.key = :model AND n % 200 = 7
""",
)
LISTS = {
    "Running cases": "",
    "All, quiet for longest": "state=all&sort=quiet",
    "One process": f"process={PROCESS}",
    "One version": f"process={PROCESS}&version=1",
    "A rare element": f"process={PROCESS}&element=rare",
    "A common element": f"process={PROCESS}&element=ask",
    "Stuck": "need=stuck",
    "Overdue": "need=overdue",
    "Incidents": "need=incident",
    "One cause": f"cause={'c' * 29}0c9",
    "Timers late": "need=timers",
    "Jobs waiting": "need=jobs",
    "Business key": "key=B-4711&state=all",
    "Words": "q=company+2711&state=all",
    "One day": "from={day}&until={day}",
    "Tasks of a person": "person=person3",
    "Overdue tasks of a group, changed last": "group=group7&work=overdue&sort=changed",
    "Done by a person": "person=person30&work=done&state=all",
}


def measure(system: System, app: Flask, *, cases: int) -> None:
    """Print how long each filter of the list takes at this many cases, and the other pages."""
    with app.app_context():
        add_cases(cases)
        with transaction():
            cookie = cookie_of_staff()
        day = f"{now():%Y-%m-%d}"
    pages = {what: f"/monitor?{query.format(day=day)}" for what, query in LISTS.items()}
    pages |= {"Workload": "/monitor/workload", "System": "/monitor/system", "Causes": "/monitor/causes"}
    connection = HTTPConnection("127.0.0.1", int(system.environment["PORT"]), timeout=60)
    figures = [Figure(what, percentiles(_seconds(connection, at, cookie))) for what, at in pages.items()]
    show(f"Monitor, {cases:,} cases: p50 / p95 / p99", figures)


def add_cases(count: int) -> None:
    """Cases of one process in every state a list can ask for."""
    body = START + user_task("ask") + END + flows("start->ask", "ask->end")
    with transaction():
        operations.deploy({"monitor.bpmn": bpmn(body, process_id=PROCESS)}, by=BENCH, at=now())
    with transaction():
        model: Key = operations.start_instance(PROCESS, variables={}, by=BENCH, at=now()).key
    with transaction():
        session().execute(text("SET LOCAL statement_timeout = 0"))
        for statement in COPIES:
            session().execute(text(statement), _wanted(statement, model, count))
    refresh_statistics()


def _wanted(statement: str, model: Key, count: int) -> dict[str, int]:
    values = {"first": FIRST_KEY, "count": count, "model": model}
    return {name: value for name, value in values.items() if f":{name}" in statement}


def _seconds(connection: HTTPConnection, address: str, cookie: str) -> list[float]:
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        assert answer.status == 200, f"{address}: {answer.status}"
    return seconds
