"""What is done to an invoice on its page: payments, their undoing, the credit note."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.billing.schemas import PaymentForm, ReasonForm
from app.billing.settling import Money, receive_payment, take_invoice_back, take_payment_back
from app.billing.views.blueprint import bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.engine.reading import today
from app.identity.current import current_user
from app.identity.permissions import Permission, require


@bp.post("/invoices/<uuid:invoice_id>/payments")
@require(Permission.EDIT_BILLING)
def create_payment(invoice_id: UUID) -> ResponseReturnValue:
    """Record money that came, and let the case go on when all of it is there."""
    form = PaymentForm().load(request.form.to_dict())
    with transaction():
        receive_payment(invoice_id, Money(**form), by=current_user().actor, at=now())
    flash("The payment is recorded.", "success")
    return see_other(".show_invoice", invoice_id=invoice_id)


@bp.post("/invoices/<uuid:invoice_id>/payments/<uuid:payment_id>/counter-entry")
@require(Permission.EDIT_BILLING)
def create_counter_entry(invoice_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    """Undo a payment by a counter-entry."""
    form = ReasonForm().load(request.form.to_dict())
    with transaction():
        take_payment_back(invoice_id, payment_id, reason=form["reason"], by=current_user().actor, at=now())
    flash("The payment is undone.", "success")
    return see_other(".show_invoice", invoice_id=invoice_id)


@bp.post("/invoices/<uuid:invoice_id>/credit-note")
@require(Permission.EDIT_BILLING)
def create_credit_note(invoice_id: UUID) -> ResponseReturnValue:
    """Take an invoice back in full."""
    form = ReasonForm().load(request.form.to_dict())
    at = now()
    with transaction():
        note = take_invoice_back(invoice_id, reason=form["reason"], on=today(at), by=current_user().actor, at=at)
        note_id, number = note.id, note.number
    flash(f"{number} is issued; a worker writes and sends it.", "success")
    return see_other(".show_invoice", invoice_id=note_id)
