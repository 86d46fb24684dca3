"""The clock: fires what is due, hands over messages that met nobody, and relays the outbox."""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import Flask

from app.core.actor import CLOCK
from app.core.clock import now
from app.core.db import Key, is_passing, session, transaction
from app.engine import operations
from app.engine.models import Message
from app.engine.operations.messages import forget_expired_messages, waiting_messages
from app.engine.operations.signals import waiting_broadcasts
from app.engine.operations.substitution import (
    absences_to_hand_over,
    note_handed_over,
    put_in_place,
    tasks_out_of_place,
)
from app.engine.operations.timers import due_timers
from app.monitor.models import ProcessKind
from app.monitor.operations import forget_silent
from app.notices.sending import due_reminders, send_reminders, set_aside
from app.settings import Settings
from app.trail.keys import signing_key
from app.trail.sealing import seal_trail
from workers.broker import make_broker
from workers.heartbeat import EVERY_SECONDS, Heart
from workers.relay import resend_stale, send_waiting

log = structlog.get_logger()
MOST_TIMERS_AT_ONCE = 200
MOST_MESSAGES_AT_ONCE = 200
MOST_REMINDERS_AT_ONCE = 100
MOST_SIGNALS_AT_ONCE = 10
MOST_BATCHES_AT_ONCE = 10  # of the receivers of one signal; the others come at the next turn
MOST_TASKS_AT_ONCE = 500
MOST_RETRIES_AT_ONCE = 50
LONGEST_PAUSE_SECONDS = 10.0


@dataclass
class Chore:
    """Something done again and again. `pause_seconds` grows after failures and falls back after success."""

    name: str
    do: Callable[[], object]
    every_seconds: float
    next_at: float = 0.0
    failures: int = 0
    done_at: datetime | None = None


def run_clock(app: Flask, stopping: threading.Event) -> None:
    """Do the chores until `stopping` is set. Several clocks may run; each takes what the others have not."""
    broker = make_broker(app.extensions["settings"].redis_url)
    chores = [
        Chore("relay", lambda: send_waiting(broker), 0.1),
        Chore("timers", fire_due_timers, 0.25),
        Chore("signals", spread_signals, 0.25),
        Chore("resend", lambda: resend_stale(broker), 2.0),
        Chore("messages", deliver_waiting_messages, 1.0),
        Chore("reminders", send_due_reminders, 1.0),
        Chore("checkpoints", lambda: _seal_trail(app.extensions["settings"]), 5.0),
        Chore("retries", try_asked_again, 1.0),
        Chore("stuck", look_for_stuck, 300.0),
        Chore("absences", follow_absences, 5.0),
        Chore("expired_messages", _forget_expired, 60.0),
    ]
    heart = Heart(ProcessKind.CLOCK)
    chores.append(Chore("heartbeat", lambda: _beat(heart, chores), EVERY_SECONDS))
    while not stopping.is_set():
        for chore in chores:
            if time.monotonic() >= chore.next_at:
                _do(app, chore)
        stopping.wait(0.05)
    with app.app_context():
        heart.stop()
    broker.close()


def fire_due_timers() -> int:
    """Fire every due timer in a transaction of its own. A broken one becomes an incident and stops nothing."""
    fired = 0
    for key in due_timers(now(), MOST_TIMERS_AT_ONCE):
        session().rollback()
        try:
            with transaction():
                fired += operations.fire_timer(key, at=now())
        except Exception as error:  # the sweep goes on
            log.exception("timer.failed", timer=str(key))
            session().rollback()
            if not is_passing(error):
                _note_broken(key, f"{type(error).__name__}: {error}", traceback.format_exc())
    session().rollback()
    return fired


def try_asked_again() -> int:
    """Try again the incidents that somebody asked for, each case in a transaction of its own."""
    tried = 0
    for key in operations.retries_asked(MOST_RETRIES_AT_ONCE):
        session().rollback()
        try:
            with transaction():
                tried += operations.retry_asked(key, at=now())
        except Exception as error:  # the others are tried all the same; this one waits for a person again
            log.exception("retry.failed", incident=str(key))
            session().rollback()
            if not is_passing(error):
                with transaction():
                    operations.forget_retry(key)
    session().rollback()
    return tried


def look_for_stuck() -> int:
    """Mark the cases that nothing will ever wake."""
    session().rollback()
    with transaction():
        return operations.mark_stuck(at=now())


