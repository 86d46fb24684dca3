"""Pages of parties: the list, the card, the forms; and of our own company."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import new_action, page_of, page_or_partial, place, read_cursor, read_limit, see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import all_people
from app.parties import operations, queries
from app.parties.card import action_templates, numbers_of, sections_of
from app.parties.company import CompanyDetails, describe_company
from app.parties.details import PartyDetails
from app.parties.handlers import country_names
from app.parties.identifiers import country_name, readable_phone
from app.parties.models import Party, PartyKind, PartyRole
from app.parties.schemas import (
    CURRENCIES,
    LANGUAGE_NAMES,
    ChangedPartyForm,
    CompanyForm,
    ContactForm,
    LikenessArguments,
    PartiesArguments,
    PartyForm,
)

bp = Blueprint("parties", __name__)
CURSOR = "parties"
"""Names the cursors of the list."""

place("parties.show_parties", "Parties", "building", group="", permission=Permission.VIEW_PARTIES, order=30)
new_action("parties.show_new_party", "Party", "building", permission=Permission.EDIT_PARTIES, order=20)
bp.add_app_template_filter(readable_phone, "phone")
bp.add_app_template_filter(country_name, "country")


@bp.get("/parties")
@require(Permission.VIEW_PARTIES)
def show_parties() -> ResponseReturnValue:
    """The list of parties; the address holds every filter."""
    choice = PartiesArguments().load(request.args.to_dict())
    limit = read_limit()
    after = read_cursor(CURSOR)
    rows = queries.parties_page(
        words=choice["words"], role=choice["role"], sales_rep=choice["sales_rep"], after=after, limit=limit
    )
    return page_or_partial(
        "parties/parties.html",
        "parties/_parties.html",
        shown=page_of(rows, limit=limit, position=lambda party: (party.search_name, party.id), kind=CURSOR),
        choice=choice,
        roles=[*PartyRole],
        people=_people(),
    )


@bp.get("/parties/<uuid:party_id>")
@require(Permission.VIEW_PARTIES)
def show_party(party_id: UUID) -> ResponseReturnValue:
    """The card of a party."""
    party = queries.party_by_id(party_id)
    viewer = current_user().viewer
    return render_template(
        "parties/party.html",
        party=party,
        people=_people(),
        merged_into=queries.party_by_id(party.merged_into_id) if party.merged_into_id else None,
        numbers=numbers_of(party, viewer),
        sections=sections_of(party, viewer),
        action_templates=action_templates,
    )


@bp.get("/parties/new")
@require(Permission.EDIT_PARTIES)
def show_new_party() -> ResponseReturnValue:
    """The form for a party that we do not know yet."""
    return _form_page(None, PartyDetails(name=request.args.get("name", "")[:200], country="IT"))


@bp.post("/parties")
@require(Permission.EDIT_PARTIES)
def create_party() -> ResponseReturnValue:
    """Keep a new party."""
    details = _details_sent()
    with transaction():
        party_id = operations.add_party(details, by=current_user().actor, at=now()).id
    flash("The party was added.", "success")
    return see_other(".show_party", party_id=party_id)


@bp.get("/parties/<uuid:party_id>/edit")
@require(Permission.EDIT_PARTIES)
def show_party_form(party_id: UUID) -> ResponseReturnValue:
    """The form for a party that is there."""
    party = queries.party_by_id(party_id)
    return _form_page(party, operations.details_of(party))


@bp.post("/parties/<uuid:party_id>")
@require(Permission.EDIT_PARTIES)
def save_party(party_id: UUID) -> ResponseReturnValue:
    """Keep what was changed about a party."""
    revision = ChangedPartyForm().load({"revision": request.form.get("revision", "")})["revision"]
    details = _details_sent()
    with transaction():
        party = queries.party_for_update(party_id)
        operations.change_party(party, details, revision=revision, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_party", party_id=party_id)


@bp.post("/parties/<uuid:party_id>/contacts")
@require(Permission.EDIT_PARTIES)
def create_contact(party_id: UUID) -> ResponseReturnValue:
    """Add a contact person."""
    details = ContactForm().load(request.form.to_dict())
    with transaction():
        operations.add_contact(queries.party_for_update(party_id), details, by=current_user().actor, at=now())
    return see_other(".show_party", party_id=party_id)


@bp.post("/parties/<uuid:party_id>/contacts/<uuid:contact_id>")
@require(Permission.EDIT_PARTIES)
def save_contact(party_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Change a contact person."""
    details = ContactForm().load(request.form.to_dict())
    with transaction():
        party = queries.party_for_update(party_id)
        contact = queries.contact_of(party.id, contact_id)
        operations.change_contact(contact, details, country=party.country, by=current_user().actor, at=now())
    return see_other(".show_party", party_id=party_id)


@bp.get("/parties/duplicates")
@require(Permission.VIEW_PARTIES)
def show_duplicates() -> ResponseReturnValue:
    """The parties that what is typed so far may already be: a part of the form."""
    typed = LikenessArguments().load(request.args.to_dict())
    party_id = typed.pop("party_id")
    found = queries.duplicates_of(operations.likeness_typed(**typed), but_not=party_id)
    return render_template("parties/_duplicates.html", found=found[:5])


@bp.get("/company")
@require(Permission.MANAGE_USERS)
def show_company() -> ResponseReturnValue:
    """Our own company, as papers show it."""
    return render_template("parties/company.html", company=queries.company_or_none(), **_choices())


@bp.post("/company")
@require(Permission.MANAGE_USERS)
def save_company() -> ResponseReturnValue:
    """Keep what was entered about our own company."""
    details = CompanyDetails(**CompanyForm().load(request.form.to_dict()))
    with transaction():
        describe_company(details, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_company")


def _details_sent() -> PartyDetails:
    sent = {name: value for name, value in request.form.to_dict().items() if name not in {"revision", "party_id"}}
    details: PartyDetails = PartyForm().load({**sent, "roles": request.form.getlist("roles")})
    return details


def _form_page(party: Party | None, details: PartyDetails) -> str:
    return render_template(
        "parties/form.html",
        party=party,
        details=details,
        kinds=[*PartyKind],
        roles=[*PartyRole],
        people=_people(),
        **_choices(),
    )


def _choices() -> dict[str, object]:
    return {
        "countries": country_names(),
        "languages": list(LANGUAGE_NAMES.items()),
        "currencies": [(code, code) for code in CURRENCIES],
    }


def _people() -> dict[str, str]:
    return {user.user_name: user.display_name for user, _groups in all_people()}
