"""Reads billing: one invoice, pages of the list, what a party owes, exchange rates, the tax of a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, case, desc, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.billing.errors import InvoiceMissing, PaymentMissing, RateMissing
from app.billing.models import ExchangeRate, Invoice, InvoiceKind, InvoiceLine, InvoiceStatus, Payment
from app.catalog.errors import TaxCodeMissing
from app.catalog.models import TaxCategory, TaxCode
from app.catalog.queries import tax_codes_of
from app.catalog.taxation import category_for
from app.core.clock import company_zone, now
from app.core.db import session
from app.core.money import ZERO
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, has_words, keys_in_order, rows_found
from app.parties.models import Company, Party
from app.parties.queries import same_parties

RATE_HOLDS_DAYS = 31  # customs rates hold for a month; what is older says nothing of today
OVERDUE, OPEN = "overdue", "open"


def invoice_by_id(invoice_id: UUID) -> Invoice:
    """The invoice with party, lines and payments. Raises InvoiceMissing."""
    wanted = (
        select(Invoice)
        .where(Invoice.id == invoice_id)
        .options(joinedload(Invoice.party), selectinload(Invoice.lines), selectinload(Invoice.payments))
    )
    invoice = session().scalar(wanted.execution_options(populate_existing=True))
    if invoice is None:
        raise InvoiceMissing(invoice_id)
    return invoice


def invoice_for_update(invoice_id: UUID) -> Invoice:
    """The invoice with its lines, locked. Raises InvoiceMissing."""
    wanted = (
        select(Invoice)
        .where(Invoice.id == invoice_id)
        .options(selectinload(Invoice.lines))
        .with_for_update(of=Invoice)
        .execution_options(populate_existing=True)
    )
    invoice = session().scalar(wanted)
    if invoice is None:
        raise InvoiceMissing(invoice_id)
    return invoice


def payment_by_id(payment_id: UUID) -> Payment:
    """The payment. Raises PaymentMissing."""
    payment = session().get(Payment, payment_id)
    if payment is None:
        raise PaymentMissing(payment_id)
    return payment


def invoice_of_source(source_type: str, source_id: UUID | str) -> Invoice | None:
    """The invoice made from something that still counts, if any."""
    return session().scalar(
        select(Invoice).where(
            Invoice.source_type == source_type,
            Invoice.source_id == str(source_id),
            Invoice.status != InvoiceStatus.CANCELLED,
            Invoice.kind == InvoiceKind.INVOICE,
        )
    )


def invoice_that_bills(source_type: str, source_id: UUID | str) -> Invoice | None:
    """The invoice on which something stands as a line, if any; one that a credit note took back does not count."""
    return session().scalar(
        select(Invoice)
        .join(InvoiceLine)
        .where(
            InvoiceLine.source_type == source_type,
            InvoiceLine.source_id == str(source_id),
            ~InvoiceLine.is_released,
        )
    )


def credit_note_of(invoice_id: UUID) -> Invoice | None:
    """The credit note that takes an invoice back, if any."""
    return session().scalar(select(Invoice).where(Invoice.credits_id == invoice_id))


@dataclass(frozen=True)
class Balance:
    """What a party owes us, in our currency at the rates of the invoices. overdue is a part of open."""

    open: Decimal
    overdue: Decimal
    currency: str


def balance_of(party_id: UUID, *, on: date | None = None) -> Balance:
    """What a party owes us. on: the day that counts, today when none is given."""
    open_sum, overdue_sum = _owed(on or _today())
    sums = select(
        open_sum, overdue_sum, select(Company.currency).where(Company.id == 1).scalar_subquery().label("currency")
    ).where(is_of(party_id), *_is_open())
    found = session().execute(sums).one()
    return Balance(found[0] or ZERO, found[1] or ZERO, found[2] or "EUR")


@dataclass(frozen=True)
class InvoiceChoice:
    """Which invoices a list shows. state: `open`, `overdue`, or a status; issued from, to: days."""

    words: str = ""
    state: str = ""
    party_id: UUID | None = None
    issued_from: date | None = None
    issued_to: date | None = None


def invoices_of(party_id: UUID, *, state: str = "", limit: int = 50) -> Sequence[Invoice]:
    """Up to `limit` invoices and credit notes of a party, the newest first."""
    return invoices_page(InvoiceChoice(state=state, party_id=party_id), on=_today(), limit=limit)[:limit]


def invoices_page(choice: InvoiceChoice, *, on: date, after: Position | None = None, limit: int) -> Sequence[Invoice]:
    """Up to `limit` + 1 invoices, the newest first. on: the day that decides what is overdue."""
    wanted = select(Invoice).options(joinedload(Invoice.party)).where(*_chosen(choice, on))
    if after is not None:
        wanted = wanted.where(tuple_(Invoice.created_at, Invoice.id) < tuple_(*after))
    if choice.words:
        named = wanted.where(Invoice.id.in_(select(_named(choice.words).c.id)))
        keys = keys_in_order(named, Invoice.created_at, Invoice.id, direction=desc, limit=limit + 1)
        wanted = select(Invoice).options(joinedload(Invoice.party)).where(Invoice.id.in_(keys))
    ordered = wanted.order_by(Invoice.created_at.desc(), Invoice.id.desc()).limit(limit + 1)
    return session().scalars(ordered).all()


@dataclass(frozen=True)
class InvoiceSums:
    """What a choice of invoices comes to in our currency; credit notes count against."""

    count: int
    net: Decimal
    gross: Decimal
    open: Decimal


def sums_of_choice(choice: InvoiceChoice, *, on: date) -> InvoiceSums:
    """What all invoices of a choice come to, not only those of the page."""
    sign = case((Invoice.kind == InvoiceKind.CREDIT_NOTE, -1), else_=1)
    net = func.sum(sign * func.round(Invoice.total_net * Invoice.exchange_rate, 2))
    gross = func.sum(sign * func.round(Invoice.total_gross * Invoice.exchange_rate, 2))
    is_open = _is_open()
    still = func.sum(_own_open()).filter(*is_open)
    wanted = select(func.count(), net, gross, still).where(*_chosen(choice, on))
    if choice.words:
        wanted = wanted.where(Invoice.id.in_(select(_named(choice.words).c.id)))
    found = session().execute(wanted).one()
    return InvoiceSums(found[0], found[1] or ZERO, found[2] or ZERO, found[3] or ZERO)


def invoices_found(words: str, *, limit: int) -> Found[Invoice]:
    """The newest of the invoices with these words in their number, with their parties."""
    order = (Invoice.created_at.desc(), Invoice.id.desc())
    return rows_found(
        select(Invoice),
        key=Invoice.id,
        keys=_named(words),
        order=order,
        limit=limit,
        options=[joinedload(Invoice.party)],
    )


def rate_on(currency: str, *, own_currency: str, on: date) -> Decimal:
    """What one unit of a currency is worth in ours: the newest rate of the last month. Raises RateMissing."""
    if currency == own_currency:
        return Decimal(1)
    rate = session().scalar(
        select(ExchangeRate.rate)
        .where(
            ExchangeRate.currency == currency,
            ExchangeRate.valid_on <= on,
            ExchangeRate.valid_on > on - timedelta(days=RATE_HOLDS_DAYS),
        )
        .order_by(ExchangeRate.valid_on.desc())
        .limit(1)
    )
    if rate is None:
        raise RateMissing(currency, on)
    return rate


def rates_page(*, after: Position | None = None, limit: int) -> Sequence[ExchangeRate]:
    """Up to `limit` + 1 rates, the newest first."""
    wanted = select(ExchangeRate)
    if after is not None:
        wanted = wanted.where(tuple_(ExchangeRate.valid_on, ExchangeRate.currency) < tuple_(*after))
    ordered = wanted.order_by(ExchangeRate.valid_on.desc(), ExchangeRate.currency.desc())
    return session().scalars(ordered.limit(limit + 1)).all()


def tax_for(party: Party, category: TaxCategory, *, seller_country: str, on: date) -> TaxCode:
    """The tax that a party pays for something of a category on a day. Raises TaxCodeMissing."""
    applied = category_for(
        category,
        seller_country=seller_country,
        customer_country=party.country,
        customer_has_vat_number=party.vat_number is not None,
    )
    code = tax_codes_of(seller_country, on=on).get(applied)
    if code is None:
        raise TaxCodeMissing(seller_country, applied.value, on)
    return code


def _named(words: str) -> CTE:
    return found_first(select(Invoice.id).where(has_words(words, Invoice.number)), "invoices_named")


def _chosen(choice: InvoiceChoice, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if choice.state in {OPEN, OVERDUE}:
        conditions += [*_is_open(), *([Invoice.due_on < on] if choice.state == OVERDUE else [])]
    elif choice.state:
        conditions.append(Invoice.status == InvoiceStatus(choice.state))
    if choice.party_id is not None:
        conditions.append(is_of(choice.party_id))
    if choice.issued_from is not None:
        conditions.append(Invoice.issued_on >= choice.issued_from)
    if choice.issued_to is not None:
        conditions.append(Invoice.issued_on <= choice.issued_to)
    return conditions


def is_of(party_id: UUID) -> ColumnElement[bool]:
    """Invoices of a party, and of those that turned out to be it: an issued paper keeps the party it names."""
    return Invoice.party_id.in_(select(Party.id).where(same_parties(party_id)))


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return Invoice.status == InvoiceStatus.ISSUED, Invoice.kind == InvoiceKind.INVOICE


def _own_open() -> ColumnElement[Decimal]:
    return func.round((Invoice.total_gross - Invoice.paid_total) * Invoice.exchange_rate, 2)


def _owed(on: date) -> tuple[ColumnElement[Decimal], ColumnElement[Decimal]]:
    owed = func.sum(_own_open())
    return owed, owed.filter(Invoice.due_on < on)


def _today() -> date:
    moment: datetime = now()
    return moment.astimezone(company_zone()).date()
