"""The sums of an invoice, in its currency and in ours. Pure."""

from decimal import Decimal

from app.billing.models import Invoice
from app.catalog.pricing import Totals, totals
from app.core.money import to_cents, total


def sum_up(invoice: Invoice) -> None:
    """Write the sums of its lines; VAT per rate from the summed base."""
    sums = totals(invoice.lines)
    invoice.total_net, invoice.total_vat, invoice.total_gross = sums.net, sums.vat, sums.gross
    invoice.vat_in_own_currency = vat_in_own_currency(sums, rate=invoice.exchange_rate)


def vat_in_own_currency(sums: Totals, *, rate: Decimal) -> Decimal:
    """The VAT of all rates in our currency, each row half up to the cent. Source: Directive 2006/112/EC art. 230."""
    return total(own_amount(row.amount, rate=rate) for row in sums.vat_rows)


def own_amount(amount: Decimal, *, rate: Decimal) -> Decimal:
    """An amount of a foreign currency in ours, half up to the cent."""
    return to_cents(amount * rate)
