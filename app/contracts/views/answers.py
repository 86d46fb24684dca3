"""What happens to a contract: sent for signature, answered, ended, renewed, invoiced."""

from typing import Literal
from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.contracts import operations, queries
from app.contracts.operations.invoicing import mark_invoiced
from app.contracts.operations.signing import ContractAnswer
from app.contracts.schemas import AttemptForm, EndForm, SignatureForm
from app.contracts.views.blueprint import bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require


@bp.post("/contracts/<uuid:contract_id>/sending")
@require(Permission.EDIT_SERVICE)
def create_sending(contract_id: UUID) -> ResponseReturnValue:
    """Begin the case that writes, mails and follows the contract; sent twice, it begins once."""
    form = AttemptForm().load({"key": request.form.get("key", "")})
    with transaction():
        contract = queries.contract_for_update(contract_id)
        key = operations.send_for_signature(contract, attempt=str(form["key"]), by=current_user().actor, at=now())
    flash("The contract is on its way to the customer.", "success")
    return see_other("cases.show_case", key=key)


@bp.post("/contracts/<uuid:contract_id>/signature")
@require(Permission.EDIT_SERVICE)
def create_signature(contract_id: UUID) -> ResponseReturnValue:
    """Record what the customer said."""
    form = SignatureForm().load(_form_sent())
    answer: Literal["signed", "refused"] = form.pop("answer")
    with transaction():
        contract = queries.contract_by_id(contract_id)
        if not queries.is_being_signed(contract):  # else the case is locked first, the contract by its step
            contract = queries.contract_for_update(contract_id)
        operations.answer_contract(contract, ContractAnswer(answer, **form), by=current_user().actor, at=now())
    flash("The answer is recorded.", "success")
    return see_other(".show_contract", contract_id=contract_id)


@bp.post("/contracts/<uuid:contract_id>/end")
@require(Permission.EDIT_SERVICE)
def create_end(contract_id: UUID) -> ResponseReturnValue:
    """End a signed contract."""
    form = EndForm().load(_form_sent())
    with transaction():
        contract = queries.contract_for_update(contract_id)
        operations.end_contract(contract, on=form["on"], reason=form["reason"], by=current_user().actor, at=now())
    flash("The contract ends.", "success")
    return see_other(".show_contract", contract_id=contract_id)


@bp.post("/contracts/<uuid:contract_id>/renewal")
@require(Permission.EDIT_SERVICE)
def create_renewal(contract_id: UUID) -> ResponseReturnValue:
    """Draw up the contract of the next time; a second click shows the one that is there."""
    with transaction():
        contract = queries.contract_for_update(contract_id)
        renewed = operations.renew_contract(contract, by=current_user().actor, at=now())
        renewed_id = renewed.id
    flash("The next contract is drawn up.", "success")
    return see_other(".show_contract", contract_id=renewed_id)


@bp.post("/contracts/<uuid:contract_id>/invoicing")
@require(Permission.EDIT_SERVICE)
def create_invoicing(contract_id: UUID) -> ResponseReturnValue:
    """Note that the next period is invoiced."""
    with transaction():
        mark_invoiced(queries.contract_for_update(contract_id), by=current_user().actor, at=now())
    flash("Noted.", "success")
    return see_other(".show_contract", contract_id=contract_id)


def _form_sent() -> dict[str, str]:
    return {name: value for name, value in request.form.to_dict().items() if name != "csrf_token"}
