"""Strict reading of the JSON that a form sends."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from app.core.errors import Invalid
from app.engine.registry import Variables

LARGEST_BODY = 1_000_000  # bytes
LONGEST_NUMBER = 40  # characters
DEEPEST_VALUE = 12


def read_values(body: str | bytes) -> Variables:
    """The object in a JSON text, numbers as int or Decimal.

    Raises Invalid for what is no JSON object, not UTF-8, too large or deep, has a name twice, or a number that JSON
    does not know (NaN, Infinity) or that is longer than any amount.
    """
    text = _decoded(body)
    try:
        values = json.loads(
            text,
            parse_int=_whole_number,
            parse_float=_decimal_number,
            parse_constant=_no_constant,
            object_pairs_hook=_object_of_unique_names,
        )
    except (json.JSONDecodeError, RecursionError) as error:
        raise Invalid("The values could not be read: they are not JSON.") from error
    if not isinstance(values, dict):
        raise Invalid("The values must be one JSON object: a name and a value for each field.")
    _refuse_depth(values)
    return values


def _decoded(body: str | bytes) -> str:
    if len(body) > LARGEST_BODY:
        raise Invalid(f"The values are too large: at most {LARGEST_BODY:,} bytes.")
    if isinstance(body, str):
        return body
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("The values are not UTF-8 text.") from error


def _whole_number(text: str) -> int:
    _refuse_length(text)
    return int(text)


def _decimal_number(text: str) -> Decimal:
    _refuse_length(text)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Invalid(f"{text} is not a number.") from error
    if number and not -LONGEST_NUMBER < number.adjusted() < LONGEST_NUMBER:
        raise Invalid(f"The number {text} is out of bounds.")
    return number


def _refuse_length(text: str) -> None:
    if len(text) > LONGEST_NUMBER:
        raise Invalid(f"The number {text[:12]}… has {len(text)} characters; at most {LONGEST_NUMBER} are allowed.")


def _no_constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not a number.")


def _object_of_unique_names(pairs: list[tuple[str, Any]]) -> Variables:  # Any: JSON values
    values = dict(pairs)
    if len(values) < len(pairs):
        raise Invalid("The values name a field twice.")
    return values


def _refuse_depth(value: object) -> None:
    level = [value]
    for _ in range(DEEPEST_VALUE):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise Invalid(f"The values are nested too deep: at most {DEEPEST_VALUE} levels.")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []
