"""Pages to enter a request while the customer is on the phone: find them, see what they have, write it down."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.billing.queries import balance_of
from app.catalog.queries import services_offered
from app.contracts.queries import active_contracts_of, cover_for, installed_products_of
from app.core.clock import company_zone, now
from app.core.db import transaction
from app.core.web import see_other
from app.engine.operations import start_instance
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.queries import contacts_of, parties_found, party_by_id, persons_named, sites_of
from app.service_desk.models import Channel, Priority
from app.service_desk.queries import open_requests_of, request_of_case
from app.service_desk.schemas import CoverArguments, NewRequestArguments, NewRequestForm
from app.service_desk.views.blueprint import bp, in_reader_zone

PROCESS = "service_request_to_invoice"
MOST_FOUND = 12
BY_HAND = (Channel.PHONE, Channel.MAIL, Channel.FORM)
REFERENCES = ("service_id", "installed_product_id", "site_id", "contact_id")


@bp.get("/new")
@require(Permission.START_CASE)
def show_new_request() -> ResponseReturnValue:
    """Find the customer by name or phone number; then the form."""
    choice = NewRequestArguments().load(request.args.to_dict())
    if choice["party_id"] is None:
        return render_template("service_desk/choose_party.html", words=choice["words"], **_found(choice["words"]))
    party = party_by_id(choice["party_id"])
    return render_template(
        "service_desk/new_request.html",
        party=party,
        contacts=contacts_of(party.id),
        sites=sites_of(party.id),
        installed=installed_products_of(party.id),
        services=services_offered(),
        contracts=active_contracts_of(party.id, on=now().astimezone(company_zone()).date()),
        balance=balance_of(party.id),
        others=open_requests_of(party.id),
        channels=BY_HAND,
        priorities=[*Priority],
    )


@bp.get("/new/parties")
@require(Permission.START_CASE)
def show_parties_found() -> ResponseReturnValue:
    """The customers with these words or this number: a part of the page."""
    words = NewRequestArguments().load(request.args.to_dict())["words"]
    return render_template("service_desk/_parties_found.html", words=words, **_found(words))


@bp.get("/new/cover/<uuid:party_id>")
@require(Permission.START_CASE)
def show_cover(party_id: UUID) -> ResponseReturnValue:
    """Whether a contract or warranty covers what is chosen: a part of the form."""
    chosen = CoverArguments().load(request.args.to_dict())
    on = now().astimezone(company_zone()).date()
    cover = cover_for(party_id, on=on, **chosen) if chosen["service_id"] else None
    return render_template("service_desk/_cover.html", cover=cover)


@bp.post("/parties/<uuid:party_id>")
@require(Permission.START_CASE)
def create_request(party_id: UUID) -> ResponseReturnValue:
    """Write the request down and begin its case; sent twice, it begins once."""
    form = NewRequestForm().load(request.form.to_dict())
    user = current_user()
    variables = {"party_id": str(party_id), **_variables(form)}
    with transaction():
        party_by_id(party_id)
        start_key = f"{user.user_name}:service:{form['key']}"
        case = start_instance(PROCESS, variables=variables, by=user.actor, at=now(), start_key=start_key)
        registered = request_of_case(case.key)
    flash("The request is registered.", "success")
    if registered is None:
        return see_other("cases.show_case", key=case.key)
    return see_other(".show_request", request_id=registered.id)


def _found(words: str) -> dict[str, object]:
    found = parties_found(words, limit=MOST_FOUND) if words.strip() else None
    rows = found.rows if found else []
    return {"found": found, "persons": persons_named(words, [party.id for party in rows]) if rows else {}}


def _variables(form: dict[str, object]) -> dict[str, object]:
    """The form as the diagram's start takes it."""
    chosen = {name: str(form[name]) for name in REFERENCES if form[name]}
    term = form["term_at"]
    return {
        **chosen,
        "request_text": form["request_text"],
        "channel": str(form["channel"]),
        "priority": str(form["priority"]),
        "term_at": in_reader_zone(term).isoformat() if term else None,  # type: ignore[arg-type]  # the schema's moment
    }
