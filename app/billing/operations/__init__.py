"""Verbs of billing."""

from app.billing.drafts import DraftLine, InvoiceDraft, taxed_line
from app.billing.operations.crediting import credit_invoice, write_off_invoice
from app.billing.operations.drafting import draft_invoice
from app.billing.operations.issuing import issue_invoice
from app.billing.operations.payments import record_payment, undo_payment
from app.billing.operations.rates import enter_rate

__all__ = [
    "DraftLine",
    "InvoiceDraft",
    "credit_invoice",
    "draft_invoice",
    "enter_rate",
    "issue_invoice",
    "record_payment",
    "taxed_line",
    "undo_payment",
    "write_off_invoice",
]
