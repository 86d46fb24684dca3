"""The properties of dates, times, durations and ranges, such as `year` or `start included`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.feel.calendar import weekday
from app.feel.errors import Unfit
from app.feel.temporal import DAY, HOUR, MINUTE, SECOND, DateTime, DayTimeDuration, Time, zone_text
from app.feel.values import Value, described, kind_of

_Property = Callable[[Value], object]  # of a value of the kind in the key of its table


def property_of(value: object, name: str) -> Value:
    """A property of a value. Raises Unfit when its kind has none of that name."""
    properties = _PROPERTIES.get(kind_of(value), {})
    if name not in properties:
        raise Unfit(f"{described(value)} has no property “{name}”")
    return properties[name](value)


def _clock_part(unit: int, modulus: int) -> _Property:
    return lambda value: Decimal(value.nanoseconds // unit % modulus)


def _seconds(value: Time | DateTime) -> Decimal:
    return Decimal(value.nanoseconds % MINUTE) / SECOND


def _offset(value: Time | DateTime) -> object:
    seconds = value.offset_seconds
    return None if seconds is None else DayTimeDuration(seconds * SECOND)


def _zone(value: Time | DateTime) -> object:
    if value.zone is None:
        return None
    return zone_text(value.zone).removeprefix("@")


def _duration_part(unit: int, modulus: int | None) -> _Property:
    def part(value: DayTimeDuration) -> Decimal:
        count = abs(value.nanoseconds) // unit
        count = count if modulus is None else count % modulus
        return Decimal(-count if value.nanoseconds < 0 else count)

    return part


def _duration_seconds(value: DayTimeDuration) -> Decimal:
    seconds = Decimal(abs(value.nanoseconds) % MINUTE) / SECOND
    return -seconds if value.nanoseconds < 0 else seconds


def _of_day(read: _Property) -> _Property:
    return lambda moment: read(moment.day)


def _years(value: Value) -> Decimal:  # a YearMonthDuration
    years = abs(value.months) // 12
    return Decimal(-years if value.months < 0 else years)


def _months(value: Value) -> Decimal:  # a YearMonthDuration
    months = abs(value.months) % 12
    return Decimal(-months if value.months < 0 else months)


_DATE: dict[str, _Property] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(weekday(day)),
}
_TIME: dict[str, _Property] = {
    "hour": _clock_part(HOUR, 24),
    "minute": _clock_part(MINUTE, 60),
    "second": _seconds,
    "time offset": _offset,
    "timezone": _zone,
}
_PROPERTIES: dict[str, dict[str, _Property]] = {
    "date": _DATE,
    "time": _TIME,
    "date and time": {
        **_TIME,
        **{name: _of_day(read) for name, read in _DATE.items()},
    },
    "days and time duration": {
        "days": _duration_part(DAY, None),
        "hours": _duration_part(HOUR, 24),
        "minutes": _duration_part(MINUTE, 60),
        "seconds": _duration_seconds,
    },
    "years and months duration": {"years": _years, "months": _months},
    "range": {
        "start": lambda bounds: bounds.start,
        "end": lambda bounds: bounds.end,
        "start included": lambda bounds: bounds.start_included,
        "end included": lambda bounds: bounds.end_included,
    },
}
