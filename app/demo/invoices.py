"""Invoices of the demo company from before its other stories: paid, paid in parts, overdue, credited, still open."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select

from app.billing.drafts import DraftLine, InvoiceDraft, taxed_line
from app.billing.models import ExchangeRate, Invoice, PaymentMethod
from app.billing.operations import draft_invoice, enter_rate
from app.billing.queries import credit_note_of, tax_for
from app.billing.settling import Money, receive_payment, take_invoice_back, wait_for_payment
from app.catalog.models import Product
from app.core.actor import SYSTEM, Actor
from app.core.db import Key, session, transaction
from app.demo.cases import let_time_pass
from app.demo.jobs import do_jobs
from app.engine.reading import today
from app.parties.models import Party
from app.parties.queries import company

ELENA = Actor("user", "elena", "Elena Ionescu")
RATES = (("RON", "0.1965"), ("CZK", "0.0402"))
RATE_EVERY_DAYS, OLDEST_RATE_DAYS = 14, 168


class Told(NamedTuple):
    """An invoice: whose, how many days ago, its lines as (product, quantity), payments as (part, days later)."""

    party: str
    days_ago: int
    terms_days: int
    lines: tuple[tuple[str, str], ...]
    payments: tuple[tuple[str, int], ...] = ()
    currency: str = "EUR"
    credited_for: str = ""


INVOICES = (
    Told("Rossi Impianti S.r.l.", 150, 30, (("OA-1042", "1"),), payments=(("1", 27),)),
    Told("Danubia Logistic S.R.L.", 121, 30, (("OA-1042", "2"),), (("0.4", 12), ("0.6", 31)), currency="RON"),
    Told("Meccanica Orobica S.r.l.", 110, 30, (("OA-1042", "1"),), credited_for="The wrong press was billed."),
    Told("Ferrari & Figli S.p.A.", 98, 30, (("OA-1042", "1"),)),
    Told("Meccanica Orobica S.r.l.", 64, 90, (("OA-1042", "1"),), payments=(("0.5", 8),)),
)


def add_invoices(at: datetime) -> None:
    """What was billed before the stories of sales and service begin; nothing when there are invoices."""
    if session().scalar(select(exists().select_from(Invoice))):
        session().rollback()
        return
    session().rollback()
    with transaction():
        _add_rates(at)
    begun = [(told, _begin(number, told, at=at)) for number, told in enumerate(INVOICES, start=1)]
    for told, (invoice_id, case_key) in begun:
        issued_at = at - timedelta(days=told.days_ago)
        for payment, moment in _payments(told, issued_at):
            _pay(invoice_id, payment, at=moment)
        if told.credited_for:
            _credit(invoice_id, told, at=issued_at + timedelta(days=2))
        let_time_pass(case_key, until=at)


def _add_rates(at: datetime) -> None:
    if session().scalar(select(exists().select_from(ExchangeRate))):
        return
    for days in range(OLDEST_RATE_DAYS, -1, -RATE_EVERY_DAYS):
        for currency, rate in RATES:
            enter_rate(currency, valid_on=today(at - timedelta(days=days)), rate=Decimal(rate), by=SYSTEM, at=at)


def _begin(number: int, told: Told, *, at: datetime) -> tuple[UUID, Key]:
    """The invoice and its case, as far as workers bring it."""
    moment = at - timedelta(days=told.days_ago)
    with transaction():
        party = session().scalars(select(Party).where(Party.name == told.party)).one()
        draft = InvoiceDraft(
            party_id=party.id,
            lines=tuple(_lines(told, party, moment)),
            currency=told.currency,
            language=party.language,
            payment_terms_days=told.terms_days,
            source_type="demo",
            source_id=str(number),
            case_key=None,
        )
        invoice = draft_invoice(draft, by=ELENA, at=moment)
        case_key = wait_for_payment(invoice, start_key=f"demo:invoice:{number}", by=ELENA, at=moment).key
        invoice_id = invoice.id
    do_jobs(case_key, at=moment + timedelta(minutes=1))
    return invoice_id, case_key


def _lines(told: Told, party: Party, moment: datetime) -> Iterator[DraftLine]:
    rate = dict(RATES).get(told.currency, "1")
    for code, quantity in told.lines:
        product = session().scalars(select(Product).where(Product.code == code)).one()
        tax = tax_for(party, product.tax_category, seller_country=company().country, on=today(moment))
        yield taxed_line(
            product.name,
            tax,
            quantity=Decimal(quantity),
            unit_price=round(product.net_price / Decimal(rate), 2),
            code=product.code,
            unit=product.unit,
        )


def _payments(told: Told, issued_at: datetime) -> Iterator[tuple[Decimal, datetime]]:
    for part, days in told.payments:
        yield Decimal(part), issued_at + timedelta(days=days)


def _pay(invoice_id: UUID, part: Decimal, *, at: datetime) -> None:
    with transaction():
        invoice = session().get_one(Invoice, invoice_id)
        amount = round(invoice.total_gross * part, 2)
        money = Money(min(amount, invoice.open_total), today(at), PaymentMethod.BANK_TRANSFER)
        receive_payment(invoice.id, money, by=ELENA, at=at)


def _credit(invoice_id: UUID, told: Told, *, at: datetime) -> None:
    with transaction():
        invoice = session().get_one(Invoice, invoice_id)
        take_invoice_back(invoice.id, reason=told.credited_for, on=today(at), by=ELENA, at=at)
        note = credit_note_of(invoice.id)
        assert note is not None
        case_key = note.case_key
    assert case_key is not None
    do_jobs(case_key, at=at + timedelta(minutes=1))
