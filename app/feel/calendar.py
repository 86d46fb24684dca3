"""Days of the proleptic Gregorian calendar for years -999,999,999 to 999,999,999."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from app.feel.errors import Unfit

LAST_YEAR = 999_999_999
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ERA_DAYS = 146_097  # days of 400 years
_ORDINAL_SHIFT = 306  # from 1 March of year 0 to 1 January of year 1, less one


@dataclass(frozen=True, slots=True, order=True)
class FarDate:
    """A calendar day of a year that `datetime.date` cannot hold."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{year_text(self.year)}-{self.month:02}-{self.day:02}"


CalendarDay = date | FarDate


def calendar_day(year: int, month: int, day: int) -> CalendarDay:
    """The day with these numbers: a `datetime.date` where that can hold it.

    Raises Unfit when there is no such day.
    """
    if not (1 <= month <= 12 and abs(year) <= LAST_YEAR and 1 <= day <= month_length(year, month)):
        raise Unfit(f"{year}-{month}-{day} is no date")
    if MINYEAR <= year <= MAXYEAR:
        return date(year, month, day)
    return FarDate(year, month, day)


def month_length(year: int, month: int) -> int:
    """Days of a month, leap years included."""
    if month == 2 and is_leap(year):
        return 29
    return _MONTH_LENGTHS[month - 1]


def is_leap(year: int) -> bool:
    """Whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def ordinal(day: CalendarDay) -> int:
    """The number of a day; 1 January of year 1 has number 1, as in `date.toordinal`.

    Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
    """
    if isinstance(day, date):
        return day.toordinal()
    year = day.year - (day.month <= 2)
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((day.month + 9) % 12) + 2) // 5 + day.day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _ERA_DAYS + day_of_era - _ORDINAL_SHIFT + 1


def day_of_ordinal(number: int) -> CalendarDay:
    """The day with a number; the reverse of `ordinal`. Raises Unfit beyond the last year."""
    if 1 <= number <= date.max.toordinal():
        return date.fromordinal(number)
    era, day_of_era = divmod(number + _ORDINAL_SHIFT - 1, _ERA_DAYS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return calendar_day(year_of_era + era * 400 + (month <= 2), month, day)


def add_months(day: CalendarDay, months: int) -> CalendarDay:
    """The same day of another month, or that month's last day."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > LAST_YEAR:
        raise Unfit(f"year {year} is beyond the calendar")
    return calendar_day(year, month_index + 1, min(day.day, month_length(year, month_index + 1)))


def weekday(day: CalendarDay) -> int:
    """Monday is 1, Sunday is 7."""
    return (ordinal(day) - 1) % 7 + 1


def week_of_year(day: CalendarDay) -> int:
    """The week's number by ISO 8601."""
    thursday = day_of_ordinal(ordinal(day) + 4 - weekday(day))
    return (ordinal(thursday) - ordinal(calendar_day(thursday.year, 1, 1))) // 7 + 1


def day_of_year(day: CalendarDay) -> int:
    """1 on the first of January."""
    return ordinal(day) - ordinal(calendar_day(day.year, 1, 1)) + 1


def year_text(year: int) -> str:
    """A year with at least four digits, as XML Schema writes it."""
    return f"{'-' if year < 0 else ''}{abs(year):04}"
