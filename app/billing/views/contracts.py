"""The button on a contract's page that invoices its next period."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.billing.contract_periods import invoice_contract
from app.billing.schemas import ContractPeriodForm
from app.billing.views.blueprint import bp
from app.contracts.queries import contract_for_update
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require


@bp.post("/contracts/<uuid:contract_id>/invoices")
@require(Permission.EDIT_BILLING)
def create_contract_invoice(contract_id: UUID) -> ResponseReturnValue:
    """Invoice the next period of a contract: issued, written and sent by a case of its own."""
    first = ContractPeriodForm().load(request.form.to_dict())["first"]
    with transaction():
        invoice = invoice_contract(contract_for_update(contract_id), first=first, by=current_user().actor, at=now())
        invoice_id: UUID = invoice.id
    flash("The invoice is issued; a worker writes and sends it. The contract is marked.", "success")
    return see_other(".show_invoice", invoice_id=invoice_id)
