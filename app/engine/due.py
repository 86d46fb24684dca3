"""When a timer is due: ISO 8601 and FEEL times, bounded, in the time zone of the company.

Source: ISO 8601 durations and repetitions as BPMN 2.0 section 10.5.5 uses them.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app import feel
from app.engine.diagram import TimerDefinition
from app.engine.expressions import Evaluator
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind

DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,10})(?:[.,]\d+)?S)?)?"
)
CYCLE = re.compile(r"R(?P<times>\d{0,6})/(?:(?P<start>[^/]+)/)?(?P<interval>P[^/]+)")
NAMED_ZONE = re.compile(r"(?:@(?P<feel>[\w/+-]+)|\[(?P<iso>[\w/+-]+)\])$")
DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_YEARS = 100
SHORTEST_CYCLE = timedelta(seconds=60)
WITHOUT_END = -1
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Duration:
    """Months and days are counted in the calendar of a zone; `rest` is exact, PT24H is no day."""

    months: int
    days: int
    rest: timedelta

    def times(self, count: int) -> "Duration":
        """This duration, `count` times."""
        return Duration(self.months * count, self.days * count, self.rest * count)


@dataclass(frozen=True)
class DueTime:
    """When a timer is due first and, for a cycle, how it goes on.

    repetitions: times after the first one; -1 without end.
    """

    at: datetime
    interval: str | None = None
    repetitions: int = 0


class BadTime(ValueError):
    """A text is no date, duration or cycle, or is out of bounds. The message is a sentence."""


def due_time(timer: TimerDefinition, evaluator: Evaluator, *, at: datetime, zone: ZoneInfo) -> DueTime:
    """When `timer` is due, seen from `at`."""
    value = evaluator.value(timer.text, IncidentKind.TIMER_ERROR)
    text = as_text(value)
    try:
        if timer.kind == "date":
            return DueTime(read_moment(text, zone))
        if timer.kind == "duration":
            return DueTime(add(at, read_duration(text), zone))
        return _first_of_cycle(text, at, zone)
    except BadTime as error:
        raise StepFailure(IncidentKind.TIMER_ERROR, f"The timer {timer.text!r} gave {text!r}: {error}") from error


def next_in_cycle(due_at: datetime, interval: str, *, at: datetime, zone: ZoneInfo) -> datetime:
    """The next time of a cycle after `due_at`; a time already missed at `at` is skipped."""
    step = read_duration(interval)
    following = add(due_at, step, zone)
    if following <= at and step.months == 0:
        missed = (at - due_at) // (timedelta(days=step.days) + step.rest)
        following = add(due_at, step.times(missed), zone)
    while following <= at:
        following = add(following, step, zone)
    return following


def as_text(value: object) -> str:
    """A FEEL value as ISO 8601 text."""
    if isinstance(value, str):
        return value.strip()
    text = feel.dumps(value)
    return text.strip('"')


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """A date (midnight) or date and time; without an offset in the zone of the company."""
    named = NAMED_ZONE.search(text)
    try:
        moment = datetime.fromisoformat(text[: named.start()] if named else text)
        own_zone = ZoneInfo(named["feel"] or named["iso"]) if named else zone
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise BadTime("that is no date and time such as 2026-11-30T09:00:00+01:00.") from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=own_zone)
    try:
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise BadTime("that date is out of bounds.") from error


def read_duration(text: str) -> Duration:
    """An ISO 8601 duration, not negative, at most 100 years."""
    match = DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        raise BadTime("that is no duration such as P3D or PT2H (at most 100 years).")
    if match["sign"]:
        raise BadTime("a duration cannot be negative.")
    part = {name: int(found or 0) for name, found in match.groupdict().items() if name != "sign"}
    months = part["years"] * MONTHS_A_YEAR + part["months"]
    days = part["weeks"] * 7 + part["days"]
    seconds = part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]
    years = months / MONTHS_A_YEAR + days / 365 + seconds / 31_536_000
    if years > LONGEST_YEARS:
        raise BadTime("a duration can be at most 100 years.")
    return Duration(months, days, timedelta(seconds=seconds))


def add(moment: datetime, duration: Duration, zone: ZoneInfo) -> datetime:
    """`moment` plus `duration`: months and days by the calendar of the zone, hours exactly."""
    local = moment.astimezone(zone)
    if duration.months:
        count = local.month - 1 + duration.months
        year, month = local.year + count // MONTHS_A_YEAR, count % MONTHS_A_YEAR + 1
        local = local.replace(year=year, month=month, day=min(local.day, calendar.monthrange(year, month)[1]))
    if duration.days:
        local = datetime.combine(local.date() + timedelta(days=duration.days), local.timetz())
    return local.astimezone(UTC) + duration.rest


def read_deadline(text: str, zone: ZoneInfo) -> datetime:
    """As `read_moment`, but a date alone means the last second of that day."""
    if DATE_ONLY.fullmatch(text):
        return read_moment(f"{text}T23:59:59", zone)
    return read_moment(text, zone)


def _first_of_cycle(text: str, at: datetime, zone: ZoneInfo) -> DueTime:
    match = CYCLE.fullmatch(text)
    if match is None:
        raise BadTime("that is no cycle such as R3/PT1H or R/P1D.")
    interval = read_duration(match["interval"])
    if interval.months == 0 and interval.days == 0 and interval.rest < SHORTEST_CYCLE:
        raise BadTime("a cycle must be at least one minute long.")
    times = int(match["times"]) if match["times"] else WITHOUT_END + 1
    if match["times"] and times == 0:
        raise BadTime("a cycle of no times never fires; use R1 or more, or R without end.")
    first = read_moment(match["start"], zone) if match["start"] else add(at, interval, zone)
    return DueTime(first, match["interval"], times - 1)
