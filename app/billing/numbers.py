"""Takes the next fiscal number: gapless per series and year, in the order of dates."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.billing.errors import IssuedTooEarly
from app.billing.models import FiscalSeries, InvoiceKind
from app.core.crash import reach
from app.core.db import session

SERIES = {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN"}


@dataclass(frozen=True)
class FiscalNumber:
    """A number that was taken: series, year, count, and how it is written, such as `INV-2026-00031`."""

    series: str
    year: int
    count: int

    @property
    def text(self) -> str:
        """As it stands on the paper."""
        return f"{self.series}-{self.year}-{self.count:05d}"


def first_free_day(kind: InvoiceKind, *, on: date) -> date:
    """The day `on`, or that of the last number of the series when it is later: a colleague is past midnight already."""
    last = session().scalar(select(func.max(FiscalSeries.last_issued_on)).where(FiscalSeries.series == SERIES[kind]))
    return on if last is None else max(on, last)


def take_fiscal_number(kind: InvoiceKind, *, on: date) -> FiscalNumber:
    """The next number of the kind's series. Call it last: whoever issues waits here until this transaction is over.

    A transaction that fails gives its number back, so there is never a gap. Raises IssuedTooEarly.
    """
    series = SERIES[kind]
    new = insert(FiscalSeries).values(series=series, year=on.year, next_number=1).on_conflict_do_nothing()
    session().execute(new)
    counter = (
        session()
        .scalars(
            select(FiscalSeries)
            .where(FiscalSeries.series == series, FiscalSeries.year == on.year)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )
    if counter.last_issued_on is not None and on < counter.last_issued_on:
        raise IssuedTooEarly(on, counter.last_issued_on)
    taken = FiscalNumber(series, on.year, counter.next_number)
    counter.next_number, counter.last_issued_on = taken.count + 1, on
    session().flush()  # the unique key of the invoice is checked beneath the same lock
    reach("number_taken_before_commit")
    return taken
