"""Keyset paging: the cursor holds where the last row stood, signed, so that a page costs the same at any depth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar
from uuid import UUID

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from app.core.errors import Invalid

MOST_ROWS = 100
DEFAULT_ROWS = 50

Row = TypeVar("Row")
Part = str | int | bool | Decimal | datetime | date | UUID | None
Position = tuple[Part, ...]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list.

    next_cursor: where the next page begins; None at the end.
    """

    rows: Sequence[Row]
    next_cursor: str | None = None
    is_first: bool = True


def page_of(rows: Sequence[Row], *, limit: int, position: Callable[[Row], Position], kind: str) -> Page[Row]:
    """A page from up to `limit` + 1 rows: the one too many only tells that there is more.

    position: the values of the sort columns of a row, the last one unique.
    kind: names the list, so that a cursor of another list is refused.
    """
    shown = rows[:limit]
    following = write_cursor(kind, position(shown[-1])) if len(rows) > limit else None
    return Page(shown, following, is_first="after" not in request.args)


def read_limit(default: int = DEFAULT_ROWS) -> int:
    """Rows asked for by `limit=` in the address: 1 to 100."""
    text = request.args.get("limit", "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= MOST_ROWS:
        raise Invalid(f"A page has 1 to {MOST_ROWS} rows.", {"limit": [f"A whole number from 1 to {MOST_ROWS}."]})
    return int(text)


def read_cursor(kind: str, text: str | None = None) -> Position | None:
    """The position that `after=` in the address (or `text`) stands for; None for the first page."""
    given = request.args.get("after") if text is None else text
    if not given:
        return None
    try:
        parts = _signer(kind).loads(given)
    except BadData as error:
        raise Invalid("This page of the list is no longer known. Begin again at its first page.") from error
    return tuple(_part(name, value) for name, value in parts)


def write_cursor(kind: str, position: Position) -> str:
    """An opaque, signed text for `position`."""
    text: str | bytes = _signer(kind).dumps([_written(part) for part in position])
    return text if isinstance(text, str) else text.decode("ascii")


def _signer(kind: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"cursor:{kind}")


def _written(part: Part) -> tuple[str, str | int | bool | None]:
    match part:
        case None | bool() | int():
            return "plain", part
        case datetime():
            return "time", part.isoformat()
        case date():
            return "date", part.isoformat()
        case Decimal():
            return "decimal", str(part)
        case UUID():
            return "uuid", str(part)
    return "plain", part


def _part(name: str, value: str) -> Part:
    match name:
        case "time":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "decimal":
            return Decimal(value)
        case "uuid":
            return UUID(value)
    return value
