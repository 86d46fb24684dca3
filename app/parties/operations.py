"""Changes parties and contact persons, and says so in the trail."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from app.core.actor import Actor
from app.core.db import session
from app.parties import identifiers, queries
from app.parties.details import ContactDetails, PartyDetails, checked_contact, checked_party
from app.parties.duplicates import Likeness
from app.parties.errors import PartyChanged, PartyKnown, PartyMerged
from app.parties.models import ContactPerson, Party, PartyKind, PartyRole
from app.parties.names import bare_name, legal_form_of, plain_words
from app.trail.operations import record

Values = dict[str, Any]  # Any: column values of all types


def add_party(details: PartyDetails, *, by: Actor, at: datetime) -> Party:
    """A new party. Raises PartyInvalid for wrong fields, PartyKnown when another has its VAT number."""
    cleaned = checked_party(details)
    _refuse_second_vat_number(cleaned.vat_number, but_not=None)
    party = Party(id=uuid4(), created_at=at, created_by=by.id, **_columns(cleaned))
    session().add(party)
    record(action="party.added", entity="party", entity_id=party.id, by=by, at=at, after=_told(asdict(cleaned)))
    return party


def change_party(party: Party, details: PartyDetails, *, revision: int, by: Actor, at: datetime) -> None:
    """Write what was entered about a party. Refuses a form opened before somebody else's change."""
    if party.merged_into_id is not None:
        raise PartyMerged(party.name)
    if party.revision != revision:
        raise PartyChanged(party.name)
    cleaned = checked_party(details)
    _refuse_second_vat_number(cleaned.vat_number, but_not=party.id)
    _write_changes(party, _columns(cleaned), by=by, at=at)


def complete_party(party: Party, details: PartyDetails, *, by: Actor, at: datetime) -> None:
    """Fill in what is still empty of a party from newer details; what is there stays."""
    cleaned = checked_party(replace(details, name=party.name, country=party.country))
    missing = {
        name: value for name, value in _columns(cleaned).items() if value is not None and getattr(party, name) is None
    }
    if missing:
        _write_changes(party, missing | _searched(asdict(details_of(party)) | missing), by=by, at=at)


def give_role(party: Party, role: PartyRole, *, by: Actor, at: datetime) -> None:
    """The party is this too from now on; a customer is no longer a lead or prospect."""
    outgrown = {PartyRole.LEAD, PartyRole.PROSPECT} if role is PartyRole.CUSTOMER else {PartyRole.LEAD}
    if role is PartyRole.LEAD:
        outgrown = set()
    roles = sorted({*party.roles, role.value} - {each.value for each in outgrown - {role}})
    if roles != sorted(party.roles):
        _write_changes(party, {"roles": roles}, by=by, at=at)


def merge_party(duplicate: Party, *, into: Party, by: Actor, at: datetime) -> None:
    """Say that `duplicate` is the same as `into`, which takes what it lacks and the contact persons it does not know.

    Nothing is deleted: the duplicate leaves the lists and points there; the trail names who moved.
    """
    if duplicate.id == into.id:
        return
    known = {person.search_name for person in queries.contacts_of(into.id)}
    moved = [person for person in queries.contacts_of(duplicate.id) if person.search_name not in known]
    for person in moved:
        person.party_id = into.id
    duplicate.merged_into_id = into.id
    duplicate.revision += 1
    complete_party(into, details_of(duplicate), by=by, at=at)
    record(
        action="party.merged",
        entity="party",
        entity_id=duplicate.id,
        by=by,
        at=at,
        after={"merged_into": str(into.id), "name": into.name, "contacts": [str(person.id) for person in moved]},
    )


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
        after=_told(asdict(cleaned)) | {"party": party.name},
    )
    return contact


def change_contact(contact: ContactPerson, details: ContactDetails, *, country: str, by: Actor, at: datetime) -> None:
    """Write what was entered about a contact person."""
    cleaned = checked_contact(details, country=country)
    before = _told({name: getattr(contact, name) for name in asdict(cleaned)})
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
        after=_told(asdict(cleaned)),
    )


def details_of(party: Party) -> PartyDetails:
    """What was entered about a party, as forms show it."""
    values = {name: getattr(party, name) for name in PartyDetails.__dataclass_fields__}
    return PartyDetails(**{**values, "kind": party.kind.value, "roles": tuple(party.roles)})


def likeness_typed(*, name: str, country: str, vat_number: str, email: str, phone: str) -> Likeness:
    """What is typed so far of a party, to look for duplicates by; what cannot be read yet is left out."""
    return Likeness(
        bare_name=bare_name(name),
        country=country.upper() or None,
        vat_number=_readable(identifiers.vat_number, vat_number, country=country.upper()),
        email=_readable(identifiers.email_address, email),
        phone=_readable(identifiers.phone_number, phone, country=country.upper()),
    )


def _readable(clean: Callable[..., str], text: str, **options: str) -> str | None:
    try:
        return clean(text, **options) if text.strip() else None
    except ValueError:
        return None


def _refuse_second_vat_number(vat_number: str | None, *, but_not: UUID | None) -> None:
    if vat_number is None:
        return
    known = queries.party_with_vat_number(vat_number)
    if known is not None and known.id != but_not:
        raise PartyKnown(known.name, vat_number)


def _write_changes(party: Party, values: Values, *, by: Actor, at: datetime) -> None:
    changed = {name: value for name, value in values.items() if getattr(party, name) != value}
    if not changed:
        return
    before = {name: getattr(party, name) for name in changed}
    for name, value in changed.items():
        setattr(party, name, value)
    party.revision += 1
    record(
        action="party.changed",
        entity="party",
        entity_id=party.id,
        by=by,
        at=at,
        before=_told(before),
        after=_told(changed),
    )


def _columns(details: PartyDetails) -> Values:
    values = asdict(details)
    values["kind"] = PartyKind(details.kind)
    values["roles"] = sorted(details.roles)
    values["legal_form"] = legal_form_of(details.name)
    return values | _searched(values)


def _searched(values: Values) -> Values:
    searched = ("name", "city", "vat_number", "fiscal_code", "email", "phone")
    words = [plain_words(values[name]) for name in searched if values[name]]
    words.append(identifiers.searched_numbers(vat_number=values["vat_number"], phone=values["phone"]))
    return {"search_name": bare_name(values["name"]), "search_text": " ".join(filter(None, words))}


def _told(values: Values) -> Values:
    """What the trail tells: all but the columns made for searching, and no empty ones."""
    return {name: value for name, value in values.items() if value not in (None, ()) and not name.startswith("search_")}
