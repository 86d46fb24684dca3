"""Verbs that end an invoice without money: credit it in full, write it off."""

from datetime import date, datetime
from uuid import uuid4

from app.billing.errors import NotToBeCredited, ReasonMissing
from app.billing.models import Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from app.billing.operations.issuing import issue_invoice
from app.billing.telling import sums_of, tell
from app.core.actor import Actor
from app.core.db import session
from app.core.money import ZERO

LINE_FIELDS = (
    "position code name unit quantity unit_price discount_percent net tax_name tax_rate_percent tax_note".split()
)
TERMS = "party_id contact_id currency own_currency exchange_rate language campaign_id".split()


def credit_invoice(invoice: Invoice, *, reason: str, on: date, by: Actor, at: datetime) -> Invoice:
    """The issued credit note that takes a locked invoice back in full; what it billed may be billed again.

    Raises ReasonMissing; NotToBeCredited for a draft, a credit note, one cancelled, or one with payments.
    """
    if not reason.strip():
        raise ReasonMissing
    _refuse_uncreditable(invoice)
    note = _credit_note(invoice, reason=reason.strip(), by=by, at=at)
    session().add(note)
    session().flush()  # its lines are written before it is issued and locked
    _cancel(invoice, on=on, reason=reason.strip())
    for line in invoice.lines:
        line.is_released = True
    issue_invoice(note, on=on, by=by, at=at)
    tell(invoice, "invoice.credited", by=by, at=at, after={"credit_note": note.number}, reason=reason.strip())
    return note


def write_off_invoice(invoice: Invoice, *, reason: str, on: date, by: Actor, at: datetime) -> None:
    """Give up waiting for the rest of a locked invoice. It stays billed. Raises ReasonMissing, NotToBeCredited."""
    if not reason.strip():
        raise ReasonMissing
    if invoice.open_total <= 0:
        raise NotToBeCredited(invoice, f"is {invoice.status.value} and has nothing to be written off")
    lost = {"written_off": invoice.open_total, **sums_of(invoice)}
    _cancel(invoice, on=on, reason=reason.strip())
    tell(invoice, "invoice.written_off", by=by, at=at, after=lost, reason=reason.strip())


def _refuse_uncreditable(invoice: Invoice) -> None:
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        raise NotToBeCredited(invoice, "is a credit note itself")
    if invoice.status is InvoiceStatus.DRAFT:
        raise NotToBeCredited(invoice, "is not issued yet, so there is nothing to credit")
    if invoice.status is InvoiceStatus.CANCELLED:
        raise NotToBeCredited(invoice, "is cancelled already")
    if invoice.paid_total > 0:
        paid = f"{invoice.paid_total:,.2f} {invoice.currency}"
        raise NotToBeCredited(invoice, f"has payments of {paid}; undo them first")


def _credit_note(invoice: Invoice, *, reason: str, by: Actor, at: datetime) -> Invoice:
    note = Invoice(
        id=uuid4(),
        kind=InvoiceKind.CREDIT_NOTE,
        status=InvoiceStatus.DRAFT,
        **{name: getattr(invoice, name) for name in TERMS},
        payment_terms_days=0,
        notes=reason,
        total_net=invoice.total_net,
        total_vat=invoice.total_vat,
        total_gross=invoice.total_gross,
        vat_in_own_currency=invoice.vat_in_own_currency,
        paid_total=ZERO,
        reminders_sent=0,
        source_type="invoice",
        source_id=str(invoice.id),
        credits_id=invoice.id,
        created_at=at,
        created_by=by.id,
    )
    note.lines = [
        InvoiceLine(id=uuid4(), is_released=False, **{name: getattr(line, name) for name in LINE_FIELDS})
        for line in invoice.lines
    ]
    return note


def _cancel(invoice: Invoice, *, on: date, reason: str) -> None:
    invoice.status, invoice.cancelled_on, invoice.cancelled_because = InvoiceStatus.CANCELLED, on, reason
