"""Joins two parties that turned out to be one, and parts them again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from app.core.actor import Actor
from app.core.db import session
from app.parties import queries
from app.parties.errors import MergeTooOld, MergeUndone, PartyKnown, PartyMerged
from app.parties.links import link_name, move_links, party_links
from app.parties.models import ContactPerson, Party, PartyMerge, PartyRole, Site
from app.parties.operations.marketing import opt_out
from app.parties.operations.parties import Values, complete_party, details_of, refreshed, write_changes
from app.trail.operations import record

UNDONE_WITHIN = timedelta(days=90)
PERSONS = "contact_person.party_id"
OUTGROWN = {
    PartyRole.CUSTOMER.value: {PartyRole.LEAD.value, PartyRole.PROSPECT.value},
    PartyRole.PROSPECT.value: {PartyRole.LEAD.value},
}


def merge_party(duplicate: Party, *, into: Party, by: Actor, at: datetime) -> PartyMerge | None:
    """Say that `duplicate` is the same as `into`, which takes all that names it and what it lacks itself.

    Nothing is deleted: the duplicate leaves the lists and points there; what moved is kept for `undo_merge`.
    Raises PartyMerged when one of the two was joined before. None when both are the same row.
    """
    if duplicate.id == into.id:
        return None
    for party in (duplicate, into):
        if party.merged_into_id is not None:
            raise PartyMerged(party.name)
    session().flush()  # rows of this step that name the duplicate must be there to be moved
    moved = _move_all(duplicate, into)
    duplicate.merged_into_id = into.id
    duplicate.revision += 1
    merge = PartyMerge(
        id=uuid4(),
        duplicate_id=duplicate.id,
        into_id=into.id,
        moved=moved,
        filled=_fill(into, duplicate, by=by, at=at),
        merged_at=at,
        merged_by=by.id,
    )
    session().add(merge)
    told = {"merged_into": str(into.id), "name": into.name, "moved": {name: len(ids) for name, ids in moved.items()}}
    record(action="party.merged", entity="party", entity_id=duplicate.id, by=by, at=at, after=told)
    return merge


def undo_merge(merge: PartyMerge, *, by: Actor, at: datetime) -> Party:
    """Part two parties again: what moved goes back unless somebody moved it on, and what was filled in is taken out.

    Raises MergeUndone, MergeTooOld, PartyMerged when the kept party was joined with a third one since, and
    PartyKnown when another party has the VAT number by now.
    """
    duplicate, into = queries.party_for_update(merge.duplicate_id), queries.party_for_update(merge.into_id)
    _refuse_undoing(merge, duplicate, into, at=at)
    _empty(into, merge.filled, by=by, at=at)
    _refuse_taken_number(duplicate)
    for column in (ContactPerson.party_id, *party_links()):
        if ids := merge.moved.get(link_name(column)):
            move_links(column, old=into.id, new=duplicate.id, ids=ids)
    duplicate.merged_into_id = None
    duplicate.revision += 1
    merge.undone_at, merge.undone_by = at, by.id
    told = {"parted_from": str(into.id), "name": into.name}
    record(action="party.parted", entity="party", entity_id=duplicate.id, by=by, at=at, after=told)
    return duplicate


def _move_all(duplicate: Party, into: Party) -> dict[str, list[str]]:
    known = {person.search_name for person in queries.contacts_of(into.id)}
    new = [str(person.id) for person in queries.contacts_of(duplicate.id) if person.search_name not in known]
    session().execute(update(Site).where(Site.party_id == duplicate.id).values(is_main=False))
    moved = {PERSONS: move_links(ContactPerson.party_id, old=duplicate.id, new=into.id, ids=new) if new else []}
    for column in party_links():
        moved[link_name(column)] = move_links(column, old=duplicate.id, new=into.id)
    return {name: ids for name, ids in moved.items() if ids}


def _fill(into: Party, duplicate: Party, *, by: Actor, at: datetime) -> Values:
    """What the kept party took over: before and after, by field."""
    before = {name: getattr(into, name) for name in vars(details_of(into))}
    complete_party(into, details_of(duplicate), by=by, at=at)
    roles = _roles_of_both(into, duplicate)
    if roles != sorted(into.roles):
        write_changes(into, {"roles": roles}, by=by, at=at)
    filled: Values = {
        name: {"before": value, "after": getattr(into, name)}
        for name, value in before.items()
        if getattr(into, name) != value and name not in {"roles", "kind"}
    }
    filled["roles"] = {"before": sorted(before["roles"]), "after": roles}
    if duplicate.no_marketing_since is not None and into.no_marketing_since is None:
        opt_out(into, reason=duplicate.no_marketing_reason or f"{duplicate.name} opted out", by=by, at=at)
    return filled


def _roles_of_both(into: Party, duplicate: Party) -> list[str]:
    both = {*into.roles, *duplicate.roles}
    outgrown = {role for each in both for role in OUTGROWN.get(each, ())}
    return sorted(both - outgrown)


def _empty(into: Party, filled: Values, *, by: Actor, at: datetime) -> None:
    """Take out what was filled in, where it still stands so."""
    back: Values = {
        name: change["before"] for name, change in filled.items() if _plain(getattr(into, name)) == change["after"]
    }
    if back:
        write_changes(into, refreshed(into, back), by=by, at=at)


def _plain(value: Any) -> Any:  # Any: a column's value, as JSON has it
    return sorted(value) if isinstance(value, list) else value


def _refuse_undoing(merge: PartyMerge, duplicate: Party, into: Party, *, at: datetime) -> None:
    if merge.undone_at is not None or duplicate.merged_into_id != into.id:
        raise MergeUndone(duplicate.name, into.name)
    if into.merged_into_id is not None:
        raise PartyMerged(into.name)
    if at - merge.merged_at > UNDONE_WITHIN:
        raise MergeTooOld(duplicate.name, UNDONE_WITHIN.days)


def _refuse_taken_number(duplicate: Party) -> None:
    if duplicate.vat_number is None:
        return
    session().flush()  # the number may just have been taken out of the other party
    known = queries.party_with_vat_number(duplicate.vat_number)
    if known is not None:
        raise PartyKnown(known.name, duplicate.vat_number)
