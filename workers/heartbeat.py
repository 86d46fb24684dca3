"""The sign of life of a process beside the web: a row written every few seconds, taken along at its end."""

import os
import socket
import time
from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.clock import now
from app.core.db import session, transaction
from app.monitor import operations
from app.monitor.models import ProcessKind

log = structlog.get_logger()
EVERY_SECONDS = 3.0


class Heart:
    """Beats for this process, at most every EVERY_SECONDS."""

    def __init__(self, kind: ProcessKind) -> None:
        self.kind = kind
        self.host = socket.gethostname()
        self.pid = os.getpid()
        self.started_at = now()
        self._next_at = 0.0

    @property
    def name(self) -> str:
        """Kind, host and process number."""
        return f"{self.kind}:{self.host}:{self.pid}"

    def beat(self, *, jobs_in_hand: int = 0, chores: Mapping[str, datetime] | None = None) -> None:
        """Say that this process lives, with what it has in hand. Stands inside an application context."""
        session().rollback()
        with transaction():
            operations.beat(
                self.name,
                kind=self.kind,
                host=self.host,
                pid=self.pid,
                started_at=self.started_at,
                at=now(),
                jobs_in_hand=jobs_in_hand,
                chores=chores,
            )

    def beat_if_due(self, *, jobs_in_hand: int) -> None:
        """The same, unless the last one was just now; a database that is away is waited for."""
        if time.monotonic() < self._next_at:
            return
        self._next_at = time.monotonic() + EVERY_SECONDS
        try:
            self.beat(jobs_in_hand=jobs_in_hand)
        except SQLAlchemyError:
            log.warning("heartbeat.missed", exc_info=True)

    def stop(self) -> None:
        """The process ends as it should."""
        try:
            with transaction():
                operations.stop_beating(self.name)
        except SQLAlchemyError:
            log.warning("heartbeat.left_behind", exc_info=True)
