"""Invoices as a file for spreadsheets; no cell of it is read as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from app.billing.models import Invoice

HEAD = (
    "Number,Kind,Status,Customer,VAT number,Issued on,Due on,Currency,Net,VAT,Total,Paid,Open,Exchange rate,"
    "VAT in own currency,Own currency,Corrects"
).split(",")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def invoices_csv(invoices: Iterable[Invoice]) -> bytes:
    """One line per invoice under a head; UTF-8 with a mark, so that spreadsheets read the letters right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for invoice in invoices:
        writer.writerow([_harmless(str(cell)) for cell in _cells(invoice)])
    return text.getvalue().encode("utf-8-sig")


def _cells(invoice: Invoice) -> Sequence[object]:
    return (
        invoice.number or "",
        invoice.kind.label,
        invoice.status.value,
        invoice.party.name,
        invoice.party.vat_number or "",
        invoice.issued_on or "",
        invoice.due_on or "",
        invoice.currency,
        invoice.total_net,
        invoice.total_vat,
        invoice.total_gross,
        invoice.paid_total,
        invoice.open_total,
        f"{invoice.exchange_rate:f}",
        invoice.vat_in_own_currency,
        invoice.own_currency,
        invoice.credits_id or "",
    )


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run. Amounts here are never negative."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
