"""Entering and changing a draft."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog.queries import products_sold, services_offered
from app.contracts import operations, queries
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft
from app.contracts.operations.contracts import draft_of
from app.contracts.schemas import (
    ContractForm,
    NewContractArguments,
    RevisionForm,
    Typed,
    lines_loaded,
    lines_typed,
)
from app.contracts.views.blueprint import bp, today
from app.core.clock import now
from app.core.db import transaction
from app.core.web import is_htmx, see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import all_people
from app.parties.models import Party
from app.parties.queries import contacts_of, parties_found, party_by_id, sites_of
from app.parties.schemas import CURRENCIES, LANGUAGE_NAMES

SHOWN_PARTIES = 12
OTHER_FIELDS = {"csrf_token", "revision", "party", "contract", "add", "remove"}


@bp.get("/contracts/new")
@require(Permission.EDIT_SERVICE)
def show_new_contract() -> ResponseReturnValue:
    """The form for a new contract; without a party, the search for one."""
    asked = NewContractArguments().load(request.args.to_dict())
    if asked["party_id"] is None:
        words = asked["words"]
        found = parties_found(words, limit=SHOWN_PARTIES).rows if words.strip() else []
        return render_template("contracts/choose_party.html", words=words, found=found)
    party = party_by_id(asked["party_id"])
    values = {
        "type": ContractType.MAINTENANCE.value,
        "starts_on": today().isoformat(),
        "currency": party.currency,
        "language": party.language,
        "payment_terms_days": str(party.payment_terms_days),
        "responsible": party.service_rep or current_user().user_name,
    }
    return _form_page(party, values, [{"quantity": "1"}], contract=None)


@bp.post("/contracts")
@require(Permission.EDIT_SERVICE)
def create_contract() -> ResponseReturnValue:
    """Keep a new draft."""
    party_id = NewContractArguments(only=["party_id"]).load({"party": request.form.get("party", "")})["party_id"]
    with transaction():
        draft = _draft_sent(party_by_id(party_id), None)
        contract_id = operations.draw_up_contract(draft, by=current_user().actor, at=now()).id
    flash("The draft was added.", "success")
    return see_other(".show_contract", contract_id=contract_id)


@bp.get("/contracts/<uuid:contract_id>/edit")
@require(Permission.EDIT_SERVICE)
def show_contract_form(contract_id: UUID) -> ResponseReturnValue:
    """The form for a draft that is there."""
    contract = queries.contract_by_id(contract_id)
    operations.refuse_while_signing(contract)
    draft = draft_of(contract)
    shown = {name: "" if value is None else str(value) for name, value in vars(draft).items() if name != "lines"}
    lines = [
        {
            "item": f"service:{line.service_id}" if line.service_id else f"product:{line.product_id}",
            "installed_product_id": str(line.installed_product_id or ""),
            "quantity": _plain(line.quantity),
            "unit_price": _plain(line.unit_price),
            "covered_hours": _plain(line.covered_hours),
        }
        for line in draft.lines
    ]
    return _form_page(contract.party, {**shown, "type": draft.type.value}, lines, contract=contract)


@bp.post("/contracts/<uuid:contract_id>")
@require(Permission.EDIT_SERVICE)
def save_contract(contract_id: UUID) -> ResponseReturnValue:
    """Keep what was changed about a draft."""
    revision = RevisionForm().load({"revision": request.form.get("revision", "")})["revision"]
    with transaction():
        contract = queries.contract_for_update(contract_id)
        operations.refuse_while_signing(contract)
        draft = _draft_sent(party_by_id(contract.party_id), draft_of(contract))
        operations.change_contract(contract, draft, revision=revision, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_contract", contract_id=contract_id)


@bp.post("/contracts/lines")
@require(Permission.EDIT_SERVICE)
def change_lines() -> ResponseReturnValue:
    """The form as it is typed with a line more, or with one less; nothing is kept."""
    sent = request.form.to_dict()
    asked = NewContractArguments(only=["party_id"]).load({"party": sent.get("party", "")})
    party = party_by_id(asked["party_id"])
    lines = lines_typed(sent)
    removed = sent.get("remove", "")
    if removed.isdecimal():
        lines = [line for number, line in enumerate(lines) if number != int(removed)]
    elif "add" in sent:
        lines = [*lines, {"quantity": "1"}]
    contract = queries.contract_by_id(UUID(sent["contract"])) if sent.get("contract") else None
    return _form_page(party, sent, lines, contract=contract)


def _draft_sent(party: Party, known: ContractDraft | None) -> ContractDraft:
    """What the form says; where a draft came from stays."""
    sent = request.form.to_dict()
    lines = lines_typed(sent)
    values = {name: text for name, text in sent.items() if name not in OTHER_FIELDS and not name.startswith("lines.")}
    said: dict[str, Any] = ContractForm().load(values)  # Any: loaded values
    origin = {name: getattr(known, name) for name in ("opportunity_id", "campaign_id", "case_key")} if known else {}
    return ContractDraft(party_id=party.id, lines=lines_loaded(lines), **said, **origin)


def _form_page(party: Party, values: Mapping[str, str], lines: list[Typed], *, contract: Any) -> str:
    services = [(f"service:{each.id}", f"{each.name} · {each.code}") for each in services_offered()]
    products = [(f"product:{each.id}", f"{each.name} · {each.code}") for each in products_sold()]
    return render_template(
        "contracts/_lines_form.html" if is_htmx() and request.method == "POST" else "contracts/form.html",
        party=party,
        contract=contract,
        values=values,
        lines=lines,
        services=services,
        products=products,
        types=[(each.value, each.label) for each in ContractType],
        contacts=[(each.id, each.name) for each in contacts_of(party.id)],
        sites=[(each.id, each.name) for each in sites_of(party.id)],
        installed=[(each.id, each.label) for each in queries.installed_products_of(party.id)],
        people=[(user.user_name, user.display_name) for user, _groups in all_people()],
        currencies=[(code, code) for code in CURRENCIES],
        languages=list(LANGUAGE_NAMES.items()),
    )


def _plain(number: Any) -> str:  # Any: a Decimal or None
    return "" if number is None else f"{number.normalize():f}"
