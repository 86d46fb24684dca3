"""Where an invoice stands, as the variables of its case say it."""

from datetime import datetime

from app.billing.models import Invoice, InvoiceStatus, PaymentMethod
from app.billing.reminding import next_reminder_on
from app.engine.reading import moment, today
from app.engine.registry import Variables
from app.parties.queries import company

MORNING = 9  # o'clock
NOTHING_ENTERED = {"payment_paid_on": None, "payment_note": None}
OUTCOMES = {InvoiceStatus.PAID: "paid", InvoiceStatus.CANCELLED: "cancelled"}


def standing_of(invoice: Invoice, *, at: datetime) -> Variables:
    """What is open, what became of it, and when the customer is reminded next."""
    every_days = company().payment_reminder_days
    reminded_on = next_reminder_on(invoice, every_days=every_days, today=today(at))
    return {
        **NOTHING_ENTERED,
        "amount_due": invoice.open_total,
        "payment_amount": invoice.open_total,
        "payment_method": PaymentMethod.BANK_TRANSFER.value,
        "invoice_outcome": OUTCOMES.get(invoice.status, "open"),
        "next_reminder_at": moment(reminded_on, MORNING),
        "payment_reminder_days": every_days,
    }
