"""How a row of the trail becomes a hash; pure. A reader with the standard library can do the same."""

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

GENESIS = bytes(32)
"""What stands before the first row of a chain."""

HASHED_COLUMNS = (
    "id",
    "chain",
    "seq",
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "action",
    "entity",
    "entity_id",
    "case_key",
    "before",
    "after",
    "reason",
    "request_id",
)


def row_hash(prev_hash: bytes, row: Mapping[str, Any]) -> bytes:  # Any: column values of all types
    """SHA-256 over the hash before and the canonical JSON of all columns.

    `before` and `after` are taken as they are stored, so that another type of the same look is seen.
    """
    return hashlib.sha256(prev_hash + canonical({name: row[name] for name in HASHED_COLUMNS})).digest()


def canonical(columns: Mapping[str, Any]) -> bytes:  # Any: as above
    """JSON with sorted keys, without spaces, in UTF-8; times in UTC to the microsecond."""
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_as_read).encode()


def plain(value: object) -> Any:  # Any: JSON of any shape
    """The value as JSON that the database gives back unchanged: decimals, floats and times become text."""
    match value:
        case Mapping():
            return {storable(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case AbstractSet():
            return sorted((plain(item) for item in value), key=str)
        case Enum():
            return plain(value.value)
        case None | bool() | int():
            return value
    return _as_text(value)


def storable(text: str) -> str:
    """The text as PostgreSQL can hold it: NUL and lone surrogates replaced."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _as_text(value: object) -> str:
    match value:
        case str():
            return storable(value)
        case datetime():
            return _moment(value)
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case timedelta():
            return f"{value.total_seconds()} s"
        case bytes():
            return value.hex()
        case float() | UUID():
            return str(value)
    raise TypeError(f"the trail cannot hold a {type(value).__name__}")


def _as_read(value: object) -> object:
    """A time as text. A number with a point is never written, so a row that has one must not look like another."""
    return _moment(value) if isinstance(value, datetime) else ["number", str(value)]


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time in the trail needs its zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
