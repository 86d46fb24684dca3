"""Built-in functions that make a value of another kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.calendar import CalendarDay, calendar_day, day_of_ordinal
from app.feel.compare import compare
from app.feel.errors import FeelSyntaxError, Unfit
from app.feel.iso import (
    Duration,
    named_zone,
    read_date,
    read_date_time,
    read_duration,
    read_temporal,
    read_time,
    read_zone,
)
from app.feel.numbers import integer, read_number
from app.feel.parser import read_expression
from app.feel.temporal import DAY, HOUR, MINUTE, SECOND, DateTime, DayTimeDuration, Time
from app.feel.temporal_arithmetic import in_zone
from app.feel.tree import AtLiteral, Call, Constant, Name, Negation, Node
from app.feel.values import NUMBERS, Range, Value, described, number_text, open_range, shown

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_RANGE = re.compile(r"([\[(\]])(.*?)\.\.(.*)([\])\[])", re.DOTALL)
_LARGEST_OFFSET = 18 * 3600
_READERS: dict[str, Callable[[str], object]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


@built_in("date", "from: string")
def date_from_text(text: str) -> CalendarDay:
    """The date that a text names."""
    return read_date(text)


@built_in("date", "from: date|datetime")
def date_from_moment(value: CalendarDay | DateTime) -> CalendarDay:
    """The date of a date and time."""
    return value.day if isinstance(value, DateTime) else value


@built_in("date", "year: number, month: number, day: number")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> CalendarDay:
    """The date with these numbers."""
    return calendar_day(_whole(year), _whole(month), _whole(day))


@built_in("time", "from: string")
def time_from_text(text: str) -> Time:
    """The time that a text names."""
    return read_time(text)


@built_in("time", "from: time|datetime|date")
def time_from_moment(value: Time | DateTime | CalendarDay) -> Time:
    """The time of a date and time; a date's is midnight in Greenwich."""
    if isinstance(value, DateTime):
        return Time(value.nanoseconds, value.zone)
    return value if isinstance(value, Time) else Time(0, 0)


@built_in("time", "hour: number, minute: number, second: number, offset?: days|null")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DayTimeDuration | None = None) -> Time:
    """The time with these numbers, local without an offset."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise Unfit(f"{hour}:{minute}:{second} is no time")
    nanoseconds = integer(hour) * HOUR + integer(minute) * MINUTE + int(NUMBERS.multiply(second, Decimal(SECOND)))
    if offset is None:
        return Time(nanoseconds)
    seconds = offset.nanoseconds // SECOND if offset.nanoseconds >= 0 else -(-offset.nanoseconds // SECOND)
    if abs(seconds) > _LARGEST_OFFSET:
        raise Unfit(f"{offset} is no offset from UTC")
    return Time(nanoseconds, seconds)


@built_in("date and time", "from: string")
def moment_from_text(text: str) -> DateTime:
    """The date and time that a text names."""
    return read_date_time(text)


@built_in("date and time", "from: datetime|date")
def moment_from_moment(value: DateTime | CalendarDay) -> DateTime:
    """A date and time as it is; a date's is its midnight in Greenwich."""
    return value if isinstance(value, DateTime) else DateTime(value, 0, 0)


@built_in("date and time", "date: date|datetime, time: time")
def moment_from_parts(day: CalendarDay | DateTime, time: Time) -> DateTime:
    """A time on a day."""
    return DateTime(day.day if isinstance(day, DateTime) else day, time.nanoseconds, time.zone)


@built_in("date and time", "date: datetime, timezone: string")
def moment_in_zone(moment: DateTime, zone: str) -> DateTime:
    """The same moment in a named time zone; a local one counts as in Greenwich."""
    offset = read_zone(zone) if zone[:1] in ("Z", "+", "-") else None
    if isinstance(offset, int):
        days, nanoseconds = divmod(moment.in_greenwich() + offset * SECOND, DAY)
        return DateTime(day_of_ordinal(days), nanoseconds, offset)
    return in_zone(moment.in_greenwich(), named_zone(zone))


