"""Equality and order of FEEL values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.feel.calendar import FarDate, ordinal
from app.feel.errors import Unfit
from app.feel.temporal import SECOND, DateTime, DayTimeDuration, Time, YearMonthDuration
from app.feel.values import BuiltIn, Function, Range, described, kind_of

ORDERED_KINDS = frozenset(
    (
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    )
)
_DIRECT = (Decimal, str, DayTimeDuration, YearMonthDuration)


def equal(left: object, right: object) -> bool | None:
    """Whether two values are equal; None when they are of different kinds."""
    if left is None or right is None:
        return left is right
    if type(left) in _DIRECT and type(left) is type(right):
        return bool(left == right)
    kind = kind_of(left)
    if kind != kind_of(right):
        return None
    special = _EQUALITIES.get(kind)
    return special(left, right) if special else bool(left == right)


def _equal_lists(left: Any, right: Any) -> bool | None:  # of kind list, by the table below
    if len(left) != len(right):
        return False
    return _all_equal(zip(left, right, strict=True))


def _equal_contexts(left: Any, right: Any) -> bool | None:  # of kind context, by the table below
    if left.keys() != right.keys():
        return False
    return _all_equal((left[key], right[key]) for key in left)


def _all_equal(pairs: Any) -> bool | None:  # pairs of values
    unknown = False
    for left, right in pairs:
        answer = equal(left, right)
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _equal_ranges(left: Any, right: Any) -> bool | None:  # of kind range, by the table below
    if (left.operator, left.start_included, left.end_included) != (
        right.operator,
        right.start_included,
        right.end_included,
    ):
        return False
    return _all_equal(((left.start, right.start), (left.end, right.end)))


def _equal_moments(left: Any, right: Any) -> bool:  # of kind time or date and time
    """To the second, as the kit wants it: 0068-feel-equality, time_005."""
    if (left.zone is None) != (right.zone is None):
        return False
    return bool(left.in_greenwich() // SECOND == right.in_greenwich() // SECOND)


_EQUALITIES: dict[str, Callable[[Any, Any], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "time": _equal_moments,
    "date and time": _equal_moments,
}


def order_key(value: object) -> Any:  # whatever the kind compares by
    """What Python can order values of one kind by. Raises Unfit for a kind without an order."""
    if type(value) in _DIRECT:
        return value
    if isinstance(value, Time | DateTime):
        return value.in_greenwich()
    if kind_of(value) == "date":
        return ordinal(value)  # type: ignore[arg-type]  # of kind date
    raise Unfit(f"{described(value)} cannot be compared by order")


def compare(left: object, right: object) -> int:
    """-1, 0 or 1 as left is less than, equal to or greater than right. Raises Unfit without an order."""
    kind = kind_of(left)
    if kind != kind_of(right) or kind not in ORDERED_KINDS:
        raise Unfit(f"{described(left)} cannot be compared with {described(right)}")
    if isinstance(left, Time | DateTime) and isinstance(right, Time | DateTime):
        check_zones(left, right)
    left_key, right_key = order_key(left), order_key(right)
    return int(left_key > right_key) - int(left_key < right_key)


def check_zones(left: Time | DateTime, right: Time | DateTime) -> None:
    """Raise Unfit when only one of two times has a zone."""
    if (left.zone is None) != (right.zone is None):
        raise Unfit(f"of {left} and {right} only one has a time zone")


def in_range(value: object, bounds: Range) -> bool:
    """Whether a value lies in a range. Raises Unfit when it cannot be compared with the bounds."""
    if bounds.operator == "!=":
        return compare(value, bounds.start) != 0
    if bounds.start is not None:
        order = compare(value, bounds.start)
        if order < 0 or (order == 0 and not bounds.start_included):
            return False
    if bounds.end is not None:
        order = compare(value, bounds.end)
        if order > 0 or (order == 0 and not bounds.end_included):
            return False
    return True


def identity_key(value: object) -> object:
    """A hashable key, the same for equal values and different for others."""
    kind = kind_of(value)
    if isinstance(value, list):
        return kind, tuple(identity_key(item) for item in value)
    if isinstance(value, dict):
        return kind, frozenset((key, identity_key(item)) for key, item in value.items())
    if isinstance(value, Range):
        ends = (identity_key(value.start), identity_key(value.end))
        return kind, ends, value.operator, value.start_included, value.end_included
    if isinstance(value, Time | DateTime):
        return kind, value.zone is None, value.in_greenwich()
    if isinstance(value, Function | BuiltIn | FarDate):
        return kind, value
    return kind, value
