"""Job types of payments."""

from app.billing.errors import PaymentInvalid
from app.billing.handlers.standing import standing_of
from app.billing.models import PaymentMethod
from app.billing.operations import record_payment
from app.billing.queries import invoice_for_update
from app.core.money import ZERO
from app.engine.reading import decimal_in, needed_day, needed_id, text_in
from app.engine.registry import Call, Variables, step_handler


@step_handler("billing.note_payment")
def note_payment_step(call: Call) -> Variables:
    """Record the payment that the task names; what is left stays open."""
    invoice = invoice_for_update(needed_id(call.variables, "invoice_id"))
    record_payment(
        invoice,
        amount=decimal_in(call.variables, "payment_amount") or ZERO,
        paid_on=needed_day(call.variables, "payment_paid_on"),
        method=_method(text_in(call.variables, "payment_method")),
        note=text_in(call.variables, "payment_note") or "",
        by=call.by,
        at=call.at,
    )
    return standing_of(invoice, at=call.at)


def _method(named: str | None) -> PaymentMethod:
    try:
        return PaymentMethod(named or PaymentMethod.BANK_TRANSFER)
    except ValueError:
        raise PaymentInvalid("method", f"{named!r} is no way to pay that we know.") from None
