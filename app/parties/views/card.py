"""The card of a party: who they are, what happened with them, and whether campaigns may write to them."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Missing
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.core.web.paging import Page
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import operations, queries
from app.parties.card import TimelineLine, TimelineType, action_templates, numbers_of, sections_of, timeline_types
from app.parties.models import Party
from app.parties.schemas import LANGUAGE_NAMES, OptForm
from app.parties.timeline import position_of, timeline_of, types_for
from app.parties.views.blueprint import bp, people

CURSOR = "party timeline"
LINES = 20


@bp.get("/parties/<uuid:party_id>")
@require(Permission.VIEW_PARTIES)
def show_party(party_id: UUID) -> ResponseReturnValue:
    """The card of a party; the address holds the filter of the timeline and where it goes on."""
    party = queries.party_by_id(party_id)
    viewer, kinds = current_user().viewer, types_for(current_user().may)
    chosen = request.args.get("show", "")
    shown = _timeline(party, kinds, chosen)
    frame = {"party": party, "shown": shown, "kinds": timeline_types, "chosen": chosen, "people": people()}
    if "HX-Request" in request.headers and "after" in request.args:
        return page_or_partial("parties/_timeline.html", "parties/_timeline.html", **frame)
    return render_template(
        "parties/party.html",
        filters=kinds,
        merged_into=queries.party_by_id(party.merged_into_id) if party.merged_into_id else None,
        numbers=numbers_of(party, viewer),
        sections=sections_of(party, viewer),
        action_templates=action_templates,
        languages=LANGUAGE_NAMES,
        **frame,
    )


def _timeline(party: Party, kinds: list[TimelineType], chosen: str) -> Page[TimelineLine]:
    wanted = [kind for kind in kinds if not chosen or kind.name == chosen]
    if not wanted and chosen:
        raise Missing(f"A party's timeline has nothing that is called {chosen[:60]}.")
    limit = read_limit(LINES)
    lines = timeline_of(party, current_user().viewer, wanted, after=read_cursor(CURSOR), limit=limit)
    return page_of(lines, limit=limit, position=position_of, kind=CURSOR)


@bp.post("/parties/<uuid:party_id>/marketing-opt-out")
@require(Permission.EDIT_PARTIES)
def create_opt_out(party_id: UUID) -> ResponseReturnValue:
    """They want no campaigns any more."""
    reason = OptForm().load(request.form.to_dict())["reason"]
    with transaction():
        operations.opt_out(queries.party_for_update(party_id), reason=reason, by=current_user().actor, at=now())
    flash("No campaign writes to them any more.", "success")
    return see_other(".show_party", party_id=party_id)


@bp.post("/parties/<uuid:party_id>/marketing-opt-in")
@require(Permission.EDIT_PARTIES)
def create_opt_in(party_id: UUID) -> ResponseReturnValue:
    """They said that campaigns may write to them again."""
    reason = OptForm().load(request.form.to_dict())["reason"]
    with transaction():
        operations.opt_in(queries.party_for_update(party_id), reason=reason, by=current_user().actor, at=now())
    flash("Campaigns may write to them again.", "success")
    return see_other(".show_party", party_id=party_id)
