"""Between Python's values, FEEL's values and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from app.feel.budget import Run
from app.feel.errors import FeelBudgetExceeded, FeelError, Unfit
from app.feel.numbers import number_of
from app.feel.temporal import date_time_of, duration_of, time_of
from app.feel.values import NUMBERS, Range, Value, is_feel_value, number_text

DEEPEST_VALUE = 60
LONGEST_JSON = 8_000_000  # characters
_SHORT_TEXT = 1000  # characters that are not worth counting
_SMALL_CONTEXT = 20  # entries that are not worth counting
_MOST_USUAL_NAMES, _LONGEST_USUAL_NAME = 5000, 100  # that are kept
_USUAL_NAMES: set[str] = set()  # identifiers met before: looking them up is faster than looking at them
_SMALL_NUMBER, _MOST_FRACTIONS = 1024, 5000
_SMALL_NUMBERS = tuple(map(Decimal, range(_SMALL_NUMBER)))
_PLAIN_BITS = 112  # integers with fewer have at most 34 digits and need no rounding


class _Fractions(dict[float, Decimal]):
    """Decimals of the floats met last, as prices and rates come again and again. Not for 0.0, which equals -0.0."""

    def __missing__(self, number: float) -> Decimal:
        if len(self) >= _MOST_FRACTIONS:
            self.clear()
        self[number] = fraction = Decimal(repr(number))
        return fraction


_FRACTIONS = _Fractions()


def feel_value(value: object, run: Run, unusual_names: set[str] | None = None) -> Value:
    """A Python value as FEEL's; what FEEL does not know becomes null and a warning.

    unusual_names: collects keys that are no identifiers.
    Raises FeelBudgetExceeded for a value that is too large or too deep.
    """
    return imported(value, run, set() if unusual_names is None else unusual_names, 0)


def imported(value: Value, run: Run, unusual: set[str], depth: int) -> Value:
    """As `feel_value`, `depth` levels inside the value; the usual kinds first, for speed."""
    kind = type(value)
    if kind is int and value.bit_length() < _PLAIN_BITS:
        return Decimal(value)
    if kind is str:
        if len(value) > _SHORT_TEXT:
            run.check_text(len(value))
        return value
    if kind is bool or value is None:
        return value
    if kind is dict:
        return _context(value, run, unusual, depth)
    if kind is float and isfinite(value):
        return Decimal(repr(value))
    if kind is Decimal:
        return _number(value, run)
    return _list_or_scalar(value, run, unusual, depth)


def entry_of(context: dict[Value, Value], name: str, run: Run, unusual: set[str]) -> Value:
    """One entry of a Python dict as a FEEL value; only the names of the others are looked at."""
    if not _has_usual_names(context):
        unusual.update(str(key) for key in context if not str(key).isidentifier())
    return imported(context[name], run, unusual, 1)


def _has_usual_names(context: Mapping[Value, object]) -> bool:
    if _USUAL_NAMES.issuperset(context):
        return True
    try:
        are_usual = all(map(str.isidentifier, context))
    except TypeError:
        return False
    if are_usual and len(_USUAL_NAMES) + len(context) <= _MOST_USUAL_NAMES:
        _USUAL_NAMES.update(name for name in context if len(name) <= _LONGEST_USUAL_NAME)
    return are_usual


def _list_or_scalar(value: Value, run: Run, unusual: set[str], depth: int) -> Value:
    if depth > DEEPEST_VALUE:
        raise _too_deep()
    if isinstance(value, list | tuple):
        run.check_list(len(value))
        return [imported(item, run, unusual, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return _context(value, run, unusual, depth)
    try:
        return _scalar(value)
    except Unfit as reason:
        run.warn(f"A value from outside became null: {reason}.")
        return None


def _context(value: Mapping[Value, Value], run: Run, unusual: set[str], depth: int) -> dict[str, Value]:
    if depth > DEEPEST_VALUE:
        raise _too_deep()
    if len(value) > _SMALL_CONTEXT:
        run.check_list(len(value))
    entries = _with_names(value, unusual)
    for name, item in entries.items():
        kind = type(item)
        if kind is int and 0 <= item < _SMALL_NUMBER:
            entries[name] = _SMALL_NUMBERS[item]
        elif kind is float and item and isfinite(item):
            entries[name] = _FRACTIONS[item]
        elif kind is not str or len(item) > _SHORT_TEXT:
            entries[name] = imported(item, run, unusual, depth + 1)
    return entries


def _too_deep() -> FeelBudgetExceeded:
    return FeelBudgetExceeded(f"A value nests more than {DEEPEST_VALUE} deep.")


def _with_names(value: Mapping[Value, Value], unusual: set[str]) -> dict[str, Value]:
    """A copy whose keys are texts; those that are no identifiers are collected."""
    if _has_usual_names(value):
        return dict(value)
    entries = {str(key): item for key, item in value.items()}
    unusual.update(key for key in entries if not key.isidentifier())
    return entries


def _number(value: Value, run: Run) -> Decimal | None:  # a Decimal
    if not value.is_finite():
        run.warn("A value from outside became null: NaN and infinity are no numbers.")
        return None
    try:
        return NUMBERS.plus(value)
    except ArithmeticError:
        run.warn("A value from outside became null: the number is out of bounds.")
        return None


def _scalar(value: object) -> Value:
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, int | float):
        return number_of(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return date_time_of(value)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, time):
        return time_of(value)
    if isinstance(value, timedelta):
        return duration_of(value)
    if is_feel_value(value):
        return value
    raise Unfit(f"FEEL has no type for a Python {type(value).__name__}")


def check_size(value: object, run: Run, depth: int = 0) -> None:
    """Count every part of a value as a step. Raises FeelBudgetExceeded when it is too large or too deep."""
    if isinstance(value, list):
        parts: Iterable[object] = value
    elif isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, Range):
        parts = (value.start, value.end)
    else:
        return
    if depth > DEEPEST_VALUE:
        raise FeelBudgetExceeded(f"A value nests more than {DEEPEST_VALUE} deep.")
    run.spend(1)
    for part in parts:
        run.spend(1)
        check_size(part, run, depth + 1)


def from_json(value: object) -> Value:
    """A value out of JSON as FEEL's; texts stay texts. Raises FeelBudgetExceeded when it is too large."""
    return feel_value(value, Run())


