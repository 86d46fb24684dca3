"""Times, dates and times, and the two kinds of duration, to the nanosecond."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from app.feel.calendar import CalendarDay, calendar_day, ordinal
from app.feel.errors import Unfit

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LARGEST_DURATION = 10**30  # nanoseconds
LARGEST_MONTHS = 10**12

Zone = int | ZoneInfo | None  # seconds east of Greenwich, a named zone, or local time


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """A length of time in whole months; two of them can always be compared."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > LARGEST_MONTHS:
            raise Unfit("the duration is too long")

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if self.months < 0 else ''}P{text}"


@dataclass(frozen=True, slots=True, order=True)
class DayTimeDuration:
    """A length of time in nanoseconds."""

    nanoseconds: int

    def __post_init__(self) -> None:
        if abs(self.nanoseconds) > LARGEST_DURATION:
            raise Unfit("the duration is too long")

    def __str__(self) -> str:
        days, rest = divmod(abs(self.nanoseconds), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, rest = divmod(rest, MINUTE)
        seconds = f"{seconds_text(rest)}S" if rest else ""
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + seconds
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return f"{'-' if self.nanoseconds < 0 else ''}P{text or 'T0S'}"

    def to_timedelta(self) -> timedelta:
        """The duration cut to microseconds. Raises Unfit when it is too long for Python."""
        try:
            return timedelta(microseconds=self.nanoseconds // 1000)
        except OverflowError:
            raise Unfit("the duration is too long") from None


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; equal to another when both name the same moment of the day in Greenwich."""

    nanoseconds: int
    zone: Zone = None

    def __str__(self) -> str:
        return clock_text(self.nanoseconds) + zone_text(self.zone)

    @property
    def offset_seconds(self) -> int | None:
        """Seconds east of Greenwich; a named zone counts as on 1 January 1970."""
        return zone_offset(self.zone, date(1970, 1, 1), self.nanoseconds)

    def in_greenwich(self) -> int:
        """Nanoseconds since midnight in Greenwich; local time counts as Greenwich."""
        return self.nanoseconds - (self.offset_seconds or 0) * SECOND

    def to_time(self) -> time:
        """The time as Python's own, cut to microseconds."""
        moment = datetime.combine(date.min, time.min) + timedelta(microseconds=self.nanoseconds // 1000)
        return moment.time().replace(tzinfo=_python_zone(self.zone))


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of that day, in a zone or local."""

    day: CalendarDay
    nanoseconds: int
    zone: Zone = None

    def __str__(self) -> str:
        return f"{self.day}T{clock_text(self.nanoseconds)}{zone_text(self.zone)}"

    @property
    def offset_seconds(self) -> int | None:
        """Seconds east of Greenwich at this moment, or None for local time."""
        return zone_offset(self.zone, self.day, self.nanoseconds)

    def in_greenwich(self) -> int:
        """Nanoseconds since the first day of year 1 in Greenwich; local time counts as Greenwich."""
        return ordinal(self.day) * DAY + self.nanoseconds - (self.offset_seconds or 0) * SECOND

    def to_datetime(self) -> datetime:
        """The moment as Python's own, cut to microseconds. Raises Unfit beyond year 9999."""
        if not isinstance(self.day, date):
            raise Unfit(f"{self} is beyond Python's calendar")
        moment = datetime.combine(self.day, time.min)
        moment += timedelta(microseconds=self.nanoseconds // 1000)
        return moment.replace(tzinfo=_python_zone(self.zone))


def zone_offset(zone: Zone, day: CalendarDay, nanoseconds: int) -> int | None:
    """Seconds east of Greenwich of a zone at a local moment, or None without a zone.

    A year beyond Python's calendar takes the rules of a like year near 2400.
    """
    if zone is None or isinstance(zone, int):
        return zone
    year = day.year if MINYEAR < day.year < MAXYEAR else 2400 + day.year % 400
    local = datetime.combine(date(year, day.month, day.day), time.min, zone)
    offset = (local + timedelta(microseconds=nanoseconds // 1000)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else None


def time_of(value: time) -> Time:
    """Python's time as FEEL's."""
    nanoseconds = value.hour * HOUR + value.minute * MINUTE + value.second * SECOND + value.microsecond * 1000
    return Time(nanoseconds, _zone_of(value.tzinfo, value.utcoffset()))


def date_time_of(value: datetime) -> DateTime:
    """Python's date and time as FEEL's."""
    clock = time_of(value.time())
    day = calendar_day(value.year, value.month, value.day)
    return DateTime(day, clock.nanoseconds, _zone_of(value.tzinfo, value.utcoffset()))


def duration_of(value: timedelta) -> DayTimeDuration:
    """Python's timedelta as FEEL's duration."""
    return DayTimeDuration((value // timedelta(microseconds=1)) * 1000)


def _zone_of(zone: tzinfo | None, offset: timedelta | None) -> Zone:
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone
    return None if offset is None else int(offset.total_seconds())


def _python_zone(zone: Zone) -> tzinfo | None:
    if isinstance(zone, int):
        return UTC if zone == 0 else timezone(timedelta(seconds=zone))
    return zone


def clock_text(nanoseconds: int) -> str:
    """Hours, minutes and seconds of a day, with the fraction only where there is one."""
    hours, rest = divmod(nanoseconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    text = f"{hours:02}:{minutes:02}:{seconds:02}"
    return f"{text}.{fraction:09}".rstrip("0") if fraction else text


def seconds_text(nanoseconds: int) -> str:
    """Seconds with the fraction only where there is one."""
    seconds, fraction = divmod(nanoseconds, SECOND)
    return f"{seconds}.{fraction:09}".rstrip("0") if fraction else str(seconds)


def zone_text(zone: Zone) -> str:
    """`Z`, an offset, `@` and a zone's name, or nothing."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    text = f"{'-' if zone < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
