"""Values of variables as a person types them: text, number, yes or no, date, JSON."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from werkzeug.exceptions import BadRequest

from app.core.db import json_text
from app.core.errors import Invalid
from app.core.web.body import read_json

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
MOST_FIGURES = 34


class Kind(StrEnum):
    """What a value is."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    JSON = "json"


KIND_LABELS = {Kind.TEXT: "Text", Kind.NUMBER: "Number", Kind.YES_NO: "Yes or no", Kind.DATE: "Date", Kind.JSON: "JSON"}


def kind_of(value: object) -> Kind:
    """The kind of a stored value; nothing, lists and contexts are JSON."""
    if isinstance(value, bool):
        return Kind.YES_NO
    if isinstance(value, int | Decimal):
        return Kind.NUMBER
    if isinstance(value, str):
        return Kind.DATE if _is_date(value) else Kind.TEXT
    return Kind.JSON


def typed_as(value: object, kind: Kind) -> str:
    """A stored value as the field of a kind shows it; empty when it has no such form."""
    if kind is Kind.JSON:
        return json_text(value)
    if kind is Kind.YES_NO:
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else ""
    if kind is Kind.TEXT:
        return value if isinstance(value, str) else "" if value is None else json_text(value)
    return str(value) if kind_of(value) is kind else ""


def read_value(text: str, kind: Kind) -> object:
    """What was typed, as variables hold it. Raises Invalid beside the field `value`."""
    return {
        Kind.TEXT: _text,
        Kind.NUMBER: _number,
        Kind.YES_NO: _yes_no,
        Kind.DATE: _date,
        Kind.JSON: _json,
    }[kind](text)


def _text(text: str) -> object:
    return text.replace("\r\n", "\n")


def _number(text: str) -> object:
    plain = text.strip()
    if not NUMBER.fullmatch(plain) or len(plain) > MOST_FIGURES:
        raise _wrong("Write a number with a point, such as 1250.50.")
    try:
        return int(plain) if plain.lstrip("+-").isdecimal() else Decimal(plain)
    except (InvalidOperation, ValueError) as error:
        raise _wrong("Write a number with a point, such as 1250.50.") from error


def _yes_no(text: str) -> object:
    if text not in ("yes", "no"):
        raise _wrong("Choose yes or no.")
    return text == "yes"


def _date(text: str) -> object:
    if not _is_date(text.strip()):
        raise _wrong("Write a date such as 2026-11-30.")
    return text.strip()


def _json(text: str) -> object:
    try:
        return read_json(text.encode("utf-8", "replace"))
    except BadRequest as error:
        raise _wrong((error.description or "").replace("The body", "This")) from error


def _is_date(text: str) -> bool:
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"value": [sentence]})
