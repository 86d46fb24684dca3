"""Joining two parties that are one, and parting them again."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import operations, queries
from app.parties.choice import PartyChoice
from app.parties.models import Party
from app.parties.operations.merging import UNDONE_WITHIN
from app.parties.schemas import MergeArguments, MergeForm
from app.parties.views.blueprint import bp

SHOWN = 10


@bp.get("/parties/<uuid:party_id>/merges/new")
@require(Permission.EDIT_PARTIES)
def show_merge(party_id: UUID) -> ResponseReturnValue:
    """Which party is the same as this one: what looks alike, or what one searches for."""
    party = queries.party_by_id(party_id)
    words = MergeArguments().load(request.args.to_dict())["words"]
    return render_template(
        "parties/merge.html",
        party=party,
        words=words,
        found=_found(party, words),
        merges=queries.merges_into(party.id),
        undone_within_days=UNDONE_WITHIN.days,
    )


@bp.post("/parties/<uuid:party_id>/merges")
@require(Permission.EDIT_PARTIES)
def create_merge(party_id: UUID) -> ResponseReturnValue:
    """Join another party into this one."""
    duplicate_id = MergeForm().load(request.form.to_dict())["duplicate_id"]
    with transaction():
        locked = {each: queries.party_for_update(each) for each in sorted({party_id, duplicate_id})}
        operations.merge_party(locked[duplicate_id], into=locked[party_id], by=current_user().actor, at=now())
    flash("The two are one party now.", "success")
    return see_other(".show_party", party_id=party_id)


@bp.post("/parties/<uuid:party_id>/merges/<uuid:merge_id>/undoing")
@require(Permission.EDIT_PARTIES)
def create_undoing(party_id: UUID, merge_id: UUID) -> ResponseReturnValue:
    """Part two parties again."""
    with transaction():
        merge = queries.merge_for_update(party_id, merge_id)
        duplicate_id = operations.undo_merge(merge, by=current_user().actor, at=now()).id
    flash("They are two parties again.", "success")
    return see_other(".show_party", party_id=duplicate_id)


def _found(party: Party, words: str) -> list[tuple[Party, str]]:
    """Each party with the reason why it is offered."""
    if words:
        rows = queries.parties_page(PartyChoice(words=words), limit=SHOWN)[:SHOWN]
        return [(other, "found by your words") for other in rows if other.id != party.id]
    alike = queries.duplicates_of(queries.likeness_of(party), but_not=party.id)
    return [(each.party, ", ".join(each.reasons)) for each in alike[:SHOWN]]
