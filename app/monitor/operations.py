"""Heartbeats: written every few seconds by the processes beside the web, swept when their process is long gone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.core.db import session
from app.monitor.models import Heartbeat, ProcessKind

FORGOTTEN_AFTER = timedelta(minutes=10)


def beat(
    name: str,
    *,
    kind: ProcessKind,
    host: str,
    pid: int,
    started_at: datetime,
    at: datetime,
    jobs_in_hand: int = 0,
    chores: Mapping[str, datetime] | None = None,
) -> None:
    """A process lives; one statement."""
    values = {
        "name": name,
        "kind": kind,
        "host": host,
        "pid": pid,
        "started_at": started_at,
        "beat_at": at,
        "jobs_in_hand": jobs_in_hand,
        "chores": {chore: ran_at.isoformat() for chore, ran_at in (chores or {}).items()},
    }
    row = insert(Heartbeat).values(values)
    fresh = {name: row.excluded[name] for name in ("beat_at", "jobs_in_hand", "chores")}
    session().execute(row.on_conflict_do_update(index_elements=["name"], set_=fresh))


def stop_beating(name: str) -> None:
    """A process ends as it should: its row goes with it."""
    session().execute(delete(Heartbeat).where(Heartbeat.name == name))


def forget_silent(at: datetime) -> None:
    """Forget processes that have been silent for long."""
    session().execute(delete(Heartbeat).where(Heartbeat.beat_at < at - FORGOTTEN_AFTER))