def deliver_waiting_messages() -> int:
    """Hand over messages that met nobody in the moment they came, and to the other processes that wait for them."""
    delivered = 0
    for key in waiting_messages(now(), MOST_MESSAGES_AT_ONCE):
        session().rollback()
        try:
            with transaction():
                delivered += _deliver(key)
        except Exception:  # the sweep goes on; the message waits until it expires
            log.exception("message.failed", message=str(key))
    session().rollback()
    return delivered


def spread_signals() -> int:
    """See to those who wait for the signals that were broadcast, many in one transaction."""
    keys = waiting_broadcasts(MOST_SIGNALS_AT_ONCE)
    session().rollback()
    return sum(_spread(key) for key in keys)


def _spread(key: Key) -> int:
    for told in range(MOST_BATCHES_AT_ONCE):
        try:
            with transaction():
                if not operations.spread_signal(key, at=now()):
                    return told
        except Exception as error:  # the sweep goes on; a process that cannot start is passed over
            log.exception("signal.failed", signal=str(key))
            if is_passing(error):
                return told
            with transaction():
                operations.skip_receiver(key, message=f"{type(error).__name__}: {error}", at=now())
    return MOST_BATCHES_AT_ONCE


def send_due_reminders() -> int:
    """Send every due reminder, many in one transaction; when that fails each alone, and a broken one is set aside."""
    keys = due_reminders(now(), MOST_REMINDERS_AT_ONCE)
    session().rollback()
    if not keys:
        return 0
    try:
        with transaction():
            return send_reminders(keys, at=now())
    except Exception as error:  # the sweep goes on
        if is_passing(error):
            raise
        log.exception("reminders.failed", reminders=len(keys))
    return sum(_send_alone(key) for key in keys)


def follow_absences() -> int:
    """Let the tasks of people who are away go to their substitutes, and back when they return; each on its own."""
    moved, has_failed = 0, False
    beginning = absences_to_hand_over(now())  # one that is added from here on has its turn at the next sweep
    keys = tasks_out_of_place(now(), MOST_TASKS_AT_ONCE)
    for key in keys:
        session().rollback()
        try:
            with transaction():
                moved += put_in_place(key, at=now())
        except Exception:  # the sweep goes on; this task is tried again
            log.exception("substitution.failed", task=str(key))
            has_failed = True
    session().rollback()
    if beginning and not has_failed and len(keys) < MOST_TASKS_AT_ONCE:
        with transaction():
            note_handed_over(beginning, at=now())
    return moved


def _send_alone(key: Key) -> int:
    try:
        with transaction():
            return send_reminders([key], at=now())
    except Exception as error:  # one broken reminder stops no other
        log.exception("reminder.failed", reminder=str(key))
        if is_passing(error):
            return 0
        with transaction():
            set_aside(key, message=f"{type(error).__name__}: {error}")
        return 0


def _deliver(key: Key) -> bool:
    message = session().get(Message, key, with_for_update={"skip_locked": True})
    if message is None:
        return False
    return operations.deliver_message(message, by=CLOCK, at=now())


def _seal_trail(settings: Settings) -> None:
    seal_trail(signing_key(settings.signing_key_file), settings.checkpoint_folder, at=now())


def _forget_expired() -> None:
    with transaction():
        forget_expired_messages(now())
        forget_silent(now())


def _beat(heart: Heart, chores: list[Chore]) -> None:
    heart.beat(chores={chore.name: chore.done_at for chore in chores if chore.done_at is not None})


def _note_broken(key: Key, message: str, trace: str) -> None:
    try:
        with transaction():
            operations.timer_failed(key, message=message, trace=trace, at=now())
    except Exception:  # the case cannot even be read
        log.exception("timer.set_aside", timer=str(key))
        with transaction():
            operations.set_timer_aside(key, message=message, trace=trace, at=now())


def _do(app: Flask, chore: Chore) -> None:
    try:
        with app.app_context():
            chore.do()
        chore.failures, chore.done_at = 0, now()
    except Exception:  # the database or Redis may be away; try again later
        chore.failures += 1
        log.exception("chore.failed", chore=chore.name, failures=chore.failures)
    pause = min(chore.every_seconds * 2**chore.failures, max(LONGEST_PAUSE_SECONDS, chore.every_seconds))
    chore.next_at = time.monotonic() + pause
