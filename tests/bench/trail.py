"""The trail: its list at a million rows through HTTP, verification, and what the chain costs against no trail."""

import time
from http.client import HTTPConnection

from flask import Flask
from sqlalchemy import select, text

from app.core import db as database
from app.core.clock import now
from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import UserTask
from app.trail.models import TrailEntry
from app.trail.operations import write_trail
from app.trail.verification import verify_trail
from tests.bench.engine import BENCH
from tests.bench.parties import _times, cookie_of_staff
from tests.bench.rows import refresh_statistics
from tests.bench.table import Figure, show
from tests.engine.driver import END, START, bpmn, flows, user_task
from tests.fixtures.system import System

PROCESS = "bench_trail"
TURNS, CASES = 6, 150
PAGES = {
    "List": "/trail",
    "Rows of one person": "/trail?person=person42",
    "Rows of one action": "/trail?action=quote.accepted",
    "Rows of one person and a frequent action": "/trail?person=person42&action=task.completed",
    "Rows about one thing": "/trail?subject=quote:00000000-0000-0000-0000-000000004200",
    "A rare word in the reason": "/trail?q=word777",
    "A frequent word in the reason": "/trail?q=repeat",
    "A day": "/trail?from=2026-01-05&to=2026-01-05",
}
COPY_ROWS = """
INSERT INTO trail_entry (id, chain, seq, at, actor_kind, actor_id, actor_name, action, entity, entity_id, after, reason,
    prev_hash, row_hash)
SELECT 3000000000000000000 + n, 'user:bench' || n % 500, n / 500 + 1, timestamptz '2026-01-01' + n * interval '20 s',
    'user', 'person' || n % 500, 'Person ' || n % 500,
    (ARRAY['task.completed', 'quote.issued', 'quote.accepted', 'mail.sent'])[1 + n % 4], 'quote',
    lpad((n % 50000)::text, 12, '0')::text, jsonb_build_object('number', 'Q-' || n),
    CASE WHEN n % 10 = 0 THEN 'Repeat customer, word' || n % 20000 END, sha256('x'), sha256(n::text::bytea)
FROM generate_series(0, :count - 1) n
"""


def measure(system: System, app: Flask, *, rows: int) -> None:
    """Print what the chain costs, what a verification takes, and how long pages of many rows take."""
    with app.app_context():
        figures = [Figure("Throughput with chains, of that without any trail", f"{_share_with_trail():.0%}")]
        refresh_statistics()
        began = time.perf_counter()
        proof = verify_trail()
        session().rollback()
        figures.append(Figure("Verification, rows a second", f"{proof.rows / (time.perf_counter() - began):,.0f}"))
        assert proof.fault is None, proof.fault
        with transaction():
            session().execute(text("SET LOCAL statement_timeout = 0"))
            session().execute(text(COPY_ROWS), {"count": rows})
            cookie = cookie_of_staff()
        refresh_statistics()
        last = session().scalars(select(TrailEntry.id).order_by(TrailEntry.at.desc()).limit(1)).one()
        session().rollback()
    connection = HTTPConnection("127.0.0.1", int(system.environment["PORT"]), timeout=60)
    pages = {**PAGES, "One row": f"/trail/{last}"}
    show(f"Trail, {rows:,} rows", figures)
    show("  its pages: p50 / p95 / p99", [Figure(what, _times(connection, at, cookie)) for what, at in pages.items()])


def _share_with_trail() -> float:
    """Completed tasks a second with the trail, over those without; in turns, so that both meet the same machine.

    Without it `write_trail` is taken off the list of what a commit does: a switch that only exists here.
    """
    body = START + user_task("ask") + END + flows("start->ask", "ask->end")
    with transaction():
        operations.deploy({"bench_trail.bpmn": bpmn(body, process_id=PROCESS)}, by=BENCH, at=now())
    _seconds_of_cases()
    seconds = {True: 0.0, False: 0.0}
    for turn in range(TURNS):
        with_trail = turn % 2 == 0
        if not with_trail:
            database.before_commit.remove(write_trail)
        try:
            seconds[with_trail] += _seconds_of_cases()
        finally:
            session().info.pop("trail", None)
            if not with_trail:
                database.before_commit.append(write_trail)
    return seconds[False] / seconds[True]


def _seconds_of_cases() -> float:
    began = time.perf_counter()
    for _ in range(CASES):
        with transaction():
            key = operations.start_instance(PROCESS, variables={"amount": 1}, by=BENCH, at=now()).key
        session().info.pop("trail", None)
        task = session().scalars(select(UserTask.key).where(UserTask.instance_key == key)).one()
        with transaction():
            operations.complete_task(task, variables={"answer": "yes"}, by=BENCH, at=now())
        session().info.pop("trail", None)
    return time.perf_counter() - began
