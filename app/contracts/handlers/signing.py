"""Job types that bring a draft to its signature."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.errors import ContractInvalid, ContractValueInvalid
from app.contracts.models import Contract
from app.contracts.operations import (
    change_contract,
    offer_contract,
    refuse_contract,
    sign_contract,
    take_into_signing,
    withdraw_contract,
)
from app.contracts.operations.contracts import draft_of
from app.contracts.queries import contract_for_update
from app.core.clock import company_zone
from app.engine.operations import describe_case
from app.engine.reading import day_in, decimal_in, id_in, integer_in, needed_id, text_in
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import company, parties_by_id

DAYS_TO_SIGN = 30
SERVICE, PRODUCT = "service:", "product:"
NOTHING_ANSWERED = dict.fromkeys(("contract_answer", "signed_on", "signed_by", "refusal_reason", "answer_note"))
FIELDS = {"lines": "contract_lines", "reason": "refusal_reason", "type": "contract_type"}


@step_handler("contracts.read_draft")
def read_draft_step(call: Call) -> Variables:
    """The draft as its form shows it; this case prepares it from now on."""
    contract = contract_for_update(needed_id(call.variables, "contract_id"))
    take_into_signing(contract, case_key=call.instance_key)
    party = parties_by_id([contract.party_id])[contract.party_id]
    describe_case(
        call.instance_key,
        title=f"Contract: {contract.title}"[:120],
        subject_id=party.id,
        subject_name=party.name,
    )
    return {
        **NOTHING_ANSWERED,
        **_form_values(contract),
        "party_id": str(party.id),
        "contract_owner": text_in(call.variables, "contract_owner") or contract.responsible,
        "contract_is_ready": call.variables.get("contract_is_ready") is True and bool(contract.lines),
        "contract_outcome": None,
    }


@step_handler("contracts.write_draft")
def write_draft_step(call: Call) -> Variables:
    """Write down what the form says of the draft."""
    contract = contract_for_update(needed_id(call.variables, "contract_id"))
    draft = _draft_in(call.variables, draft_of(contract))
    try:
        change_contract(contract, draft, revision=contract.revision, by=call.by, at=call.at)
    except ContractInvalid as invalid:
        raise _beside_fields(invalid) from invalid
    return {}


@step_handler("contracts.offer_contract")
def offer_contract_step(call: Call) -> Variables:
    """Fix the draft and give it its number; tell until when it waits for the signature."""
    contract = contract_for_update(needed_id(call.variables, "contract_id"))
    today = call.at.astimezone(company_zone()).date()
    try:
        offer_contract(contract, on=today, by=call.by, at=call.at)
    except ContractInvalid as invalid:
        raise _beside_fields(invalid) from invalid
    last_day = today + timedelta(days=DAYS_TO_SIGN)
    return {
        **NOTHING_ANSWERED,
        "contract_number": contract.number,
        "sign_until": last_day.isoformat(),
        "signature_ends_at": _midnight_after(last_day),
        "reminder_after_days": company().reminder_after_days,
    }


@step_handler("contracts.withdraw_contract")
def withdraw_contract_step(call: Call) -> Variables:
    """Nobody signed in time: the draft can be changed again."""
    withdraw_contract(contract_for_update(needed_id(call.variables, "contract_id")), by=call.by, at=call.at)
    return dict(NOTHING_ANSWERED)


@step_handler("contracts.take_answer")
def take_answer_step(call: Call) -> Variables:
    """Write the customer's answer down: signed, refused, or to be sent again after a change."""
    contract = contract_for_update(needed_id(call.variables, "contract_id"))
    answer = text_in(call.variables, "contract_answer") or ""
    try:
        _take(contract, answer, call)
    except ContractInvalid as invalid:
        raise _beside_fields(invalid) from invalid
    if answer == "again":
        return {"contract_is_ready": False, **_form_values(contract)}
    contract.signing_case_key = None
    return {"contract_outcome": answer}


