"""Who somebody is that called, wrote or filled in a form: a party we know, else a new one."""

from dataclasses import replace
from datetime import datetime

from app.core.actor import Actor
from app.parties.details import ContactDetails, PartyDetails, checked_party
from app.parties.errors import PartyInvalid
from app.parties.models import ContactPerson, Party
from app.parties.names import plain_words
from app.parties.operations import add_contact, add_party
from app.parties.queries import contacts_of, party_with_vat_number

DOUBTFUL = ("vat_number", "email", "phone")


def known_or_new_party(details: PartyDetails, *, by: Actor, at: datetime) -> Party:
    """The party with this VAT number, else a new one.

    A number that cannot be is no reason to lose somebody: it is left out and noted with the party.
    """
    cleaned = usable_details(details)
    known = party_with_vat_number(cleaned.vat_number) if cleaned.vat_number else None
    return known or add_party(cleaned, by=by, at=at)


def usable_details(details: PartyDetails) -> PartyDetails:
    """The details without the numbers that cannot be, which are noted instead. Raises PartyInvalid for the others."""
    try:
        return checked_party(details)
    except PartyInvalid as wrong:
        doubtful = wrong.fields.keys() & set(DOUBTFUL)
        if doubtful != wrong.fields.keys():
            raise
        noted = " ".join(text for field in sorted(doubtful) for text in wrong.fields[field])
        return checked_party(
            replace(
                details,
                notes=noted,
                vat_number=None if "vat_number" in doubtful else details.vat_number,
                email=None if "email" in doubtful else details.email,
                phone=None if "phone" in doubtful else details.phone,
            )
        )


def contact_meant(party: Party, wanted: ContactDetails | None, *, by: Actor, at: datetime) -> ContactPerson | None:
    """The contact person of this name, a new one when there is none; when nobody is named, the only one there is."""
    known_people = contacts_of(party.id)
    if wanted is None:
        return known_people[0] if len(known_people) == 1 else None
    searched = plain_words(wanted.name)
    known = next((person for person in known_people if person.search_name == searched), None)
    if known is not None:
        return known
    try:
        return add_contact(party, wanted, by=by, at=at)
    except PartyInvalid:
        return add_contact(party, ContactDetails(wanted.name, wanted.function), by=by, at=at)
