"""Reading dates, times and durations from their ISO 8601 text."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.feel.calendar import CalendarDay, calendar_day, day_of_ordinal, ordinal
from app.feel.errors import Unfit
from app.feel.temporal import DAY, HOUR, MINUTE, SECOND, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone

_DATE = r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
_TIME = (
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,30}))?"
    r"(Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+/-]{1,64})?"
)
_DATE_TEXT = re.compile(_DATE)
_TIME_TEXT = re.compile("T?" + _TIME)
_DATE_TIME_TEXT = re.compile(_DATE + "T" + _TIME)
_MONTHS_TEXT = re.compile(r"(-)?P(?=.)(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?")
_DAYS_TEXT = re.compile(
    r"(-)?P(?=.)(?:([0-9]{1,18})D)?"
    r"(?:T(?=.)(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{0,30}))?S)?)?"
)
_LARGEST_OFFSET = 18 * 3600  # seconds, as in java.time and XML Schema's neighbours

Duration = YearMonthDuration | DayTimeDuration
Temporal = CalendarDay | Time | DateTime | YearMonthDuration | DayTimeDuration


def read_date(text: str) -> CalendarDay:
    """The day that a text such as `2026-11-21` names. Raises Unfit for any other text."""
    match = _DATE_TEXT.fullmatch(text)
    if match is None:
        raise Unfit(f'"{text[:60]}" is no date')
    return _day(match.group(1), match.group(2), match.group(3))


def read_time(text: str) -> Time:
    """The time that a text such as `10:30:00@Europe/Rome` names. Raises Unfit for any other text."""
    match = _TIME_TEXT.fullmatch(text)
    if match is None:
        raise Unfit(f'"{text[:60]}" is no time')
    hour, minute, second, fraction, zone = match.groups()
    return Time(_clock(hour, minute, second, fraction) % DAY, read_zone(zone))


def read_date_time(text: str) -> DateTime:
    """The date and time that a text names; a date alone is its midnight. Raises Unfit otherwise."""
    match = _DATE_TIME_TEXT.fullmatch(text)
    if match is None:
        if _DATE_TEXT.fullmatch(text):
            return DateTime(read_date(text), 0)
        raise Unfit(f'"{text[:60]}" is no date and time')
    year, month, date_day, hour, minute, second, fraction, zone = match.groups()
    days, nanoseconds = divmod(_clock(hour, minute, second, fraction), DAY)
    day = _day(year, month, date_day)
    return DateTime(day_of_ordinal(ordinal(day) + 1) if days else day, nanoseconds, read_zone(zone))


def read_duration(text: str) -> Duration:
    """The duration that a text such as `P1Y2M` or `-PT36H` names. Raises Unfit for any other text."""
    match = _MONTHS_TEXT.fullmatch(text)
    if match is not None:
        sign, years, months = match.groups()
        return YearMonthDuration((-1 if sign else 1) * (int(years or 0) * 12 + int(months or 0)))
    match = _DAYS_TEXT.fullmatch(text)
    if match is None:
        raise Unfit(f'"{text[:60]}" is no duration')
    sign, days, hours, minutes, seconds, fraction = match.groups()
    length = int(days or 0) * DAY + int(hours or 0) * HOUR + int(minutes or 0) * MINUTE
    length += int(seconds or 0) * SECOND + _fraction(fraction)
    return DayTimeDuration(-length if sign else length)


def read_temporal(text: str) -> Temporal:
    """The value of an at-literal: date, time, date and time or duration. Raises Unfit otherwise."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if _DATE_TEXT.fullmatch(text):
        return read_date(text)
    if "T" in text[1:]:
        return read_date_time(text)
    return read_time(text)


def read_zone(text: str | None) -> Zone:
    """The zone of `Z`, `+01:00` or `@Europe/Rome`; None for no text. Raises Unfit for an unknown zone."""
    if not text:
        return None
    if text in ("Z", "z"):
        return 0
    if text.startswith("@"):
        return named_zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = hours * 3600 + minutes * 60 + (seconds[0] if seconds else 0)
    if offset > _LARGEST_OFFSET or minutes > 59 or (seconds and seconds[0] > 59):
        raise Unfit(f'"{text}" is no offset from UTC')
    return -offset if text.startswith("-") else offset


@lru_cache(maxsize=1024)
def named_zone(name: str) -> ZoneInfo:
    """The zone of that name in the zone database. Raises Unfit when there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise Unfit(f'"{name}" is no time zone') from None


def _day(year: str, month: str, day: str) -> CalendarDay:
    if year == "-0000":
        raise Unfit("there is no year -0000")
    return calendar_day(int(year), int(month), int(day))


def _clock(hour: str, minute: str, second: str, fraction: str | None) -> int:
    """Nanoseconds since midnight; 24:00:00 is the end of the day. Raises Unfit for no time of day."""
    if (hour, minute, second) == ("24", "00", "00") and not _fraction(fraction):
        return DAY
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        raise Unfit(f'"{hour}:{minute}:{second}" is no time')
    return int(hour) * HOUR + int(minute) * MINUTE + int(second) * SECOND + _fraction(fraction)


def _fraction(digits: str | None) -> int:
    return int((digits or "0")[:9].ljust(9, "0"))
