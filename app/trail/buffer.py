"""What a transaction will add to the trail, kept with the session until the commit.

A rollback drops it; a rollback to a savepoint drops what was recorded since the savepoint.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction, scoped_session

from app.core.db import Key

INFO = "trail"
REQUEST = "trail_request_id"


@dataclass(frozen=True)
class Head:
    """The last row of a chain: its number and hash."""

    seq: int
    hash: bytes


@dataclass
class Buffer:
    """Rows to be written, heads of case chains that the engine has locked, marks at its savepoints."""

    rows: list[dict[str, Any]] = field(default_factory=list)  # Any: column values of all types
    case_heads: dict[Key, Head] = field(default_factory=dict)
    marks: dict[SessionTransaction, tuple[int, dict[Key, Head]]] = field(default_factory=dict)


def buffer_of(session: Session | scoped_session[Session]) -> Buffer:
    """The buffer of this session, made when there is none."""
    buffer: Buffer = session.info.setdefault(INFO, Buffer())
    return buffer


@event.listens_for(Session, "after_transaction_create")
def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        buffer = buffer_of(session)
        buffer.marks[transaction] = (len(buffer.rows), dict(buffer.case_heads))


@event.listens_for(Session, "after_soft_rollback")
def _drop_what_was_undone(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop(INFO, None)
        return
    buffer = buffer_of(session)
    if (mark := buffer.marks.get(previous)) is not None:
        kept, heads = mark
        del buffer.rows[kept:]
        buffer.case_heads = dict(heads)
