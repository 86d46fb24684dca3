"""Contact persons and sites of a party."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import operations, queries
from app.parties.schemas import ContactForm, SiteForm
from app.parties.views.blueprint import bp, choices


@bp.get("/parties/<uuid:party_id>/contacts/new")
@require(Permission.EDIT_PARTIES)
def show_new_contact(party_id: UUID) -> ResponseReturnValue:
    """The form for a contact person."""
    return render_template("parties/contact_form.html", party=queries.party_by_id(party_id), contact=None)


@bp.get("/parties/<uuid:party_id>/contacts/<uuid:contact_id>")
@require(Permission.EDIT_PARTIES)
def show_contact(party_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """The form for a contact person who is there."""
    party = queries.party_by_id(party_id)
    return render_template("parties/contact_form.html", party=party, contact=queries.contact_of(party.id, contact_id))


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


@bp.post("/parties/<uuid:party_id>/contacts/<uuid:contact_id>/removal")
@require(Permission.EDIT_PARTIES)
def create_contact_removal(party_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """The person is there no more."""
    with transaction():
        party = queries.party_for_update(party_id)
        operations.remove_contact(queries.contact_of(party.id, contact_id), by=current_user().actor, at=now())
    flash("The person was removed.", "success")
    return see_other(".show_party", party_id=party_id)


@bp.get("/parties/<uuid:party_id>/sites/new")
@require(Permission.EDIT_PARTIES)
def show_new_site(party_id: UUID) -> ResponseReturnValue:
    """The form for a site."""
    return render_template("parties/site_form.html", party=queries.party_by_id(party_id), site=None, **choices())


@bp.get("/parties/<uuid:party_id>/sites/<uuid:site_id>")
@require(Permission.EDIT_PARTIES)
def show_site(party_id: UUID, site_id: UUID) -> ResponseReturnValue:
    """The form for a site that is there."""
    party = queries.party_by_id(party_id)
    site = queries.site_of(party.id, site_id)
    return render_template("parties/site_form.html", party=party, site=site, **choices())


@bp.post("/parties/<uuid:party_id>/sites")
@require(Permission.EDIT_PARTIES)
def create_site(party_id: UUID) -> ResponseReturnValue:
    """Add a site."""
    details = SiteForm().load(request.form.to_dict())
    with transaction():
        operations.add_site(queries.party_for_update(party_id), details, by=current_user().actor, at=now())
    return see_other(".show_party", party_id=party_id)


@bp.post("/parties/<uuid:party_id>/sites/<uuid:site_id>")
@require(Permission.EDIT_PARTIES)
def save_site(party_id: UUID, site_id: UUID) -> ResponseReturnValue:
    """Change a site."""
    details = SiteForm().load(request.form.to_dict())
    with transaction():
        party = queries.party_for_update(party_id)
        operations.change_site(queries.site_of(party.id, site_id), details, by=current_user().actor, at=now())
    return see_other(".show_party", party_id=party_id)


@bp.post("/parties/<uuid:party_id>/sites/<uuid:site_id>/removal")
@require(Permission.EDIT_PARTIES)
def create_site_removal(party_id: UUID, site_id: UUID) -> ResponseReturnValue:
    """We go there no more."""
    with transaction():
        party = queries.party_for_update(party_id)
        operations.remove_site(queries.site_of(party.id, site_id), by=current_user().actor, at=now())
    flash("The site was removed.", "success")
    return see_other(".show_party", party_id=party_id)
