"""When a contract is invoiced: periods of whole months from its first day. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days for which one invoice is written; `last` is None for a contract without an end that is invoiced once."""

    first: date
    last: date | None


def next_period(
    *, starts_on: date, ends_on: date | None, months: int | None, invoiced_until: date | None
) -> Period | None:
    """The period that is invoiced next; None when all is invoiced.

    months: of one period; None is invoiced once for the whole time.
    """
    first = invoiced_until + timedelta(days=1) if invoiced_until else starts_on
    if (ends_on is not None and first > ends_on) or (months is None and invoiced_until is not None):
        return None
    if months is None:
        return Period(first, ends_on)
    last = added_months(first, months) - timedelta(days=1)
    return Period(first, last if ends_on is None else min(last, ends_on))


def added_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
