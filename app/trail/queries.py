"""Reads the trail, for exports."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.db import Key, session
from app.trail.models import TrailEntry

ROWS_AT_ONCE = 1_000


def trail_rows(
    *, since: datetime | None = None, until: datetime | None = None, case_key: Key | None = None
) -> Iterator[Mapping[str, Any]]:  # Any: columns of all types
    """Rows by time, oldest first, a thousand at a time; `until` itself is not included."""
    statement = select(TrailEntry.__table__).order_by(TrailEntry.at, TrailEntry.id)
    if since is not None:
        statement = statement.where(TrailEntry.at >= since)
    if until is not None:
        statement = statement.where(TrailEntry.at < until)
    if case_key is not None:
        statement = statement.where(TrailEntry.case_key == case_key)
    with session().execute(statement.execution_options(yield_per=ROWS_AT_ONCE)) as found:
        for row in found:
            yield row._asdict()


def entries_about(entity: str, entity_id: object, *, limit: int) -> Sequence[TrailEntry]:
    """What was done to one thing, the newest first."""
    wanted = select(TrailEntry).where(TrailEntry.entity == entity, TrailEntry.entity_id == str(entity_id))
    return session().scalars(wanted.order_by(TrailEntry.at.desc(), TrailEntry.id.desc()).limit(limit)).all()


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:  # Any: columns, JSON
    """A row as an export shows it: keys as text, hashes in hexadecimal, times as ISO text in UTC."""
    shown = dict(row)
    for name in ("id", "case_key", "xid"):
        shown[name] = None if row[name] is None else str(row[name])
    return shown | {
        "at": row["at"].isoformat(timespec="microseconds"),
        "prev_hash": row["prev_hash"].hex(),
        "row_hash": row["row_hash"].hex(),
    }
