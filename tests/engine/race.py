"""Transactions that meet: each works in a thread of its own. A dead-lock fails the test by itself."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select, text

from app.core.db import db, session, transaction
from app.core.errors import AppError
from app.trail.models import TrailEntry
from app.trail.verification import verify_trail
from tests.engine.driver import Driver

PATIENCE_SECONDS = 30
SOMEBODY_WAITS = text("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")

Act = Callable[[], object]


def race(app: Flask, *acts: Act) -> list[str]:
    """All begin in the same moment. Gives the names of the refusals met, sorted."""
    session().commit()
    together = threading.Barrier(len(acts))

    def run(act: Act) -> str | None:
        with app.app_context():
            session().connection()  # connected before the start
            session().rollback()
            together.wait(PATIENCE_SECONDS)
            return _refusal(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(filter(None, pool.map(run, acts)))


def in_turn(app: Flask, first: Act, then: Act) -> str | None:
    """`first` has done its work but not committed when `then` begins, and commits once `then` waits or is done.

    Gives the name of the refusal that `then` met.
    """
    session().commit()
    done, go_on = threading.Event(), threading.Event()

    def run_first() -> None:
        with app.app_context(), transaction():
            first()
            session().flush()
            done.set()
            assert go_on.wait(PATIENCE_SECONDS)

    def run_then() -> str | None:
        with app.app_context():
            assert done.wait(PATIENCE_SECONDS)
            return _refusal(then)

    with ThreadPoolExecutor(2) as pool:
        leading, following = pool.submit(run_first), pool.submit(run_then)
        try:
            _wait_until_blocked(done, leading, following)
        finally:
            go_on.set()
        leading.result()
        return following.result()


def assert_sound(*cases: Driver, changes: int) -> None:
    """No update was lost: the revision counts the changes, every state loads, and the whole trail is as written."""
    session().rollback()
    assert [case.instance.revision for case in cases] == [changes] * len(cases)
    assert all(isinstance(case.variables, dict) for case in cases)
    proof = verify_trail()
    assert (proof.fault, proof.rows) == (None, session().scalar(select(func.count()).select_from(TrailEntry)))


def _refusal(act: Act) -> str | None:
    try:
        with transaction():
            act()
    except AppError as refusal:
        return type(refusal).__name__
    return None


def _wait_until_blocked(done: threading.Event, leading: Future[None], following: Future[str | None]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not (leading.done() or following.done() or (done.is_set() and _somebody_waits())):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _somebody_waits() -> bool:
    with db.engine.connect() as connection:
        return bool(connection.scalar(SOMEBODY_WAITS))