def _take(contract: Contract, answer: str, call: Call) -> None:
    match answer:
        case "signed":
            signed_on = day_in(call.variables, "signed_on") or call.at.astimezone(company_zone()).date()
            signed_by = text_in(call.variables, "signed_by") or ""
            sign_contract(contract, signed_on=signed_on, signed_by=signed_by, by=call.by, at=call.at)
        case "refused":
            refuse_contract(contract, reason=text_in(call.variables, "refusal_reason") or "", by=call.by, at=call.at)
        case "again":
            if contract.offered_on is not None:
                withdraw_contract(contract, by=call.by, at=call.at)
        case _:
            raise ContractValueInvalid(f"contract_answer must be signed, refused or again, not {answer!r}.")


def _form_values(contract: Contract) -> Variables:
    """What the form shows: values of a type that it knows, None where nothing is said."""
    period = contract.billing_period_months
    return {
        "contract_type": contract.type.value,
        "contract_title": contract.title,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
        "billing_period_months": period,
        "payment_terms_days": contract.payment_terms_days,
        "contract_notes": contract.notes,
        "contract_currency": contract.currency,
        "contract_lines": [
            {
                "line_item": f"{SERVICE}{line.service_id}" if line.service_id else f"{PRODUCT}{line.product_id}",
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "covered_hours": line.covered_hours,
                "installed_product_id": str(line.installed_product_id) if line.installed_product_id else None,
            }
            for line in contract.lines
        ],
    }


def _draft_in(variables: Variables, known: ContractDraft) -> ContractDraft:
    """The draft with what the form says; what the form does not ask for stays."""
    named = text_in(variables, "contract_type") or known.type.value
    if named not in [*ContractType]:
        raise ContractValueInvalid(f"{named!r} is no type of contract.", {"contract_type": ["Choose a type."]})
    starts_on = day_in(variables, "starts_on")
    if starts_on is None:
        raise ContractValueInvalid("Enter the first day.", {"starts_on": ["Enter the first day."]})
    return replace(
        known,
        type=ContractType(named),
        title=text_in(variables, "contract_title") or known.title,
        starts_on=starts_on,
        ends_on=day_in(variables, "ends_on"),
        billing_period_months=_count_in(variables, "billing_period_months"),
        payment_terms_days=_count_in(variables, "payment_terms_days"),
        notes=text_in(variables, "contract_notes"),
        lines=tuple(_line_in(row) for row in _rows_in(variables)),
    )


def _rows_in(variables: Variables) -> list[Variables]:
    rows = variables.get("contract_lines") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContractValueInvalid("contract_lines must be a list of lines.")
    return rows


def _line_in(row: Variables) -> LineDraft:
    item = text_in(row, "line_item") or ""
    quantity = decimal_in(row, "quantity")
    return LineDraft(
        service_id=_named(item, SERVICE),
        product_id=_named(item, PRODUCT),
        quantity=quantity if quantity is not None else LineDraft.quantity,
        unit_price=decimal_in(row, "unit_price"),
        covered_hours=decimal_in(row, "covered_hours"),
        installed_product_id=id_in(row, "installed_product_id"),
    )


def _named(item: str, kind: str) -> UUID | None:
    try:
        return UUID(item.removeprefix(kind)) if item.startswith(kind) else None
    except ValueError:
        return None


def _beside_fields(invalid: ContractInvalid) -> ContractInvalid:
    """The same sentences, beside the fields of the form; a line of the list says which it is."""
    fields: dict[str, list[str]] = {}
    for name, sentences in invalid.fields.items():
        first, _, rest = name.partition(".")
        number = rest.partition(".")[0]
        shown = [f"Line {int(number) + 1}: {text}" for text in sentences] if number.isdecimal() else sentences
        fields.setdefault(FIELDS.get(first, first), []).extend(shown)
    return ContractInvalid(fields)


def _midnight_after(day: date) -> str:
    return datetime.combine(day + timedelta(days=1), time.min, company_zone()).isoformat()


def _count_in(variables: Variables, name: str) -> int | None:
    return None if variables.get(name) in (None, "") else integer_in(variables, name, 0)