def to_json(value: object) -> Value:
    """A FEEL value in JSON's types: times, durations, ranges and functions as text.

    Numbers are int where they are whole and short, else Decimal, which `dumps` writes in full.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.adjusted() < 16 else value
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return str(date_time_of(value))
    return _number_or_text(value)


def _number_or_text(value: object) -> Value:
    if isinstance(value, int | float):
        try:
            return to_json(number_of(value))
        except Unfit:
            return None
    return value.isoformat() if isinstance(value, date | time) else str(value)


def dumps(value: object) -> str:
    """A FEEL value as JSON text, numbers in plain digits and none lost."""
    try:
        return "".join(_json_pieces(to_json(value)))
    except RecursionError:
        raise FeelBudgetExceeded("The value nests too deep for JSON.") from None


def _json_pieces(value: object) -> list[str]:
    if isinstance(value, Decimal):
        return [number_text(value)]
    if isinstance(value, list):
        return ["[", *_joined([_json_pieces(item) for item in value]), "]"]
    if isinstance(value, dict):
        entries = [[json.dumps(key, ensure_ascii=False), ": ", *_json_pieces(item)] for key, item in value.items()]
        return ["{", *_joined(entries), "}"]
    return [json.dumps(value, ensure_ascii=False)]


def _joined(parts: list[list[str]]) -> list[str]:
    return [", ".join("".join(part) for part in parts)]


def loads(text: str) -> Value:
    """A FEEL value from JSON text, its numbers with all their digits up to 34.

    Raises FeelError for text that is no JSON, is too long or nests too deep.
    """
    if len(text) > LONGEST_JSON:
        raise FeelBudgetExceeded(f"The JSON text has more than {LONGEST_JSON:,} characters.")
    try:
        parsed = json.loads(text, parse_float=_json_number, parse_int=_json_number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise FeelError(f"The text is no JSON: {error}.") from None
    return from_json(parsed)


def _json_number(text: str) -> Decimal:
    if len(text) > 1000:
        raise ValueError("a number has more than 1,000 characters")
    try:
        return NUMBERS.create_decimal(text)
    except ArithmeticError:
        raise ValueError(f"{text[:40]} is out of bounds") from None


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")
