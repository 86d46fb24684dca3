"""What invoices say, as plain formatted values; `docs/processes/invoice_to_payment.md` lists the keys."""

from decimal import Decimal

from babel.numbers import format_decimal

from app.billing.models import Invoice, InvoiceKind
from app.billing.wording import labels
from app.catalog.papers import PaperData, PaperPeople, paper_data, shown_amount, shown_date
from app.core.languages import language_of


def invoice_document_data(invoice: Invoice, people: PaperPeople, *, corrects: str) -> PaperData:
    """The data of the template `invoice`. corrects: number of the invoice that a credit note takes back, or empty."""
    language = language_of(invoice.language)
    is_credit_note = invoice.kind is InvoiceKind.CREDIT_NOTE
    paper = paper_data(
        invoice.lines,
        people,
        number=invoice.number,
        currency=invoice.currency,
        language=language,
        words=labels(language, title=invoice.kind.value, own_currency=invoice.own_currency),
        payment_terms_days=invoice.payment_terms_days,
        notes=invoice.notes,
    )
    seller = paper["seller"]
    bank = " · ".join(filter(None, (seller["bank_name"], seller["iban"] and f"IBAN {seller['iban']}")))
    return {
        **paper,
        **_in_own_currency(invoice, language),
        "issued_on": shown_date(invoice.issued_on, language),
        "due_on": "" if is_credit_note else shown_date(invoice.due_on, language),
        "corrects": corrects,
        "payment_terms": "" if is_credit_note else paper["payment_terms"],
        "payment_reference": "" if is_credit_note else invoice.number or "",
        "bank": "" if is_credit_note else bank,
    }


def _in_own_currency(invoice: Invoice, language: str) -> PaperData:
    if invoice.currency == invoice.own_currency:
        return {"exchange_rate": "", "vat_in_own_currency": ""}
    rate = _shown_rate(invoice.exchange_rate, language)
    vat = f"{shown_amount(invoice.vat_in_own_currency, language)} {invoice.own_currency}"
    return {
        "exchange_rate": f"1 {invoice.currency} = {rate} {invoice.own_currency}",
        "vat_in_own_currency": vat if invoice.total_vat else "",
    }


def _shown_rate(rate: Decimal, language: str) -> str:
    return format_decimal(rate, "#,##0.00######", locale=language)