@built_in(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: days|null",
)
def moment_from_numbers(*numbers: Value) -> DateTime:
    """The date and time with these numbers."""
    time = time_from_parts(*numbers[3:])
    return DateTime(date_from_parts(*numbers[:3]), time.nanoseconds, time.zone)


@built_in("duration", "from: string")
def duration(text: str) -> Duration:
    """The duration that a text names."""
    return read_duration(text)


@built_in("duration", "from: days|months")
def duration_as_it_is(value: Duration) -> Duration:
    """A duration as it is."""
    return value


@built_in("number", "from: number")
def number_as_it_is(value: Decimal) -> Decimal:
    """A number as it is."""
    return value


@built_in("number", "from: string, grouping separator?: string|null, decimal separator?: string|null")
def number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    """The number that a text names, with the separators given."""
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", "."):
        raise Unfit("separators are a space, a comma or a point")
    if grouping is not None and grouping == point:
        raise Unfit("the separators are the same")
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    if not _NUMBER.fullmatch(plain):
        raise Unfit(f'"{text[:40]}" is no number')
    return read_number(plain)


@running_built_in("string", "from: any")
def string(run: Run, value: Value) -> str | None:
    """A value as text; null of null."""
    if value is None or isinstance(value, str):
        return value
    text = text_of(value, run)
    run.check_text(len(text))
    return text


def text_of(value: Value, run: Run) -> str:
    """A value as FEEL writes it, text inside lists and contexts in quotes."""
    run.spend(1)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{', '.join(text_of(item, run) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {text_of(item, run)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{opening}{text_of(value.start, run)}..{text_of(value.end, run)}{closing}"
    return number_text(value) if isinstance(value, Decimal) else shown(value)


@built_in("not", "negand: any")
def negation(value: Value) -> bool | None:
    """The opposite of true or false; null of anything else."""
    return not value if type(value) is bool else None


@built_in("range", "from: string")
def range_from_text(text: str) -> Range:
    """The range that a text such as `[1..10)` names; its bounds are literals, one of which may be left out."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise Unfit(f'"{text[:60]}" is no range')
    opening, low, high, closing = match.groups()
    start, end = _bound(low), _bound(high)
    if start is None or end is None:
        return _half_range(start, end, opening, closing)
    if compare(start, end) > 0:
        raise Unfit("the range ends before it starts")
    return Range(start, end, opening == "[", closing == "]")


def _half_range(start: Value, end: Value, opening: str, closing: str) -> Range:
    """The range with one bound; the other side must be open. Source: DMN 1.5, grammar rule 66."""
    if start is None and end is not None and opening != "[":
        return open_range("<=" if closing == "]" else "<", end)
    if end is None and start is not None and closing != "]":
        return open_range(">=" if opening == "[" else ">", start)
    raise Unfit("a side without a bound must be open, and one bound there must be")


def _bound(text: str) -> Value:
    if not text.strip():
        return None
    try:
        return _literal(read_expression(text))
    except FeelSyntaxError:
        raise Unfit(f'"{text[:60]}" is no literal') from None


def _literal(node: Node) -> Value:
    if isinstance(node, Constant) and node.value is not None and type(node.value) is not bool:
        return node.value
    if isinstance(node, Negation) and isinstance(node.operand, Constant):
        value = _literal(node.operand)
        if type(value) is Decimal:
            return -value
    if isinstance(node, AtLiteral):
        return read_temporal(node.text)
    if isinstance(node, Call) and isinstance(node.function, Name) and len(node.arguments) == 1:
        reader = _READERS.get(node.function.name)
        argument = node.arguments[0]
        if reader and isinstance(argument, Constant) and isinstance(argument.value, str):
            return reader(argument.value)
    raise Unfit("the bounds of a range must be literals")


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise Unfit(f"{described(value)} is no whole number")
    return integer(value)
