"""The blueprint of billing, and what all of its pages show."""

from uuid import uuid4

from flask import Blueprint

from app.billing.models import InvoiceStatus, PaymentMethod
from app.billing.queries import OPEN, OVERDUE
from app.billing.tones import INVOICE_TONES
from app.core.clock import now
from app.core.web import new_action, place
from app.engine.reading import today
from app.identity.permissions import Permission

bp = Blueprint("billing", __name__)

place("billing.show_invoices", "Invoices", "file-invoice", group="Work", permission=Permission.VIEW_BILLING, order=30)
new_action("billing.show_new_invoice", "Invoice", "file-invoice", permission=Permission.EDIT_BILLING, order=30)

STATES = (
    ("", "All"),
    (OPEN, "Open"),
    (OVERDUE, "Overdue"),
    *((each.value, each.value.capitalize()) for each in InvoiceStatus),
)


@bp.context_processor
def words() -> dict[str, object]:
    """Colours of states, today, ways to pay, and a key that names an attempt, for the templates of billing."""
    return {
        "INVOICE_TONES": INVOICE_TONES,
        "METHODS": [(method.value, method.label) for method in PaymentMethod],
        "STATES": [(value, label) for value, label in STATES if value != InvoiceStatus.ISSUED.value],
        "this_day": today(now()),
        "attempt": str(uuid4()),
    }
