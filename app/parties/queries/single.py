"""Reads one party, its contact persons and sites, what was joined with it; and our own company."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.core.db import session
from app.parties.errors import CompanyMissing, ContactMissing, MergeMissing, PartyMissing, SiteMissing
from app.parties.models import Company, ContactPerson, Party, PartyMerge, Site


def party_by_id(party_id: UUID) -> Party:
    """The party with its contact persons and sites. Raises PartyMissing."""
    wanted = select(Party).where(Party.id == party_id)
    wanted = wanted.options(joinedload(Party.contacts), joinedload(Party.sites))
    party = session().scalars(wanted).unique().one_or_none()
    if party is None:
        raise PartyMissing(party_id)
    return party


def kept_party(party_id: UUID) -> Party:
    """The party of this id; for one that turned out to be another, that other one. Raises PartyMissing.

    What a running case knows of a party may be older than their joining.
    """
    party = party_by_id(party_id)
    return party_by_id(party.merged_into_id) if party.merged_into_id else party


def kept_party_id(party_id: UUID | None) -> UUID | None:
    """The id of the party that this one is now; the same for one that is not there."""
    kept = select(Party.merged_into_id).where(Party.id == party_id)
    return (session().scalar(kept) if party_id else None) or party_id


def party_for_update(party_id: UUID) -> Party:
    """The party, locked until the end of the transaction. Raises PartyMissing."""
    party = session().scalar(
        select(Party).where(Party.id == party_id).with_for_update().execution_options(populate_existing=True)
    )
    if party is None:
        raise PartyMissing(party_id)
    return party


def parties_by_id(party_ids: Sequence[UUID]) -> dict[UUID, Party]:
    """The parties of these ids, by id."""
    found = session().scalars(select(Party).where(Party.id.in_(party_ids)))
    return {party.id: party for party in found}


def contact_of(party_id: UUID, contact_id: UUID) -> ContactPerson:
    """A contact person of this party. Raises ContactMissing."""
    contact = session().get(ContactPerson, contact_id)
    if contact is None or contact.party_id != party_id or contact.removed_at is not None:
        raise ContactMissing(contact_id)
    return contact


def contacts_of(party_id: UUID) -> Sequence[ContactPerson]:
    """The contact persons of a party, by name."""
    return (
        session()
        .scalars(
            select(ContactPerson)
            .where(ContactPerson.party_id == party_id, ContactPerson.removed_at.is_(None))
            .order_by(ContactPerson.search_name)
        )
        .all()
    )


def site_of(party_id: UUID, site_id: UUID) -> Site:
    """A site of this party. Raises SiteMissing."""
    site = session().get(Site, site_id)
    if site is None or site.party_id != party_id or site.removed_at is not None:
        raise SiteMissing(site_id)
    return site


def sites_of(party_id: UUID) -> Sequence[Site]:
    """The sites of a party, the main one first, then by name."""
    wanted = select(Site).where(Site.party_id == party_id, Site.removed_at.is_(None))
    return session().scalars(wanted.order_by(Site.is_main.desc(), Site.name, Site.id)).all()


def same_parties(party_id: UUID) -> ColumnElement[bool]:
    """The party and those that turned out to be it, as a condition on `Party`."""
    return or_(Party.id == party_id, Party.merged_into_id == party_id)


def merges_into(party_id: UUID) -> Sequence[tuple[PartyMerge, Party]]:
    """The joinings that still hold into this party, each with the duplicate, newest first."""
    wanted = (
        select(PartyMerge, Party)
        .join(Party, Party.id == PartyMerge.duplicate_id)
        .where(PartyMerge.into_id == party_id, PartyMerge.undone_at.is_(None), Party.merged_into_id == party_id)
        .order_by(PartyMerge.merged_at.desc())
        .limit(10)
    )
    return [(merge, duplicate) for merge, duplicate in session().execute(wanted)]


def merge_for_update(party_id: UUID, merge_id: UUID) -> PartyMerge:
    """A joining into this party, locked. Raises MergeMissing."""
    merge = session().get(PartyMerge, merge_id, with_for_update=True)
    if merge is None or merge.into_id != party_id:
        raise MergeMissing(merge_id)
    return merge


def party_with_vat_number(vat_number: str) -> Party | None:
    """The party that has this VAT number, if any."""
    return session().scalar(
        select(Party).where(Party.vat_number == vat_number, Party.merged_into_id.is_(None)).limit(1)
    )


def company() -> Company:
    """Our own company. Raises CompanyMissing before it was entered."""
    found = session().get(Company, 1)
    if found is None:
        raise CompanyMissing
    return found


def company_or_none() -> Company | None:
    """Our own company, or None before it was entered."""
    return session().get(Company, 1)
