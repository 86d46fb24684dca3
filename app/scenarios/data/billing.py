"""Invoices of scenarios, and what happens to them outside of their case."""

from decimal import Decimal
from uuid import UUID

from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.models import PaymentMethod
from app.billing.operations import draft_invoice, issue_invoice
from app.billing.queries import invoice_for_update
from app.billing.settling import Money, receive_payment, take_invoice_back
from app.core.db import session
from app.engine.reading import today
from app.scenarios.reference import ScenarioData, given

NET, GROSS = "1000.00", Decimal("1220.00")


@given("invoice")
def add_invoice(data: ScenarioData) -> None:
    """A draft for Rossi over 1,220.00; option `net` changes that."""
    net = Decimal(data.options.get("net", NET))
    line = DraftLine("A press", Decimal(1), net, "VAT 22 %", Decimal(22))
    draft = InvoiceDraft(
        party_id=UUID(data.names["rossi"]),
        lines=(line,),
        currency="EUR",
        language="it",
        payment_terms_days=30,
        source_type="scenario",
        source_id="invoice",
        case_key=None,
    )
    data.names["invoice"] = str(draft_invoice(draft, by=data.by, at=data.at).id)
    session().flush()  # the case reads it


@given("sent_invoice")
def add_sent_invoice(data: ScenarioData) -> None:
    """As `invoice`, issued and sent: its payment was undone after its case had ended."""
    add_invoice(data)
    invoice = invoice_for_update(UUID(data.names["invoice"]))
    issue_invoice(invoice, on=today(data.at), by=data.by, at=data.at)
    invoice.sent_at = data.at
    session().flush()  # the case reads it


@given("payment_on_the_page")
def add_payment(data: ScenarioData) -> None:
    """Somebody records the whole sum on the page of the invoice."""
    money = Money(GROSS, today(data.at), PaymentMethod.BANK_TRANSFER)
    receive_payment(UUID(data.names["invoice"]), money, by=data.by, at=data.at)


@given("credit_note")
def add_credit_note(data: ScenarioData) -> None:
    """Somebody takes the invoice back on its page."""
    take_invoice_back(UUID(data.names["invoice"]), reason="Wrong customer", on=today(data.at), by=data.by, at=data.at)
