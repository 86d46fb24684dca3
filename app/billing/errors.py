"""What billing refuses."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from app.billing.models import Invoice, InvoiceStatus, Payment
from app.core.errors import Invalid, Missing, Refused


class BillingValueInvalid(Invalid):
    """A value of a case or form cannot be used."""


class InvoiceMissing(Missing):
    """There is no invoice with this id."""

    def __init__(self, invoice_id: UUID) -> None:
        super().__init__(f"There is no invoice with the id {invoice_id}.")


class PaymentMissing(Missing):
    """There is no payment with this id."""

    def __init__(self, payment_id: UUID) -> None:
        super().__init__(f"There is no payment with the id {payment_id}.")


class InvoiceWithoutLines(Invalid):
    """An invoice was to be drawn up that bills nothing."""

    def __init__(self) -> None:
        super().__init__("An invoice needs at least one line.", {"lines": ["Add at least one line."]})


class InvoiceLineInvalid(Invalid):
    """A line of an invoice cannot be billed as it is."""

    def __init__(self, position: int, sentence: str) -> None:
        super().__init__(f"Line {position}: {sentence}", {"lines": [f"Line {position}: {sentence}"]})


class CustomerIncomplete(Invalid):
    """A customer lacks what a fiscal paper must say. missing: such as `a VAT number`; href: where to mend it."""

    def __init__(self, name: str, missing: str, *, href: str) -> None:
        super().__init__(
            f"{name} cannot get an invoice yet: {missing} is missing. Enter it on the party's card: {href}",
            {"party_id": [f"{name}: {missing} is missing."]},
        )
        self.href = href


class RateMissing(Invalid):
    """An amount stands in a currency whose rate of the day nobody has entered."""

    def __init__(self, currency: str, on: date) -> None:
        super().__init__(
            f"There is no exchange rate for {currency} on {on:%d %B %Y}. Enter it under Invoices, Exchange rates.",
            {"currency": [f"No exchange rate for {currency} on {on:%d %B %Y}."]},
        )


class BilledBefore(Invalid):
    """Something was to be billed a second time."""

    def __init__(self, name: str, first: Invoice) -> None:
        when = f" of {first.issued_on:%d %B %Y}" if first.issued_on else ""
        super().__init__(
            f"“{name}” stands on {first.label}{when} already and is not billed twice.",
            {"lines": [f"“{name}” is billed by {first.label}."]},
        )


class InvoiceFixed(Refused):
    """An issued invoice was to be changed or issued again."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(f"{invoice.label} is {invoice.status.value} and is no longer changed; credit it instead.")


class IssuedTooEarly(Refused):
    """A paper was to be dated before the last one of its series."""

    def __init__(self, on: date, last: date) -> None:
        super().__init__(f"The last invoice of this series is of {last:%d %B %Y}; the next cannot be of {on:%d %B %Y}.")


class InvoiceNotOpen(Refused):
    """A payment was to be recorded on an invoice that waits for none."""

    def __init__(self, invoice: Invoice) -> None:
        reasons = {
            InvoiceStatus.DRAFT: "is a draft; it can be paid once it is issued",
            InvoiceStatus.ISSUED: "is a credit note; nobody pays it",
            InvoiceStatus.PAID: "is paid in full",
            InvoiceStatus.CANCELLED: "is cancelled",
        }
        super().__init__(f"{invoice.label} {reasons[invoice.status]}. Nothing was recorded.")


class PaidTooMuch(Invalid):
    """A payment was larger than what is open."""

    def __init__(self, invoice: Invoice, amount: Decimal) -> None:
        sentence = (
            f"{invoice.label} has {invoice.open_total:,.2f} {invoice.currency} open; "
            f"a payment of {amount:,.2f} {invoice.currency} is more than that."
        )
        super().__init__(sentence, {"amount": [sentence], "payment_amount": [sentence]})


class PaymentInvalid(Invalid):
    """A payment cannot be recorded as it is."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, {field: [sentence], f"payment_{field}": [sentence]})


class PaymentUndone(Refused):
    """A payment was to be undone that is a counter-entry or was undone before."""

    def __init__(self, payment: Payment) -> None:
        what = "is itself a counter-entry" if payment.undoes_id else "was undone before"
        super().__init__(f"This payment of {payment.paid_on:%d %B %Y} {what}. Nothing was changed.")


class NotToBeCredited(Refused):
    """An invoice was to be credited that cannot be. why: such as `is a draft`."""

    def __init__(self, invoice: Invoice, why: str) -> None:
        super().__init__(f"{invoice.label} {why}. Nothing was changed.")


class ReasonMissing(Invalid):
    """Something was to be taken back without a reason."""

    def __init__(self) -> None:
        super().__init__("Say why.", {"reason": ["Say why."], "write_off_reason": ["Say why."]})


class PeriodInvoiced(Refused):
    """A period of a contract was to be invoiced a second time."""

    def __init__(self, contract: str, first: date) -> None:
        super().__init__(f"The period of {contract} from {first:%d %B %Y} is invoiced already.")
