"""From the outbox to Redis: after the commit, again when lost, and twice does no harm."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from dramatiq.brokers.redis import RedisBroker
from flask import Flask
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import db
from app.outbox.models import OutboxMessage
from tests.engine.driver import Driver
from tests.workers.conftest import Handler, deploy_work, key_of, pass_time, sent
from workers.broker import make_broker
from workers.jobs import do_job
from workers.relay import resend_stale, send_waiting


def waiting(session: Session) -> int | None:
    """How many messages lie in the outbox."""
    return session.scalar(select(func.count()).select_from(OutboxMessage))


def crash(_: Session) -> None:
    raise ZeroDivisionError


def test_message_goes_out_after_the_commit_and_leaves_the_outbox(
    session: Session, case: Driver, broker: RedisBroker
) -> None:
    assert (waiting(session), sent(broker)) == (1, [])

    assert send_waiting(broker) == 1

    assert (waiting(session), sent(broker)) == (0, [str(key_of(case))])
    assert send_waiting(broker) == 0


def test_rolled_back_step_sends_nothing(
    session: Session, case: Driver, broker: RedisBroker, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_waiting(broker)
    broker.client.flushdb()
    with monkeypatch.context() as patched:
        patched.setattr(db, "before_commit", [crash])
        with pytest.raises(ZeroDivisionError):
            Driver(at)

    assert (send_waiting(broker), sent(broker)) == (0, [])


def test_message_stays_in_the_outbox_while_redis_is_away(session: Session, case: Driver) -> None:
    nowhere = make_broker("redis://127.0.0.1:1/0")

    with pytest.raises(RedisAway):
        send_waiting(nowhere)

    assert waiting(session) == 1
    nowhere.close()


def test_crash_between_sending_and_commit_sends_twice_and_does_the_job_once(
    session: Session, handler: Handler, case: Driver, broker: RedisBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(db, "before_commit", [crash])
        with pytest.raises(ZeroDivisionError):
            send_waiting(broker)
    send_waiting(broker)

    assert sent(broker) == [str(key_of(case))] * 2
    do_job(key_of(case))
    do_job(key_of(case))
    assert (case.state, len(handler.calls)) == ("COMPLETED", 1)


def test_emptied_redis_is_filled_again(session: Session, case: Driver, broker: RedisBroker) -> None:
    send_waiting(broker)
    broker.client.flushdb()
    assert resend_stale(broker) == 0

    pass_time(minutes=1)

    assert resend_stale(broker) == 1
    assert sent(broker) == [str(key_of(case))]
    assert resend_stale(broker) == 0  # the next one is sent again only after a while


def test_job_that_waits_for_its_next_try_is_not_sent_before(
    session: Session, case: Driver, handler: Handler, broker: RedisBroker
) -> None:
    handler.fail(ValueError("boom"))
    send_waiting(broker)
    do_job(key_of(case))
    broker.client.flushdb()

    pass_time(seconds=9)
    assert resend_stale(broker) == 0
    pass_time(seconds=2)
    assert resend_stale(broker) == 1


def test_finished_job_is_not_sent_again(session: Session, case: Driver, broker: RedisBroker) -> None:
    do_job(key_of(case))
    pass_time(hours=1)

    assert resend_stale(broker) == 0


def test_two_relays_share_the_outbox(
    app: Flask, committed: Session, handler: Handler, broker: RedisBroker, at: datetime
) -> None:
    deploy_work(at)
    keys = {str(key_of(Driver(at))) for _ in range(20)}
    committed.commit()

    def relay(_: int) -> int:
        with app.app_context():
            return send_waiting(broker)

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(relay, range(2)))

    assert sum(counts) == 20
    assert (len(sent(broker)), set(sent(broker))) == (20, keys)
