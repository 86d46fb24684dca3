"""Verbs of quotes before they reach the customer: draft, lower discounts, issue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from app.catalog.errors import ProductMissing, TaxCodeMissing
from app.catalog.models import PriceList, Product, TaxCode
from app.catalog.pricing import line_net, totals
from app.catalog.queries import price_list_by_id, prices_on, products_by_id, tax_codes_of
from app.catalog.taxation import category_for
from app.core.actor import Actor
from app.core.db import session
from app.core.money import ZERO
from app.numbering.operations import next_number
from app.parties.models import Party
from app.sales.errors import QuoteFixed, QuoteWithoutLines
from app.sales.models import Opportunity, Quote, QuoteLine, QuoteStatus
from app.sales.numbering import QUOTE, revised_number
from app.sales.queries import newest_quote_of, quote_for_update
from app.trail.operations import record


@dataclass(frozen=True)
class LineWish:
    """A line as the salesperson entered it; price and tax follow from the catalogue."""

    product_id: UUID
    quantity: Decimal
    discount_percent: Decimal = ZERO


@dataclass(frozen=True)
class QuoteTerms:
    """What a quote says besides its lines. price_list_id: None takes the usual one."""

    price_list_id: UUID | None
    valid_days: int
    payment_terms_days: int
    notes: str | None = None


def draft_quote(
    opportunity: Opportunity,
    party: Party,
    *,
    wishes: Sequence[LineWish],
    terms: QuoteTerms,
    seller_country: str,
    on: date,
    by: Actor,
    at: datetime,
) -> Quote:
    """The draft of an opportunity with these lines: the open draft written anew, else the next revision."""
    if not wishes:
        raise QuoteWithoutLines
    price_list = price_list_by_id(terms.price_list_id)
    quote = _open_draft(opportunity, party, price_list, by=by, at=at)
    quote.price_list_id, quote.currency = price_list.id, price_list.currency
    quote.valid_days, quote.payment_terms_days, quote.notes = terms.valid_days, terms.payment_terms_days, terms.notes
    quote.salesperson, quote.language = opportunity.sales_rep, party.language
    quote.approved_by = quote.approval_note = None
    quote.lines = []
    session().flush()  # the old lines leave before new ones take their positions
    quote.lines = _priced_lines(wishes, price_list, party=party, seller_country=seller_country, on=on)
    _sum_up(quote)
    _tell(quote, "quote.drafted", by=by, at=at, after=_sums(quote))
    return quote


def cap_discounts(quote: Quote, *, highest_percent: Decimal, by: Actor, at: datetime) -> None:
    """No line keeps a discount above the one that the manager allows."""
    if quote.status is not QuoteStatus.DRAFT:
        raise QuoteFixed(quote)
    before = _sums(quote)
    for line in quote.lines:
        line.discount_percent = min(line.discount_percent, highest_percent)
        line.net = line_net(line.quantity, unit_price=line.unit_price, discount_percent=line.discount_percent)
    _sum_up(quote)
    _tell(quote, "quote.discounts_lowered", by=by, at=at, before=before, after=_sums(quote))


def approve_quote(quote: Quote, *, note: str | None, by: Actor, at: datetime) -> None:
    """A manager allows the discounts of a draft."""
    quote.approved_by, quote.approval_note = by.id, note
    _tell(quote, "quote.approved", by=by, at=at, after=_sums(quote), reason=note)


def issue_quote(quote: Quote, *, on: date, by: Actor, at: datetime) -> None:
    """Give the quote its number and dates; from now on it is fixed. The number is taken last."""
    if quote.status is not QuoteStatus.DRAFT:
        raise QuoteFixed(quote)
    quote.issued_on, quote.valid_until = on, on + timedelta(days=quote.valid_days)
    quote.status = QuoteStatus.ISSUED
    quote.number = _number_of(quote, on=on)
    shown = _sums(quote) | {"number": quote.number, "valid_until": quote.valid_until}
    _tell(quote, "quote.issued", by=by, at=at, after=shown)


def _open_draft(opportunity: Opportunity, party: Party, price_list: PriceList, *, by: Actor, at: datetime) -> Quote:
    newest = newest_quote_of(opportunity.id)
    if newest is not None and newest.status is QuoteStatus.DRAFT:
        return newest
    if newest is not None and newest.status not in {QuoteStatus.REVISED, QuoteStatus.LAPSED}:
        raise QuoteFixed(newest)
    quote = Quote(
        id=uuid4(),
        revision=newest.revision + 1 if newest else 1,
        revision_of_id=newest.id if newest else None,
        case_key=opportunity.case_key,
        opportunity_id=opportunity.id,
        party_id=party.id,
        contact_id=opportunity.contact_id,
        price_list_id=price_list.id,
        status=QuoteStatus.DRAFT,
        total_net=ZERO,
        total_vat=ZERO,
        total_gross=ZERO,
        highest_discount_percent=ZERO,
        valid_days=1,
        payment_terms_days=0,
        currency=price_list.currency,
        language=party.language,
        created_at=at,
        created_by=by.id,
        lines=[],
    )
    session().add(quote)
    return quote


def _priced_lines(
    wishes: Sequence[LineWish], price_list: PriceList, *, party: Party, seller_country: str, on: date
) -> list[QuoteLine]:
    product_ids = {wish.product_id for wish in wishes}
    products = products_by_id(product_ids)
    prices = prices_on(price_list.id, product_ids)
    codes = tax_codes_of(seller_country, on=on)
    lines = []
    for position, wish in enumerate(wishes, start=1):
        product = products.get(wish.product_id)
        if product is None:
            raise ProductMissing(wish.product_id)
        category = category_for(
            product.tax_category,
            seller_country=seller_country,
            customer_country=party.country,
            customer_has_vat_number=party.vat_number is not None,
        )
        code = codes.get(category)
        if code is None:
            raise TaxCodeMissing(seller_country, category.value, on)
        price = prices.get(product.id, product.net_price)
        lines.append(_line(position, wish, product=product, price=price, tax=code))
    return lines


def _line(position: int, wish: LineWish, *, product: Product, price: Decimal, tax: TaxCode) -> QuoteLine:
    return QuoteLine(
        position=position,
        product_id=product.id,
        code=product.code,
        name=product.name,
        unit=product.unit,
        quantity=wish.quantity,
        unit_price=price,
        discount_percent=wish.discount_percent,
        net=line_net(wish.quantity, unit_price=price, discount_percent=wish.discount_percent),
        tax_name=tax.name,
        tax_rate_percent=tax.rate_percent,
        tax_note=tax.note,
    )


def _sum_up(quote: Quote) -> None:
    sums = totals(quote.lines)
    quote.total_net, quote.total_vat, quote.total_gross = sums.net, sums.vat, sums.gross
    quote.highest_discount_percent = max(line.discount_percent for line in quote.lines)


def _number_of(quote: Quote, *, on: date) -> str:
    if quote.revision_of_id is None:
        return next_number(QUOTE, on=on)
    replaced = quote_for_update(quote.revision_of_id)
    assert replaced.number is not None
    return revised_number(replaced.number, revision=quote.revision)


def _sums(quote: Quote) -> dict[str, object]:
    return {
        "total_net": quote.total_net,
        "total_gross": quote.total_gross,
        "currency": quote.currency,
        "highest_discount_percent": quote.highest_discount_percent,
    }


def _tell(
    quote: Quote,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: dict[str, object],
    before: dict[str, object] | None = None,
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="quote",
        entity_id=quote.id,
        case_key=quote.case_key,
        by=by,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
