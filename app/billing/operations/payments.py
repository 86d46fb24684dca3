"""Verbs of payments: record money that came, undo what was recorded wrongly."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import select

from app.billing.errors import InvoiceNotOpen, PaidTooMuch, PaymentInvalid, PaymentUndone, ReasonMissing
from app.billing.models import Invoice, InvoiceStatus, Payment, PaymentMethod
from app.billing.telling import tell
from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import session
from app.core.money import ZERO, to_cents

LONGEST_NOTE = 500


def record_payment(
    invoice: Invoice,
    *,
    amount: Decimal,
    paid_on: date,
    method: PaymentMethod,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Payment:
    """Money that came for a locked invoice, in its currency; the sum reached, the invoice is paid.

    Raises InvoiceNotOpen, PaymentInvalid, PaidTooMuch. The case that waits is told by who calls this from elsewhere
    (`app.billing.settling`).
    """
    if invoice.open_total <= 0:
        raise InvoiceNotOpen(invoice)
    _refuse_impossible(invoice, amount=amount, paid_on=paid_on, note=note, at=at)
    payment = Payment(
        id=uuid4(),
        invoice_id=invoice.id,
        amount=amount,
        paid_on=paid_on,
        method=method,
        note=note,
        recorded_at=at,
        recorded_by=by.id,
    )
    session().add(payment)
    before: dict[str, object] = {"paid_total": invoice.paid_total}
    invoice.paid_total += amount
    if invoice.paid_total == invoice.total_gross:
        invoice.status, invoice.paid_on = InvoiceStatus.PAID, paid_on
    _tell(invoice, "payment.recorded", payment, before=before, by=by, at=at, reason=note or None)
    return payment


def undo_payment(invoice: Invoice, payment: Payment, *, reason: str, by: Actor, at: datetime) -> Payment:
    """The counter-entry that takes a payment of a locked invoice back; the invoice waits for payment again.

    Raises ReasonMissing, PaymentUndone for a counter-entry or a second undo.
    """
    if not reason.strip():
        raise ReasonMissing
    undone = session().scalar(select(Payment.id).where(Payment.undoes_id == payment.id))
    if payment.undoes_id is not None or undone is not None:
        raise PaymentUndone(payment)
    counter = Payment(
        id=uuid4(),
        invoice_id=invoice.id,
        amount=-payment.amount,
        paid_on=payment.paid_on,
        method=payment.method,
        undoes_id=payment.id,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by=by.id,
    )
    session().add(counter)
    before: dict[str, object] = {"paid_total": invoice.paid_total}
    invoice.paid_total += counter.amount
    if invoice.status is InvoiceStatus.PAID:
        invoice.status, invoice.paid_on = InvoiceStatus.ISSUED, None
    _tell(invoice, "payment.undone", counter, before=before, by=by, at=at, reason=counter.reason)
    return counter


def _refuse_impossible(invoice: Invoice, *, amount: Decimal, paid_on: date, note: str, at: datetime) -> None:
    if amount <= ZERO or amount != to_cents(amount):
        raise PaymentInvalid("amount", "A payment is an amount above 0, to the cent.")
    if amount > invoice.open_total:
        raise PaidTooMuch(invoice, amount)
    if paid_on > at.astimezone(company_zone()).date():
        raise PaymentInvalid("paid_on", "The day of a payment cannot be in the future.")
    if len(note) > LONGEST_NOTE:
        raise PaymentInvalid("note", f"A note has at most {LONGEST_NOTE} characters.")


def _tell(
    invoice: Invoice,
    action: str,
    payment: Payment,
    *,
    before: dict[str, object],
    by: Actor,
    at: datetime,
    reason: str | None,
) -> None:
    shown = {
        "amount": payment.amount,
        "currency": invoice.currency,
        "paid_on": payment.paid_on,
        "method": payment.method.value,
        "paid_total": invoice.paid_total,
        "status": invoice.status.value,
    }
    tell(invoice, action, by=by, at=at, before=before, after=shown, reason=reason)
