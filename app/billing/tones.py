"""The colour of each status."""

from app.billing.models import InvoiceStatus

INVOICE_TONES = {
    InvoiceStatus.DRAFT: "neutral",
    InvoiceStatus.ISSUED: "info",
    InvoiceStatus.PAID: "success",
    InvoiceStatus.CANCELLED: "neutral",
}
