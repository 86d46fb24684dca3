"""Verbs of issue: give an invoice its fiscal number and dates; from then on it is locked."""

from datetime import date, datetime, timedelta

from app.billing.errors import InvoiceFixed
from app.billing.models import Invoice, InvoiceKind, InvoiceStatus
from app.billing.numbers import take_fiscal_number
from app.billing.operations.drafting import refuse_incomplete
from app.billing.queries import rate_on
from app.billing.telling import sums_of, tell
from app.billing.totals import sum_up
from app.core.actor import Actor
from app.core.db import session
from app.parties.queries import party_by_id


def issue_invoice(invoice: Invoice, *, on: date, by: Actor, at: datetime) -> None:
    """Give a locked draft its number and dates; the number is taken last. One that asks for nothing is paid at once.

    Raises InvoiceFixed for one that is issued, CustomerIncomplete, RateMissing, IssuedTooEarly.
    """
    if invoice.status is not InvoiceStatus.DRAFT:
        raise InvoiceFixed(invoice)
    if invoice.kind is InvoiceKind.INVOICE:  # a credit note says what its invoice said
        without_vat = any(line.tax_rate_percent == 0 for line in invoice.lines)
        refuse_incomplete(party_by_id(invoice.party_id), without_vat=without_vat)
        invoice.exchange_rate = rate_on(invoice.currency, own_currency=invoice.own_currency, on=on)
        sum_up(invoice)
    session().flush()  # all else is written before others have to wait for the number
    _number(invoice, on=on)
    shown = sums_of(invoice) | {"issued_on": invoice.issued_on, "due_on": invoice.due_on}
    tell(invoice, f"{invoice.kind.value}.issued", by=by, at=at, after=shown)


def _number(invoice: Invoice, *, on: date) -> None:
    taken = take_fiscal_number(invoice.kind, on=on)
    invoice.series, invoice.fiscal_year, invoice.sequence_number = taken.series, taken.year, taken.count
    invoice.number, invoice.issued_on = taken.text, on
    invoice.due_on = on + timedelta(days=invoice.payment_terms_days)
    invoice.status = InvoiceStatus.ISSUED
    if invoice.total_gross == 0:
        invoice.status, invoice.paid_on = InvoiceStatus.PAID, on
    session().flush()  # its unique key is checked while the series is locked
