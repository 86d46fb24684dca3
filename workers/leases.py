"""Leases of the jobs in hand: short, and renewed while their worker lives, so that a dead worker's job is soon free."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.core.clock import now
from app.core.db import Key, transaction
from app.engine import operations

log = structlog.get_logger()
LEASE_SECONDS = 30
RENEW_EVERY_SECONDS = 10


class LeasesInHand:
    """The leases of this process, each with the moment from which it is not renewed any more."""

    def __init__(self) -> None:
        self._give_up_at: dict[tuple[Key, str], float] = {}

    @contextmanager
    def kept(self, job_key: Key, lease_token: str, *, longest_seconds: float) -> Iterator[None]:
        """Renew this lease inside the block, for `longest_seconds` at most."""
        held = (job_key, lease_token)
        self._give_up_at[held] = time.monotonic() + longest_seconds
        try:
            yield
        finally:
            del self._give_up_at[held]

    def __len__(self) -> int:
        """How many jobs are in hand."""
        return len(self._give_up_at)

    def renew(self) -> None:
        """Renew every lease in hand."""
        due = time.monotonic()
        held = [lease for lease, give_up_at in list(self._give_up_at.items()) if due < give_up_at]
        if held:
            with transaction():
                operations.renew_leases(held, until=now() + timedelta(seconds=LEASE_SECONDS))


in_hand = LeasesInHand()


def renew_leases(app: Flask, stopping: threading.Event) -> None:
    """Renew what is in hand again and again until `stopping` is set; a thread of the worker."""
    while not stopping.wait(RENEW_EVERY_SECONDS):
        try:
            with app.app_context():
                in_hand.renew()
        except OperationalError:  # the database is away; what runs out meanwhile is done again
            log.warning("leases.not_renewed", exc_info=True)
