"""Verbs of drafted quotes: lower discounts, approve, issue. Alternatives go together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.catalog.pricing import line_net
from app.core.actor import Actor
from app.numbering.operations import next_number
from app.sales.errors import QuoteFixed
from app.sales.models import Quote, QuoteStatus
from app.sales.numbering import QUOTE, quote_number
from app.sales.operations.drafting import sum_up
from app.sales.operations.telling import sums_of, tell_quote
from app.sales.queries.quotes import first_number_of


def cap_discounts(quote: Quote, *, highest_percent: Decimal, by: Actor, at: datetime) -> None:
    """No line keeps a discount above the one that the manager allows."""
    if quote.status is not QuoteStatus.DRAFT:
        raise QuoteFixed(quote)
    before = sums_of(quote)
    for line in quote.lines:
        line.discount_percent = min(line.discount_percent, highest_percent)
        line.net = line_net(line.quantity, unit_price=line.unit_price, discount_percent=line.discount_percent)
    sum_up(quote)
    tell_quote(quote, "quote.discounts_lowered", by=by, at=at, before=before, after=sums_of(quote))


def approve_quote(quote: Quote, *, note: str | None, by: Actor, at: datetime) -> None:
    """A manager allows the discounts of a draft."""
    quote.approved_by, quote.approval_note = by.id, note
    tell_quote(quote, "quote.approved", by=by, at=at, after=sums_of(quote), reason=note)


def issue_quotes(quotes: Sequence[Quote], *, on: date, by: Actor, at: datetime) -> None:
    """Give alternatives their numbers and dates; from now on they are fixed. The first number is taken last."""
    for quote in quotes:
        if quote.status is not QuoteStatus.DRAFT:
            raise QuoteFixed(quote)
    first = first_number_of(quotes[0].opportunity_id) or next_number(QUOTE, on=on)
    for quote in quotes:
        quote.issued_on, quote.valid_until = on, on + timedelta(days=quote.valid_days)
        quote.status = QuoteStatus.ISSUED
        quote.number = quote_number(first, alternative=quote.alternative, revision=quote.revision)
        shown = sums_of(quote) | {"number": quote.number, "valid_until": quote.valid_until}
        tell_quote(quote, "quote.issued", by=by, at=at, after=shown)
