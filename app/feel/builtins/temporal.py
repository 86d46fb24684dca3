"""Built-in functions on dates and times."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.calendar import CalendarDay, calendar_day, day_of_year, month_length, week_of_year, weekday
from app.feel.temporal import DateTime, Time, YearMonthDuration, date_time_of
from app.feel.values import kind_of

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@running_built_in("now")
def now(run: Run) -> DateTime:
    """The date and time by the clock of the call."""
    moment: datetime = run.now()
    return date_time_of(moment)


@running_built_in("today")
def today(run: Run) -> date:
    """The date by the clock of the call."""
    return run.now().date()


@built_in("day of week", "date: date|datetime")
def day_of_week(value: CalendarDay | DateTime) -> str:
    """The English name of the day."""
    return _DAYS[weekday(_day(value)) - 1]


@built_in("month of year", "date: date|datetime")
def month_of_year(value: CalendarDay | DateTime) -> str:
    """The English name of the month."""
    return _MONTHS[_day(value).month - 1]


@built_in("day of year", "date: date|datetime")
def day_number(value: CalendarDay | DateTime) -> Decimal:
    """The day's number in its year."""
    return Decimal(day_of_year(_day(value)))


@built_in("week of year", "date: date|datetime")
def week_number(value: CalendarDay | DateTime) -> Decimal:
    """The week's number by ISO 8601."""
    return Decimal(week_of_year(_day(value)))


@built_in("last day of month", "date: date|datetime")
def last_day_of_month(value: CalendarDay | DateTime) -> CalendarDay:
    """The last day of the month that a date lies in."""
    day = _day(value)
    return calendar_day(day.year, day.month, month_length(day.year, day.month))


@built_in("years and months duration", "from: date|datetime, to: date|datetime")
def years_and_months(first: CalendarDay | DateTime, last: CalendarDay | DateTime) -> YearMonthDuration:
    """The whole months from one day to another."""
    earlier, later = _day(first), _day(last)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if months > 0 and later.day < earlier.day:
        months -= 1
    elif months < 0 and later.day > earlier.day:
        months += 1
    return YearMonthDuration(months)


@built_in("is", "value1?: any, value2?: any")
def is_same(left: object = None, right: object = None) -> bool:
    """Whether two values are of one kind, equal, and for times in the same zone."""
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, Time | DateTime) and isinstance(right, Time | DateTime):
        return str(left) == str(right)
    return left == right


def _day(value: CalendarDay | DateTime) -> CalendarDay:
    return value.day if isinstance(value, DateTime) else value
