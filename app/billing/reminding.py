"""When a customer is reminded of an open invoice. Pure."""

from datetime import date, timedelta

from app.billing.models import Invoice

MOST_REMINDERS = 3


def next_reminder_on(invoice: Invoice, *, every_days: int, today: date) -> date:
    """The day of the next reminder: `every_days` after the due date or after the last one, never in the past."""
    assert invoice.due_on is not None
    planned = invoice.due_on + timedelta(days=every_days * (invoice.reminders_sent + 1))
    return max(planned, today + timedelta(days=1))


def may_be_reminded(invoice: Invoice) -> bool:
    """Whether something is open and the customer was not told three times yet."""
    return invoice.open_total > 0 and invoice.reminders_sent < MOST_REMINDERS
