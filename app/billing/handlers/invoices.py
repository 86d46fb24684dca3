"""Job types of issue and of what became of an invoice."""

from app.billing.handlers.standing import standing_of
from app.billing.models import Invoice, InvoiceKind, InvoiceStatus
from app.billing.numbers import first_free_day
from app.billing.operations import issue_invoice, write_off_invoice
from app.billing.queries import invoice_for_update
from app.engine.operations import describe_case
from app.engine.reading import needed_id, text_in, today
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import party_by_id


@step_handler("billing.issue_invoice")
def issue_invoice_step(call: Call) -> Variables:
    """Number and lock the draft, which is this case's now; one that was issued before stays as it is."""
    invoice = invoice_for_update(needed_id(call.variables, "invoice_id"))
    invoice.case_key = call.instance_key
    if invoice.status is InvoiceStatus.DRAFT:
        on = first_free_day(invoice.kind, on=today(call.at))
        issue_invoice(invoice, on=on, by=call.by, at=call.at)
    _describe(call, invoice)
    assert invoice.due_on is not None
    standing = standing_of(invoice, at=call.at)
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        standing["invoice_outcome"] = "paid"
    return {
        **standing,
        "invoice_number": invoice.number,
        "invoice_kind": invoice.kind.value,
        "invoice_due_on": invoice.due_on.isoformat(),
        "invoice_currency": invoice.currency,
        "invoice_was_sent": invoice.sent_at is not None,
    }


@step_handler("billing.take_stock")
def take_stock_step(call: Call) -> Variables:
    """What is open now, and what became of the invoice."""
    return standing_of(invoice_for_update(needed_id(call.variables, "invoice_id")), at=call.at)


@step_handler("billing.write_off_invoice")
def write_off_invoice_step(call: Call) -> Variables:
    """Give up waiting for what is open."""
    invoice = invoice_for_update(needed_id(call.variables, "invoice_id"))
    reason = text_in(call.variables, "write_off_reason") or ""
    write_off_invoice(invoice, reason=reason, on=today(call.at), by=call.by, at=call.at)
    return standing_of(invoice, at=call.at)


def _describe(call: Call, invoice: Invoice) -> None:
    party = party_by_id(invoice.party_id)
    describe_case(
        call.instance_key,
        business_key=invoice.number,
        title=f"{invoice.kind.label} for {party.name}",
        subject_id=party.id,
        subject_name=party.name,
    )
