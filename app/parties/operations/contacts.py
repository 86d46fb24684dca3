"""Changes the contact persons of a party, and says so in the trail."""

from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from app.core.actor import Actor
from app.core.db import session
from app.parties.details import ContactDetails, checked_contact
from app.parties.models import ContactPerson, Party
from app.parties.names import plain_words
from app.parties.operations.parties import told
from app.trail.operations import record


def add_contact(party: Party, details: ContactDetails, *, by: Actor, at: datetime) -> ContactPerson:
    """A new contact person of a party. Raises PartyInvalid for wrong fields."""
    cleaned = checked_contact(details, country=party.country)
    contact = ContactPerson(id=uuid4(), party_id=party.id, search_name=plain_words(cleaned.name), **asdict(cleaned))
    session().add(contact)
    record(
        action="contact.added",
        entity="contact_person",
        entity_id=contact.id,
        by=by,
        at=at,
        after=told(asdict(cleaned)) | {"party": party.name},
    )
    return contact


def change_contact(contact: ContactPerson, details: ContactDetails, *, country: str, by: Actor, at: datetime) -> None:
    """Write what was entered about a contact person."""
    cleaned = checked_contact(details, country=country)
    before = told({name: getattr(contact, name) for name in asdict(cleaned)})
    for name, value in asdict(cleaned).items():
        setattr(contact, name, value)
    contact.search_name = plain_words(cleaned.name)
    record(
        action="contact.changed",
        entity="contact_person",
        entity_id=contact.id,
        by=by,
        at=at,
        before=before,
        after=told(asdict(cleaned)),
    )


def remove_contact(contact: ContactPerson, *, by: Actor, at: datetime) -> None:
    """The person is offered no more; what names them keeps them."""
    contact.removed_at = at
    record(
        action="contact.removed",
        entity="contact_person",
        entity_id=contact.id,
        by=by,
        at=at,
        before={"name": contact.name},
    )
