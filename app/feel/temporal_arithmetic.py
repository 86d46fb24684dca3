"""Adding and subtracting dates, times and durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.feel.calendar import CalendarDay, add_months, day_of_ordinal, ordinal
from app.feel.compare import check_zones
from app.feel.temporal import DAY, SECOND, DateTime, DayTimeDuration, Time, YearMonthDuration, zone_offset

_FIRST_DAY, _LAST_DAY = 2, date.max.toordinal() - 1


def midnight(day: CalendarDay) -> DateTime:
    """The first moment of a day in Greenwich, which is what a date stands for beside a date and time."""
    return DateTime(day, 0, 0)


def day_later(day: CalendarDay, length: DayTimeDuration) -> CalendarDay:
    """The day on which the moment lies that comes this long after the midnight of a day."""
    return day_of_ordinal(ordinal(day) + length.nanoseconds // DAY)


def moment_later(moment: DateTime, length: DayTimeDuration) -> DateTime:
    """The moment this long after another; in a named zone by its own clock changes."""
    if isinstance(moment.zone, ZoneInfo):
        return in_zone(moment.in_greenwich() + length.nanoseconds, moment.zone)
    days, nanoseconds = divmod(moment.nanoseconds + length.nanoseconds, DAY)
    return DateTime(day_of_ordinal(ordinal(moment.day) + days), nanoseconds, moment.zone)


def in_zone(greenwich: int, zone: ZoneInfo) -> DateTime:
    """The local date and time in a zone. greenwich: nanoseconds since the first day of year 1."""
    days, nanoseconds = divmod(greenwich, DAY)
    offset = _offset_at(days, nanoseconds, zone)
    days, nanoseconds = divmod(greenwich + offset * SECOND, DAY)
    return DateTime(day_of_ordinal(days), nanoseconds, zone)


def _offset_at(days: int, nanoseconds: int, zone: ZoneInfo) -> int:
    if not _FIRST_DAY < days < _LAST_DAY:
        return zone_offset(zone, day_of_ordinal(days), nanoseconds) or 0
    moment = datetime.combine(date.fromordinal(days), datetime.min.time(), UTC)
    moment += timedelta(microseconds=nanoseconds // 1000)
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def time_later(time: Time, length: DayTimeDuration) -> Time:
    """The time of day this long after another, round the clock."""
    return Time((time.nanoseconds + length.nanoseconds) % DAY, time.zone)


def months_later(moment: DateTime, length: YearMonthDuration) -> DateTime:
    """The same time on the same day of a later month, or on that month's last day."""
    return DateTime(add_months(moment.day, length.months), moment.nanoseconds, moment.zone)


def days_between(later: CalendarDay, earlier: CalendarDay) -> DayTimeDuration:
    """How long after one day another comes."""
    return DayTimeDuration((ordinal(later) - ordinal(earlier)) * DAY)


def time_between(later: DateTime | Time, earlier: DateTime | Time) -> DayTimeDuration:
    """How long after one moment another comes. Raises Unfit when only one has a zone."""
    check_zones(later, earlier)
    return DayTimeDuration(later.in_greenwich() - earlier.in_greenwich())


def opposite(length: DayTimeDuration) -> DayTimeDuration:
    """The same length, backwards."""
    return DayTimeDuration(-length.nanoseconds)


def opposite_months(length: YearMonthDuration) -> YearMonthDuration:
    """The same length, backwards."""
    return YearMonthDuration(-length.months)
