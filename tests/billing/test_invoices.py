"""Drafts, fiscal numbers, the lock of what is issued, credit notes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.billing.errors import (
    BilledBefore,
    CustomerIncomplete,
    InvoiceFixed,
    InvoiceLineInvalid,
    InvoiceWithoutLines,
    IssuedTooEarly,
    NotToBeCredited,
    RateMissing,
    ReasonMissing,
)
from app.billing.models import Invoice, InvoiceLine, InvoiceStatus, PaymentMethod
from app.billing.operations import credit_invoice, draft_invoice, enter_rate, issue_invoice, record_payment
from app.billing.queries import balance_of, invoice_that_bills
from app.billing.reminding import next_reminder_on
from app.core.errors import Invalid
from app.parties.models import PartyKind
from tests.billing.factories import draft_of, line, make_customer, make_rate
from tests.sales.factories import ANNA

pytestmark = pytest.mark.usefixtures("company")
DAY = date(2026, 11, 23)


def issued(at: datetime, *lines, on: date = DAY, **values) -> Invoice:
    invoice = draft_invoice(draft_of(make_customer(at=at), *lines, **values), by=ANNA, at=at)
    issue_invoice(invoice, on=on, by=ANNA, at=at)
    return invoice


def test_vat_is_that_of_the_summed_base(at: datetime) -> None:
    invoice = issued(at, *[line("0.35", rate="10")] * 3, line("100.00"))

    assert (invoice.total_net, invoice.total_vat, invoice.total_gross) == (
        Decimal("101.05"),
        Decimal("22.11"),
        Decimal("123.16"),
    )


def test_numbers_count_from_one_in_each_year(at: datetime) -> None:
    days = [DAY, DAY, date(2027, 1, 2)]

    numbers = [issued(at, on=day).number for day in days]

    assert numbers == ["INV-2026-00001", "INV-2026-00002", "INV-2027-00001"]


def test_issued_invoice_has_its_dates_and_cannot_be_issued_again(at: datetime) -> None:
    invoice = issued(at)

    assert (invoice.status, invoice.issued_on, invoice.due_on) == (InvoiceStatus.ISSUED, DAY, DAY + timedelta(days=30))
    with pytest.raises(InvoiceFixed, match="credit it instead"):
        issue_invoice(invoice, on=DAY, by=ANNA, at=at)


def test_no_invoice_is_dated_before_the_last_of_its_series(at: datetime) -> None:
    issued(at)

    with pytest.raises(IssuedTooEarly, match="is of 23 November 2026"):
        issued(at, on=DAY - timedelta(days=1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoice SET total_net = 1, total_gross = total_vat + 1",
        "UPDATE invoice SET number = 'INV-2026-00009'",
        "UPDATE invoice SET status = 'draft', number = NULL",
        "UPDATE invoice SET notes = 'changed'",
        "UPDATE invoice_line SET quantity = 2",
        "INSERT INTO invoice_line SELECT (jsonb_populate_record(l, '{\"position\": 2}')).* FROM invoice_line l",
        "DELETE FROM invoice_line",
        "TRUNCATE invoice CASCADE",
    ],
)
def test_database_refuses_to_change_what_is_issued(at: datetime, session: Session, change: str) -> None:
    issued(at)

    with pytest.raises(DBAPIError, match=r"is issued|append-only"):
        session.execute(text(change))


def test_database_keeps_payments_as_they_are(at: datetime, session: Session) -> None:
    record_payment(issued(at), amount=Decimal(22), paid_on=DAY, method=PaymentMethod.CASH, by=ANNA, at=at)
    session.flush()

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE payment SET amount = 1"))


def test_draft_can_still_be_changed(at: datetime, session: Session) -> None:
    draft_invoice(draft_of(make_customer(at=at)), by=ANNA, at=at)

    session.execute(text("UPDATE invoice SET notes = 'changed'"))
    session.execute(text("DELETE FROM invoice_line"))


def test_same_source_gives_the_same_invoice(at: datetime, session: Session) -> None:
    wanted = draft_of(make_customer(at=at))

    first, second = (draft_invoice(wanted, by=ANNA, at=at) for _ in range(2))

    assert first.id == second.id
    assert len(session.scalars(select(Invoice.id)).all()) == 1


def test_nothing_is_billed_twice_and_the_first_invoice_is_named(at: datetime) -> None:
    sold = line(source_type="sales_order_line", source_id="7")
    issued(at, sold)

    with pytest.raises(BilledBefore, match="stands on INV-2026-00001 of 23 November 2026 already"):
        issued(at, sold)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (line(name=" "), "say what is billed"),
        (line(quantity=Decimal(0)), "quantity must be above 0"),
        (line("-1.00"), "price cannot be below 0"),
        (line(discount_percent=Decimal(101)), "from 0 to 100"),
    ],
)
def test_line_that_cannot_be_billed_is_refused(at: datetime, wrong, sentence: str) -> None:
    with pytest.raises(InvoiceLineInvalid, match=sentence):
        issued(at, line(), wrong)


def test_invoice_without_lines_is_refused(at: datetime) -> None:
    wanted = replace(draft_of(make_customer(at=at)), lines=())

    with pytest.raises(InvoiceWithoutLines) as refused:
        draft_invoice(wanted, by=ANNA, at=at)

    assert "lines" in refused.value.fields


@pytest.mark.parametrize(
    ("customer", "missing"),
    [
        ({"street": None}, "an address with street and town"),
        ({"vat_number": None}, "a VAT number or fiscal code"),
        ({"country": "RO", "vat_number": None}, "the VAT number that reverse charge needs"),
    ],
)
def test_customer_who_lacks_something_is_named_with_the_card(at: datetime, customer, missing: str) -> None:
    party = make_customer(at=at, **customer)

    with pytest.raises(CustomerIncomplete, match=missing) as refused:
        draft_invoice(draft_of(party, line(rate="0" if party.country == "RO" else "22")), by=ANNA, at=at)

    assert f"/parties/{party.id}" in refused.value.message


def test_private_person_at_home_needs_an_address_only(at: datetime) -> None:
    person = make_customer(at=at, kind=PartyKind.PERSON, vat_number=None)

    assert draft_invoice(draft_of(person), by=ANNA, at=at).number is None


def test_foreign_currency_keeps_its_rate_and_the_vat_in_ours(at: datetime) -> None:
    make_rate("RON", "0.19650000", at=at)

    invoice = issued(at, line("1000.00"), line("10.00", rate="10"), currency="RON")

    assert (invoice.exchange_rate, invoice.total_vat, invoice.vat_in_own_currency) == (
        Decimal("0.1965"),
        Decimal("221.00"),
        Decimal("43.43"),
    )
    assert balance_of(invoice.party_id).open == Decimal("241.89")


@pytest.mark.parametrize("days_old", [None, 31])
def test_currency_without_a_rate_is_refused_with_currency_and_day(at: datetime, days_old: int | None) -> None:
    if days_old is not None:
        enter_rate("RON", valid_on=DAY - timedelta(days=days_old), rate=Decimal("0.2"), by=ANNA, at=at)

    with pytest.raises(RateMissing, match="for RON on 23 November 2026"):
        issued(at, currency="RON")


def test_credit_note_takes_the_invoice_back_and_frees_what_it_billed(at: datetime, session: Session) -> None:
    sold = line(source_type="sales_order_line", source_id="7")
    first = issued(at, sold)

    note = credit_invoice(first, reason="Wrong customer", on=DAY, by=ANNA, at=at)
    session.flush()

    assert (note.number, note.total_gross, first.status) == (
        "CN-2026-00001",
        first.total_gross,
        InvoiceStatus.CANCELLED,
    )
    assert invoice_that_bills("sales_order_line", "7") is None
    assert issued(at, sold).number == "INV-2026-00002"
    assert session.scalars(select(InvoiceLine.is_released).where(InvoiceLine.invoice_id == first.id)).one()


def test_credit_is_refused_twice_without_a_reason_and_with_payments(at: datetime) -> None:
    paid, other = issued(at), issued(at)
    record_payment(paid, amount=Decimal(22), paid_on=DAY, method=PaymentMethod.CASH, by=ANNA, at=at)
    credit_invoice(other, reason="Wrong", on=DAY, by=ANNA, at=at)

    for invoice, refusal, sentence in (
        (paid, NotToBeCredited, "has payments of 22.00 EUR; undo them first"),
        (other, NotToBeCredited, "is cancelled already"),
        (issued(at), ReasonMissing, "Say why"),
    ):
        with pytest.raises(refusal, match=sentence):
            credit_invoice(invoice, reason=" " if refusal is ReasonMissing else "x", on=DAY, by=ANNA, at=at)


def test_invoice_over_nothing_is_paid_at_once(at: datetime) -> None:
    assert issued(at, line("0.00")).status is InvoiceStatus.PAID


def test_every_refusal_of_input_names_a_field() -> None:
    assert issubclass(BilledBefore, Invalid)
    assert all(issubclass(refusal, Invalid) for refusal in (CustomerIncomplete, RateMissing, InvoiceWithoutLines))


@pytest.mark.parametrize(
    ("sent", "today", "expected"), [(0, DAY, 30), (2, DAY, 44), (0, DAY + timedelta(days=90), 114)]
)
def test_next_reminder_comes_after_the_due_date_and_never_in_the_past(
    at: datetime, sent: int, today: date, expected: int
) -> None:
    invoice = Invoice(due_on=DAY, reminders_sent=sent)

    assert next_reminder_on(invoice, every_days=7, today=today) == DAY + timedelta(
        days={30: 7, 44: 21, 114: 91}[expected]
    )
