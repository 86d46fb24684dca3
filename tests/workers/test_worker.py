"""Relay, clock and worker together, on a real Redis, in threads."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from dramatiq.brokers.redis import RedisBroker
from flask import Flask
from sqlalchemy.orm import Session

from app.engine.registry import Completion
from tests.engine.driver import Driver
from tests.workers.conftest import Handler, deploy_work, job_of, pass_time, sent
from workers.actors import run_worker
from workers.clock import run_clock

PATIENCE_SECONDS = 60


@pytest.fixture
def machinery(app: Flask, committed: Session, handler: Handler, broker: RedisBroker, at: datetime) -> Iterator[None]:
    """A clock and a worker that run during the test."""
    deploy_work(at)
    stopping = threading.Event()
    threads = [
        threading.Thread(target=run_worker, args=(app, stopping), kwargs={"threads": 2}),
        threading.Thread(target=run_clock, args=(app, stopping)),
    ]
    for thread in threads:
        thread.start()
    yield
    stopping.set()
    for thread in threads:
        thread.join()


def eventually(committed: Session, fact: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        committed.rollback()
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_jobs_are_done_soon_after_their_cases_ask(
    machinery: None, committed: Session, handler: Handler, at: datetime
) -> None:
    cases = [Driver(at) for _ in range(5)]

    eventually(committed, lambda: {case.state for case in cases} == {"COMPLETED"})

    assert len(handler.calls) == 5


def test_emptied_redis_delays_a_job_and_does_not_lose_it(
    machinery: None, committed: Session, handler: Handler, broker: RedisBroker, at: datetime
) -> None:
    handler.fail(ValueError("not yet"))
    case = Driver(at)
    eventually(committed, lambda: job_of(case).error_message)
    broker.client.flushdb()
    handler.do = lambda _: Completion()

    pass_time(minutes=2)

    eventually(committed, lambda: case.state == "COMPLETED")
    assert sent(broker) == []
