"""Reads of the trail for its pages and files."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, desc, false, or_, select, tuple_

from app.audit.choice import TrailChoice
from app.audit.errors import NoSuchEntry
from app.audit.things import is_key, things_called
from app.core.db import Key, session
from app.core.web.paging import Position
from app.core.word_index import has_words, keys_in_order
from app.identity.models import User
from app.trail.models import TrailCheckpoint, TrailEntry

ROWS_AT_ONCE = 500
PROGRAMS = {
    "clock": "Clock",
    "system": "Pratica",
    "command_line": "Command line",
    "log_in": "Log-in page",
    "documents": "Worker for documents",
    "mail": "Worker for mail",
    "engine": "Worker for the engine",
}


def entries_page(choice: TrailChoice, *, zone: ZoneInfo, after: Position | None, limit: int) -> Sequence[TrailEntry]:
    """Up to `limit` rows and one more, the newest first."""
    wanted = _chosen(choice, zone)
    if after is not None:
        wanted = wanted.where(tuple_(TrailEntry.at, TrailEntry.id) < tuple_(*after))
    if choice.words:  # found by the index of words first; else the planner walks the whole trail for a rare one
        unordered = wanted.order_by(None)
        keys = keys_in_order(unordered, TrailEntry.at, TrailEntry.id, direction=desc, limit=limit + 1)
        wanted = _in_order(select(TrailEntry).where(TrailEntry.id.in_(keys)))
    return session().scalars(wanted.limit(limit + 1)).all()


def entries_chosen(choice: TrailChoice, *, zone: ZoneInfo) -> Iterator[Sequence[TrailEntry]]:
    """All rows chosen, the newest first, some hundred at a time; memory does not grow with their number."""
    found = session().scalars(_chosen(choice, zone).execution_options(yield_per=ROWS_AT_ONCE))
    for rows in found.partitions():
        yield rows
        session().expunge_all()


def position_of(entry: TrailEntry) -> Position:
    """Where a row stands in the list."""
    return entry.at, entry.id


def entry_with_id(entry_id: Key) -> TrailEntry:
    """One row. Raises NoSuchEntry."""
    entry = session().get(TrailEntry, entry_id)
    if entry is None:
        raise NoSuchEntry(entry_id)
    return entry


def checkpoint_over(entry: TrailEntry) -> TrailCheckpoint | None:
    """The checkpoint that the row belongs to; None while it waits for one."""
    later = select(TrailCheckpoint).where(TrailCheckpoint.xid_to > entry.xid)
    return session().scalar(later.order_by(TrailCheckpoint.xid_to).limit(1))


def neighbours(entry: TrailEntry) -> dict[int, Key]:
    """The ids of the rows before and after in the same chain, by their number."""
    beside = TrailEntry.seq.in_((entry.seq - 1, entry.seq + 1))
    found = session().execute(select(TrailEntry.seq, TrailEntry.id).where(TrailEntry.chain == entry.chain, beside))
    return dict(found.all())


def people() -> dict[str, str]:
    """Everybody who may stand in the trail, by name: people, then programs."""
    found = session().execute(select(User.user_name, User.display_name).order_by(User.display_name))
    return {**dict(found.all()), **PROGRAMS}


def _chosen(choice: TrailChoice, zone: ZoneInfo) -> Select[TrailEntry]:
    return _in_order(select(TrailEntry).where(*_conditions(choice, zone)))


def _in_order(wanted: Select[TrailEntry]) -> Select[TrailEntry]:
    return wanted.order_by(TrailEntry.at.desc(), TrailEntry.id.desc())


def _conditions(choice: TrailChoice, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    if choice.case is not None:
        yield TrailEntry.case_key == choice.case
    if choice.person:
        yield TrailEntry.actor_id == choice.person
    if choice.subject:
        yield _about(choice.subject)
    if choice.action:
        yield TrailEntry.action == choice.action
    if choice.since is not None:
        yield TrailEntry.at >= datetime.combine(choice.since, time.min, zone)
    if choice.until is not None:
        yield TrailEntry.at < datetime.combine(choice.until + timedelta(days=1), time.min, zone)
    if choice.words:
        yield TrailEntry.reason.is_not(None) & has_words(choice.words, TrailEntry.reason)


def _about(subject: str) -> ColumnElement[bool]:
    pairs = things_called(subject)
    if not pairs:
        return false()
    cases = [int(key) for entity, key in pairs if entity == "process_instance" and is_key(key)]
    same = tuple_(TrailEntry.entity, TrailEntry.entity_id).in_(pairs)
    return or_(TrailEntry.case_key.in_(cases), same) if cases else same
