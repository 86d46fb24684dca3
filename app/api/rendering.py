"""How values look in answers: keys are strings, times are UTC with milliseconds, numbers are exact."""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response

from app.core.db import Key, json_text

TENANT = "<default>"
"""The one tenant; its name is Camunda's."""


def key_text(key: Key) -> str:
    """A key as programs see it."""
    return str(key)


def optional_key(key: Key | None) -> str | None:
    """A key that may be missing."""
    return None if key is None else str(key)


def moment(at: datetime) -> str:
    """Such as `2026-11-23T09:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def optional_moment(at: datetime | None) -> str | None:
    """A time that may be missing."""
    return None if at is None else moment(at)


def milliseconds(at: datetime) -> int:
    """A time as milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def answer(value: object, status: int = HTTPStatus.OK) -> Response:
    """JSON with exact numbers."""
    return Response(json_text(value), status=status, mimetype="application/json")


def no_content() -> Response:
    """Done, and nothing to say."""
    return Response(status=HTTPStatus.NO_CONTENT)
