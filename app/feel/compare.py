"""Equality and order of FEEL values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.feel.budget import Run
from app.feel.calendar import FarDate, ordinal
from app.feel.errors import Unfit
from app.feel.temporal import SECOND, DateTime, DayTimeDuration, Time, YearMonthDuration
from app.feel.values import BuiltIn, Function, Range, Value, described, kind_of

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
ORDER_TESTS: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DIRECT = (Decimal, str, DayTimeDuration, YearMonthDuration)


def equal(left: object, right: object, run: Run) -> bool | None:
    """Whether two values are equal; None when they are of different kinds.

    Raises FeelBudgetExceeded when they are too large to compare.
    """
    if left is None or right is None:
        return left is right
    if type(left) in _DIRECT and type(left) is type(right):
        return bool(left == right)
    kind = kind_of(left)
    if kind != kind_of(right):
        return None
    if kind in ("time", "date and time"):
        return _equal_moments(left, right)
    parts = _PARTS.get(kind)
    return _all_equal(*parts(left, right), run) if parts else bool(left == right)


_Pairs = Iterable[tuple[Value, Value]]  # of values


def _parts_of_lists(left: Value, right: Value) -> tuple[bool, _Pairs]:  # of kind list, by the table below
    return len(left) == len(right), zip(left, right, strict=False)


def _parts_of_contexts(left: Value, right: Value) -> tuple[bool, _Pairs]:  # of kind context, likewise
    return left.keys() == right.keys(), ((left[key], right[key]) for key in left)


def _parts_of_ranges(left: Value, right: Value) -> tuple[bool, _Pairs]:  # of kind range, likewise
    same = (left.operator, left.start_included, left.end_included) == (
        right.operator,
        right.start_included,
        right.end_included,
    )
    return same, ((left.start, right.start), (left.end, right.end))


_PARTS: dict[str, Callable[[Value, Value], tuple[bool, _Pairs]]] = {
    "list": _parts_of_lists,
    "context": _parts_of_contexts,
    "range": _parts_of_ranges,
}


def _all_equal(same_shape: bool, pairs: _Pairs, run: Run) -> bool | None:  # noqa: FBT001  # a value found, no choice
    if not same_shape:
        return False
    unknown = False
    for left, right in pairs:
        run.spend(1)
        answer = equal(left, right, run)
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _equal_moments(left: Value, right: Value) -> bool:  # of kind time or date and time
    """To the second, as the kit wants it: 0068-feel-equality, time_005."""
    if (left.zone is None) != (right.zone is None):
        return False
    return bool(left.in_greenwich() // SECOND == right.in_greenwich() // SECOND)


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
        left, right = in_one_zone(left, right)
    left_key, right_key = order_key(left), order_key(right)
    return int(left_key > right_key) - int(left_key < right_key)


def in_one_zone(left: Time | DateTime, right: Time | DateTime) -> tuple[Time | DateTime, Time | DateTime]:
    """Both times, a local one with the offset of the other. Source: DMN 1.5, table 54."""
    if left.zone is None and right.zone is not None:
        return replace(left, zone=right.offset_seconds), right
    if right.zone is None and left.zone is not None:
        return left, replace(right, zone=left.offset_seconds)
    return left, right


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


def identity_key(value: object, run: Run) -> object:
    """A hashable key, the same for equal values and different for others.

    Raises FeelBudgetExceeded for a value that is too large.
    """
    run.spend(1)
    kind = kind_of(value)
    if isinstance(value, list):
        return kind, tuple(identity_key(item, run) for item in value)
    if isinstance(value, dict):
        return kind, frozenset((key, identity_key(item, run)) for key, item in value.items())
    if isinstance(value, Range):
        ends = (identity_key(value.start, run), identity_key(value.end, run))
        return kind, ends, value.operator, value.start_included, value.end_included
    if isinstance(value, Time | DateTime):
        return kind, value.zone is None, value.in_greenwich()
    if isinstance(value, Function | BuiltIn | FarDate):
        return kind, value
    return kind, value
