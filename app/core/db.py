"""The database: base of all tables, the session, the one transaction, keys."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

import simplejson
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Date, DateTime, Enum, MetaData, Numeric, Sequence, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session

from app.core.crash import reach

Key = NewType("Key", int)
"""Identifies a row of the engine: 63 bits, from one sequence, a string in JSON."""

Json = dict[str, Any]  # Any: JSON of any shape, checked where it is read
KEYS_PER_BLOCK = 1_000
PASSING_CODES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})
"""SQLSTATE of conflicts (serialization, dead-lock, lock not available) and of a server that stops or starts."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _enum_values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """Base of every table. Enums are stored by value, money as exact decimals, times with their zone."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            Key: BigInteger,
            int: BigInteger,
            UUID: Uuid,
            str: String,
            datetime: DateTime(timezone=True),
            date: Date,
            Decimal: Numeric(18, 4),
            Json: JSONB(none_as_null=True),
            StrEnum: Enum(StrEnum, native_enum=False, values_callable=_enum_values, length=30, create_constraint=False),
        },
    )


# A block of keys is taken with one statement; keys of two processes interleave by blocks.
key_blocks = Sequence("key_block", start=2_251_799_813, metadata=Base.metadata)

db = SQLAlchemy(model_class=Base, session_options={"autoflush": False})


def json_text(value: object) -> str:
    """JSON as the database keeps it: decimals as exact numbers, times as ISO text, other values as text."""
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, default=_plain)


def json_value(text: str | bytes) -> Any:  # Any: JSON of any shape
    """JSON as read from the database; numbers with a point are exact decimals."""
    return simplejson.loads(text, use_decimal=True)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def session() -> scoped_session[Session]:
    """The session of this request or worker step."""
    return db.session  # type: ignore[return-value]  # Flask-SQLAlchemy's own subclass of Session


before_commit: list[Callable[[Session], None]] = []
"""What is written last in every transaction, after the work and before the commit (the trail)."""


@contextmanager
def transaction() -> Iterator[Session]:
    """The one place that commits. Everything inside happens once, or not at all.

    Stands at the edge: a view, an actor, the command line. Not nested.
    """
    current = db.session()
    if current.info.get("in_transaction"):
        raise RuntimeError("transaction() is already open; only the edge opens one")
    current.info["in_transaction"] = True
    try:
        yield current
        for write_last in before_commit:
            write_last(current)
        reach("before_commit")
        current.commit()
        reach("after_commit_before_reply")
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info.pop("in_transaction", None)


def is_passing(error: Exception) -> bool:
    """Whether the same work may succeed when it is tried again: a lock conflict, or the database is away."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.orig, "sqlstate", None)
    return code is None or code in PASSING_CODES or code.startswith("08")


class _KeyBlock(threading.local):
    next_key = 0
    last_key = -1


_block = _KeyBlock()


def new_key() -> Key:
    """A key never used before. Asks the database once per thousand keys."""
    if _block.next_key > _block.last_key:
        block = db.session.scalar(text("SELECT nextval('key_block')"))
        assert block is not None
        _block.next_key = block * KEYS_PER_BLOCK
        _block.last_key = _block.next_key + KEYS_PER_BLOCK - 1
    key = _block.next_key
    _block.next_key = key + 1
    return Key(key)
