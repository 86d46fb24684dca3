"""Drafts quotes: one, or several alternatives, from what the salesperson entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from app.parties.models import Party
from app.sales.errors import AlternativeEmpty, FirstAlternativeMissing, QuoteFixed, QuoteWithoutLines
from app.sales.models import Opportunity, Quote, QuoteLine, QuoteStatus
from app.sales.numbering import FIRST
from app.sales.operations.telling import sums_of, tell_quote
from app.sales.queries.quotes import newest_round_of, quotes_before

EVERY_ALTERNATIVE = "all"
MAY_BE_REVISED = frozenset({QuoteStatus.REVISED, QuoteStatus.LAPSED})


@dataclass(frozen=True)
class LineWish:
    """A line as the salesperson entered it; price and tax follow from the catalogue.

    alternative: a letter, or EVERY_ALTERNATIVE. is_optional: offered beside the rest, not in the sums.
    """

    product_id: UUID
    quantity: Decimal
    discount_percent: Decimal = ZERO
    alternative: str = EVERY_ALTERNATIVE
    is_optional: bool = False


@dataclass(frozen=True)
class QuoteTerms:
    """What a quote says besides its lines. price_list_id: None takes the usual one."""

    price_list_id: UUID | None
    valid_days: int
    payment_terms_days: int
    notes: str | None = None


@dataclass(frozen=True)
class Seller:
    """Who sells, as far as the tax is concerned, and on which day."""

    country: str
    on: date


def draft_quotes(
    opportunity: Opportunity,
    party: Party,
    *,
    wishes: Sequence[LineWish],
    terms: QuoteTerms,
    seller: Seller,
    by: Actor,
    at: datetime,
) -> list[Quote]:
    """The drafts of an opportunity, one for each alternative: the open drafts written anew, else the next revision."""
    wanted = _by_alternative(wishes)
    price_list = price_list_by_id(terms.price_list_id)
    quotes = _drafts_for(opportunity, party, price_list, list(wanted), by=by, at=at)
    for quote in quotes:
        _write_terms(quote, terms, price_list, opportunity, party)
        quote.lines = []
    session().flush()  # the old lines leave before new ones take their positions
    for quote in quotes:
        quote.lines = _priced_lines(wanted[quote.alternative], price_list, party=party, seller=seller)
        sum_up(quote)
        tell_quote(quote, "quote.drafted", by=by, at=at, after=sums_of(quote))
    return quotes


def sum_up(quote: Quote) -> None:
    """Write the sums of the lines; optional ones do not count."""
    sums = totals(line for line in quote.lines if not line.is_optional)
    quote.total_net, quote.total_vat, quote.total_gross = sums.net, sums.vat, sums.gross
    quote.highest_discount_percent = max(line.discount_percent for line in quote.lines)


def _by_alternative(wishes: Sequence[LineWish]) -> Mapping[str, list[LineWish]]:
    """The lines of each alternative, by its letter. Raises an Invalid beside the lines."""
    if not wishes:
        raise QuoteWithoutLines
    letters = sorted({wish.alternative for wish in wishes} - {EVERY_ALTERNATIVE}) or [FIRST]
    if letters[0] != FIRST:
        raise FirstAlternativeMissing(letters[0])
    wanted = {letter: [w for w in wishes if w.alternative in {letter, EVERY_ALTERNATIVE}] for letter in letters}
    for letter, lines in wanted.items():
        if all(line.is_optional for line in lines):
            raise AlternativeEmpty(letter)
    return wanted


def _drafts_for(
    opportunity: Opportunity, party: Party, price_list: PriceList, letters: list[str], *, by: Actor, at: datetime
) -> list[Quote]:
    newest = newest_round_of(opportunity.id)
    drafts = {quote.alternative: quote for quote in newest if quote.status is QuoteStatus.DRAFT}
    if newest and not drafts and not {quote.status for quote in newest} <= MAY_BE_REVISED:
        raise QuoteFixed(newest[0])
    revision = 1 if not newest else newest[0].revision if drafts else newest[0].revision + 1
    for quote in (quote for letter, quote in drafts.items() if letter not in letters):
        session().delete(quote)
    replaced = {quote.alternative: quote.id for quote in quotes_before(opportunity.id, revision)}
    found = []
    for letter in letters:
        quote = drafts.get(letter) or _new_draft(opportunity, party, price_list, by=by, at=at)
        quote.alternative, quote.revision, quote.revision_of_id = letter, revision, replaced.get(letter)
        found.append(quote)
    return found


def _new_draft(opportunity: Opportunity, party: Party, price_list: PriceList, *, by: Actor, at: datetime) -> Quote:
    quote = Quote(
        id=uuid4(),
        case_key=opportunity.case_key,
        opportunity_id=opportunity.id,
        campaign_id=opportunity.campaign_id,
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


def _write_terms(
    quote: Quote, terms: QuoteTerms, price_list: PriceList, opportunity: Opportunity, party: Party
) -> None:
    quote.price_list_id, quote.currency = price_list.id, price_list.currency
    quote.valid_days, quote.payment_terms_days, quote.notes = terms.valid_days, terms.payment_terms_days, terms.notes
    quote.salesperson, quote.language = opportunity.sales_rep, party.language
    quote.approved_by = quote.approval_note = None


def _priced_lines(
    wishes: Sequence[LineWish], price_list: PriceList, *, party: Party, seller: Seller
) -> list[QuoteLine]:
    product_ids = {wish.product_id for wish in wishes}
    products = products_by_id(product_ids)
    prices = prices_on(price_list.id, product_ids)
    codes = tax_codes_of(seller.country, on=seller.on)
    lines = []
    for position, wish in enumerate(wishes, start=1):
        product = products.get(wish.product_id)
        if product is None:
            raise ProductMissing(wish.product_id)
        category = category_for(
            product.tax_category,
            seller_country=seller.country,
            customer_country=party.country,
            customer_has_vat_number=party.vat_number is not None,
        )
        code = codes.get(category)
        if code is None:
            raise TaxCodeMissing(seller.country, category.value, seller.on)
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
        is_optional=wish.is_optional,
    )
