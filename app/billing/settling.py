"""Money recorded on a page, not in a case's task: locks the case first, tells it in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from app.billing.models import Invoice, InvoiceStatus, Payment, PaymentMethod
from app.billing.operations.crediting import credit_invoice
from app.billing.operations.payments import record_payment, undo_payment
from app.billing.queries import invoice_for_update, payment_by_id
from app.core.actor import Actor
from app.core.db import session
from app.engine.models import InstanceState, ProcessInstance
from app.engine.opening import locked_instance
from app.engine.operations import publish_message, start_instance
from app.engine.registry import begun_by_program

PROCESS = "invoice_to_payment"
PAID, CREDITED = "invoice_paid", "invoice_credited"
KEPT_SECONDS = 7 * 24 * 3600  # what comes while the paper is still being written waits for the task

begun_by_program.add(PROCESS)


@dataclass(frozen=True)
class Money:
    """Money that came, in the currency of the invoice."""

    amount: Decimal
    paid_on: date
    method: PaymentMethod
    note: str = ""


def receive_payment(invoice_id: UUID, money: Money, *, by: Actor, at: datetime) -> Payment:
    """Record a payment; when nothing is open any more, the case that waits for it goes on. Raises as record_payment."""
    invoice = _locked_with_case(invoice_id)
    payment = record_payment(
        invoice, amount=money.amount, paid_on=money.paid_on, method=money.method, note=money.note, by=by, at=at
    )
    session().flush()  # the case reads what is paid
    if invoice.status is InvoiceStatus.PAID:
        _publish(PAID, invoice, message_id=str(payment.id), by=by, at=at)
    return payment


def take_payment_back(invoice_id: UUID, payment_id: UUID, *, reason: str, by: Actor, at: datetime) -> Payment:
    """Undo a payment; where the case has ended, a new one waits for the money and reminds."""
    invoice = _locked_with_case(invoice_id)
    counter = undo_payment(invoice, payment_by_id(payment_id), reason=reason, by=by, at=at)
    session().flush()  # the case reads what is open
    if invoice.status is InvoiceStatus.ISSUED and not _case_waits(invoice):
        wait_for_payment(invoice, start_key=f"billing:undone:{counter.id}", by=by, at=at)
    return counter


def take_invoice_back(invoice_id: UUID, *, reason: str, on: date, by: Actor, at: datetime) -> Invoice:
    """Credit an invoice in full: its case ends, one of the credit note sends that. Raises as credit_invoice."""
    invoice = _locked_with_case(invoice_id)
    note = credit_invoice(invoice, reason=reason, on=on, by=by, at=at)
    session().flush()  # the case reads that it is cancelled
    _publish(CREDITED, invoice, message_id=str(note.id), by=by, at=at)
    wait_for_payment(note, start_key=f"billing:credit:{note.id}", by=by, at=at)
    return note


def wait_for_payment(invoice: Invoice, *, start_key: str, by: Actor, at: datetime) -> ProcessInstance:
    """A case of its own for an invoice: issued if it is a draft, written, sent, waited for. Once per start key."""
    return start_instance(PROCESS, variables={"invoice_id": str(invoice.id)}, by=by, at=at, start_key=start_key)


def _locked_with_case(invoice_id: UUID) -> Invoice:
    """The invoice, locked after its case: steps of the case take their locks in the same order."""
    case_key = session().scalar(select(Invoice.case_key).where(Invoice.id == invoice_id))
    if case_key is not None:
        locked_instance(case_key)
    return invoice_for_update(invoice_id)


def _case_waits(invoice: Invoice) -> bool:
    if invoice.case_key is None:
        return False
    return session().get_one(ProcessInstance, invoice.case_key).state is InstanceState.ACTIVE


def _publish(name: str, invoice: Invoice, *, message_id: str, by: Actor, at: datetime) -> None:
    publish_message(
        name,
        correlation_key=str(invoice.id),
        variables={},
        time_to_live_seconds=KEPT_SECONDS,
        message_id=message_id,
        by=by,
        at=at,
    )
