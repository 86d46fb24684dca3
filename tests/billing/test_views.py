"""Pages of billing: the list and its file, the invoice, the form, exchange rates, the card."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.billing.models import ExchangeRate, Invoice, InvoiceStatus, Payment
from app.demo.jobs import do_jobs
from app.identity.roles import Role
from tests.billing.factories import Case, deploy_process, make_customer
from tests.sales.factories import PRESS
from tests.statements import counted

HTMX = {"HX-Request": "true"}


@pytest.fixture
def elena(make_user, browser_of) -> FlaskClient:
    return browser_of(make_user("elena", display_name="Elena Ionescu", groups=["back_office"]))


def page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def entered(party, **values) -> dict[str, object]:
    """A form with one free line over 200.00 and two spare rows."""
    rows = {name: [value, "", ""] for name, value in {"name": "Advice", "quantity": "2", "unit_price": "100"}.items()}
    spare = {name: ["", "", ""] for name in ("product_id", "unit", "discount_percent", "tax")}
    terms = {"key": str(uuid4()), "party_id": str(party.id), "currency": "EUR", "payment_terms_days": "30"}
    return {**terms, **rows, **spare, **values}


def test_list_filters_and_sums_what_is_chosen(case: Case, elena: FlaskClient) -> None:
    case.send()
    case.pay("100.00")

    shown = page(elena, "/invoices?state=open&from=2026-11-01&to=2026-11-30")

    assert "INV-2026-00001" in shown
    assert "22.00" in shown
    assert "No invoice fits this choice" in page(elena, "/invoices?state=overdue")
    assert "INV-2026-00001" in page(elena, f"/invoices?party={case.invoice.party_id}&q=00001")


def test_period_that_ends_before_it_begins_is_refused(elena: FlaskClient, company: None) -> None:
    answer = elena.get("/invoices?from=2026-11-30&to=2026-11-01")

    assert (answer.status_code, "ends before it begins" in answer.text) == (422, True)


@pytest.mark.parametrize("address", ["/invoices", "/exchange-rates"])
def test_empty_list_says_how_to_begin(company: None, elena: FlaskClient, address: str) -> None:
    assert "empty-state" in page(elena, address)


def test_list_and_invoice_take_few_statements(case: Case, elena: FlaskClient) -> None:
    case.send()
    case.pay("100.00")
    for address in ("/invoices", f"/invoices/{case.invoice_id}"):
        page(elena, address)
        with counted() as statements:
            page(elena, address)
        assert len(statements) <= 15, statements


def test_file_for_spreadsheets_runs_no_formula(company: None, elena: FlaskClient, at: datetime) -> None:
    deploy_process(at)
    Case(at, name="=HYPERLINK(1)", vat_number="IT02579240017")

    lines = elena.get("/invoices.csv").data.decode("utf-8-sig").splitlines()

    assert lines[1].startswith("INV-2026-00001,Invoice,issued,'=HYPERLINK(1),")


def test_payment_on_the_page_closes_the_case(case: Case, elena: FlaskClient, session: Session) -> None:
    case.send()

    answer = elena.post(
        f"/invoices/{case.invoice_id}/payments",
        data={"amount": "122.00", "paid_on": "2026-11-23", "method": "bank_transfer", "note": "CRO 77"},
    )

    assert answer.status_code == 303, answer.text
    assert (case.state, session.scalars(select(Payment.note)).one()) == ("COMPLETED", "CRO 77")


def test_overpayment_is_refused_beside_the_field(case: Case, elena: FlaskClient) -> None:
    case.send()

    refused = elena.post(
        f"/invoices/{case.invoice_id}/payments",
        data={"amount": "200", "paid_on": "2026-11-23", "method": "card"},
        headers=HTMX,
    )

    assert refused.status_code == 422
    assert "has 122.00 EUR open; a payment of 200.00 EUR is more than that" in refused.text
    assert 'data-error-for="amount"' in page(elena, f"/invoices/{case.invoice_id}")


def test_undoing_a_payment_needs_a_reason(case: Case, elena: FlaskClient, session: Session) -> None:
    case.send()
    case.pay("100.00")
    payment = session.scalars(select(Payment)).one()
    address = f"/invoices/{case.invoice_id}/payments/{payment.id}/counter-entry"

    refused = elena.post(address, data={"reason": " "}, headers=HTMX)
    done = elena.post(address, data={"reason": "Wrong invoice"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert case.invoice.paid_total == 0
    assert "Undone: Wrong invoice" in page(elena, f"/invoices/{case.invoice_id}")


def test_credit_note_is_issued_from_the_page(case: Case, elena: FlaskClient) -> None:
    case.send()

    answer = elena.post(f"/invoices/{case.invoice_id}/credit-note", data={"reason": "Wrong customer"})

    assert "Takes back" in page(elena, answer.location)
    assert "CN-2026-00001" in page(elena, f"/invoices/{case.invoice_id}")
    assert case.invoice.status is InvoiceStatus.CANCELLED


def test_invoice_entered_by_hand_is_issued_once(
    company: None, elena: FlaskClient, at: datetime, session: Session
) -> None:
    deploy_process(at)
    form = entered(make_customer(at=at))
    session.commit()

    answers = [elena.post("/invoices", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303], answers[0].text
    invoice = session.scalars(select(Invoice)).one()
    assert (invoice.number, invoice.total_gross) == ("INV-2026-00001", Decimal("244.00"))


def test_line_with_a_product_takes_what_is_missing_from_the_catalogue(
    company: None, elena: FlaskClient, at: datetime, session: Session
) -> None:
    deploy_process(at)
    form = entered(make_customer(at=at), product_id=[str(PRESS), "", ""], name=["", "", ""], unit_price=["", "", ""])
    session.commit()

    answer = elena.post("/invoices", data=form)

    assert answer.status_code == 303, answer.text
    assert "Hydraulic press" in page(elena, answer.location)


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": ["", "", ""], "unit_price": ["", "", ""]}, ("lines", "Add at least one line.")),
        ({"unit_price": ["", "", ""]}, ("lines", "enter a price")),
        ({"quantity": ["0", "", ""]}, ("lines", "quantity must be above 0")),
        ({"currency": "RON"}, ("currency", "No exchange rate for RON on 23 November 2026.")),
    ],
)
def test_form_that_cannot_be_billed_says_why_beside_the_field(
    elena: FlaskClient, at: datetime, session: Session, values, refusal: tuple[str, str]
) -> None:
    field, sentence = refusal
    form = entered(make_customer(at=at), **values)
    session.commit()

    refused = elena.post("/invoices", data=form, headers=HTMX)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert f'data-error-for="{field}"' in page(elena, f"/invoices/new?party={form['party_id']}") or field == "currency"
    assert session.scalars(select(Invoice.id)).all() == []


def test_form_finds_the_customer_first(company: None, elena: FlaskClient, at: datetime) -> None:
    party = make_customer(at=at)

    assert f"/invoices/new?party={party.id}" in page(elena, "/invoices/new?q=rossi")


def test_rate_is_entered_and_corrected(company: None, elena: FlaskClient, session: Session) -> None:
    for rate in ("0.1965", "0.1970"):
        form = {"currency": "RON", "valid_on": "2026-11-23", "rate": rate}
        assert elena.post("/exchange-rates", data=form).status_code == 303

    own = elena.post("/exchange-rates", data={"currency": "EUR", "valid_on": "2026-11-23", "rate": "2"}, headers=HTMX)

    assert session.scalars(select(ExchangeRate.rate)).one() == Decimal("0.1970")
    assert "0.197" in page(elena, "/exchange-rates")
    assert (own.status_code, "is our own currency" in own.text) == (422, True)


def test_auditor_reads_and_is_offered_nothing_to_change(case: Case, make_user, browser_of) -> None:
    case.send()
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))

    shown = page(giulia, f"/invoices/{case.invoice_id}") + page(giulia, "/invoices")

    assert "Record payment" not in shown
    assert "New invoice" not in shown
    assert giulia.post(f"/invoices/{case.invoice_id}/credit-note", data={"reason": "x"}).status_code == 403


def test_paper_is_downloaded_as_it_was_sent(case: Case, elena: FlaskClient) -> None:
    address = f"/invoices/{case.invoice_id}/paper"
    assert elena.get(address).status_code == 404

    do_jobs(case.key, at=case.at)

    assert "INV-2026-00001.docx" in elena.get(address).headers["Content-Disposition"]
    assert address in page(elena, f"/invoices/{case.invoice_id}")


def test_number_leads_to_its_invoice(case: Case, elena: FlaskClient) -> None:
    assert case.active() == ["write_invoice"]
    assert elena.get("/search?q=INV-2026-00001").location == f"/invoices/{case.invoice_id}"


def test_card_shows_what_they_owe_and_their_invoices(case: Case, elena: FlaskClient) -> None:
    case.send()

    shown = page(elena, f"/parties/{case.invoice.party_id}")

    assert "Balance" in shown
    assert "Overdue" in shown
    assert shown.count("INV-2026-00001") >= 2
