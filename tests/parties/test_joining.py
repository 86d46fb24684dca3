"""Two parties that are one: joined with every link, and parted again."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.parties import operations, queries
from app.parties.choice import PartyChoice
from app.parties.details import ContactDetails, SiteDetails
from app.parties.errors import MergeTooOld, MergeUndone, PartyMerged
from app.parties.links import link_name, party_links
from app.parties.models import Party, PartyMerge
from app.sales.models import Lead, LeadSource
from app.trail.models import TrailEntry

VAT = "IT00743110157"


@pytest.fixture
def joined(add, session: Session, actor: Actor, at: datetime) -> tuple[Party, Party, PartyMerge]:
    """The party that stays, the duplicate with a person, a site and a lead, and the joining."""
    kept, duplicate = add("Rossi Impianti", roles=("prospect",)), add("Rosi", vat_number=VAT, roles=("customer",))
    operations.add_contact(duplicate, ContactDetails("Paolo"), by=actor, at=at)
    operations.add_site(duplicate, SiteDetails("Plant", "IT", is_main=True), by=actor, at=at)
    session.add(Lead(case_key=1, party_id=duplicate.id, source=LeadSource.PHONE, created_at=at, created_by="luca"))
    session.flush()
    merge = operations.merge_party(duplicate, into=kept, by=actor, at=at)
    session.flush()
    return kept, duplicate, merge


def holds(session: Session, party: Party) -> tuple[list[str], list[str], int]:
    people = [person.name for person in queries.contacts_of(party.id)]
    sites = [site.name for site in queries.sites_of(party.id)]
    return people, sites, len(session.scalars(select(Lead).where(Lead.party_id == party.id)).all())


def test_every_column_that_names_a_party_follows() -> None:
    names = {link_name(column) for column in party_links()}

    assert {"lead.party_id", "opportunity.party_id", "quote.party_id", "party_site.party_id"} <= names
    assert "party_merge.into_id" not in names


def test_joined_party_takes_links_numbers_and_roles(joined, session: Session) -> None:
    kept, duplicate, _merge = joined

    assert holds(session, kept) == (["Paolo"], ["Plant"], 1)
    assert (kept.vat_number, kept.roles, duplicate.merged_into_id) == (VAT, ["customer"], kept.id)
    assert [party.name for party in queries.parties_page(PartyChoice(), limit=9)] == ["Rossi Impianti"]


def test_parted_parties_have_what_they_had(joined, session: Session, actor: Actor, at: datetime) -> None:
    kept, duplicate, merge = joined

    operations.undo_merge(merge, by=actor, at=at + timedelta(days=3))
    session.flush()

    assert holds(session, duplicate) == (["Paolo"], ["Plant"], 1)
    assert holds(session, kept) == ([], [], 0)
    assert (kept.vat_number, kept.roles, duplicate.vat_number, duplicate.merged_into_id) == (
        None,
        ["prospect"],
        VAT,
        None,
    )


def test_what_was_changed_since_stays_when_parted(joined, session: Session, actor: Actor, at: datetime) -> None:
    kept, _duplicate, merge = joined
    details = operations.details_of(kept)
    changed = details.__class__(**{**vars(details), "vat_number": None, "roles": ("vendor",)})
    operations.change_party(kept, changed, revision=kept.revision, by=actor, at=at)
    session.flush()

    operations.undo_merge(merge, by=actor, at=at)

    assert kept.roles == ["vendor"]


def test_joining_is_undone_once_and_not_for_ever(joined, actor: Actor, at: datetime) -> None:
    _kept, _duplicate, merge = joined

    with pytest.raises(MergeTooOld):
        operations.undo_merge(merge, by=actor, at=at + timedelta(days=91))
    operations.undo_merge(merge, by=actor, at=at)
    with pytest.raises(MergeUndone):
        operations.undo_merge(merge, by=actor, at=at)


def test_joined_party_is_not_joined_again(joined, add, actor: Actor, at: datetime) -> None:
    _kept, duplicate, _merge = joined

    with pytest.raises(PartyMerged):
        operations.merge_party(add("Third"), into=duplicate, by=actor, at=at)


def test_third_party_follows_both(joined, add, session: Session, actor: Actor, at: datetime) -> None:
    kept, duplicate, _merge = joined
    third = add("Third")

    operations.merge_party(kept, into=third, by=actor, at=at)
    session.flush()
    session.refresh(duplicate)

    assert duplicate.merged_into_id == third.id


def test_two_are_joined_and_parted_on_pages(add, luca: FlaskClient, session: Session) -> None:
    kept, duplicate = add("Rossi Impianti"), add("Rosi Impianti")
    assert "Rosi Impianti" in luca.get(f"/parties/{kept.id}/merges/new").text
    assert "similar name" in luca.get(f"/parties/{kept.id}/merges/new").text.lower()

    luca.post(f"/parties/{kept.id}/merges", data={"duplicate_id": str(duplicate.id)})

    merge = session.scalars(select(PartyMerge)).one()
    assert "Part again" in luca.get(f"/parties/{kept.id}/merges/new").text
    answer = luca.post(f"/parties/{kept.id}/merges/{merge.id}/undoing")
    session.refresh(duplicate)
    assert (answer.status_code, duplicate.merged_into_id) == (303, None)
    told = session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)).all()
    assert [action for action in told if action in {"party.merged", "party.parted"}] == ["party.merged", "party.parted"]
