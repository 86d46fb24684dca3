"""What the web server has confirmed, kept by the driver itself: each line is on the disk before the next question."""

import json
import os
import threading
import time
from pathlib import Path

from sqlalchemy import text

from app.core.db import session

STARTED = text("SELECT count(*) FROM process_instance WHERE key = :key")
COMPLETED = text("SELECT count(*) FROM trail_entry WHERE action = 'task.completed' AND entity_id = :key")
CANCELLED = text("SELECT count(*) FROM process_instance WHERE key = :key AND state = 'TERMINATED'")
PROOFS = {"start": (STARTED, int), "complete": (COMPLETED, str), "cancel": (CANCELLED, int)}


class Acks:
    """The confirmed answers of a run, and when the last one came."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self.confirmed: list[tuple[str, int]] = []
        self.times: list[float] = []

    def add(self, operation: str, key: int) -> None:
        """Note that the server has confirmed an operation."""
        with self._lock:
            self._file.write(json.dumps({"op": operation, "key": str(key)}) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.confirmed.append((operation, key))
            self.times.append(time.monotonic())

    def lost(self) -> list[str]:
        """Confirmed operations of which the database knows nothing, or which it did twice."""
        return [f"{operation} {key}" for operation, key in self.confirmed if not self._is_done(operation, key)]

    def close(self) -> None:
        """Nothing more is noted."""
        self._file.close()

    def _is_done(self, operation: str, key: int) -> bool:
        proof, kind = PROOFS[operation]
        return session().scalar(proof, {"key": kind(key)}) == 1
