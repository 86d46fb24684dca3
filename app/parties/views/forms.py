"""Entering and changing a party; the parties it may already be."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import operations, queries
from app.parties.details import PartyDetails
from app.parties.models import Party, PartyKind, PartyRole
from app.parties.schemas import ChangedPartyForm, LikenessArguments, PartyForm
from app.parties.views.blueprint import bp, choices, people

SHOWN_DUPLICATES = 5


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


@bp.get("/parties/duplicates")
@require(Permission.VIEW_PARTIES)
def show_duplicates() -> ResponseReturnValue:
    """The parties that what is typed so far may already be: a part of the form."""
    typed = LikenessArguments().load(request.args.to_dict())
    party_id = typed.pop("party_id")
    found = queries.duplicates_of(operations.likeness_typed(**typed), but_not=party_id)
    return render_template("parties/_duplicates.html", found=found[:SHOWN_DUPLICATES])


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
        people=people(),
        **choices(),
    )
