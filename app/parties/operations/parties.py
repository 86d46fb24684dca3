"""Changes parties, and says so in the trail."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from app.core.actor import Actor
from app.core.db import session
from app.parties import identifiers, queries
from app.parties.details import PartyDetails, checked_party
from app.parties.duplicates import Likeness
from app.parties.errors import PartyChanged, PartyKnown, PartyMerged
from app.parties.models import Party, PartyKind, PartyRole
from app.parties.names import bare_name, legal_form_of, plain_words
from app.trail.operations import record

Values = dict[str, Any]  # Any: column values of all types


def add_party(details: PartyDetails, *, by: Actor, at: datetime) -> Party:
    """A new party. Raises PartyInvalid for wrong fields, PartyKnown when another has its VAT number."""
    cleaned = checked_party(details)
    _refuse_second_vat_number(cleaned.vat_number, but_not=None)
    party = Party(id=uuid4(), created_at=at, created_by=by.id, **columns_of(cleaned))
    session().add(party)
    record(action="party.added", entity="party", entity_id=party.id, by=by, at=at, after=told(asdict(cleaned)))
    return party


def change_party(party: Party, details: PartyDetails, *, revision: int, by: Actor, at: datetime) -> None:
    """Write what was entered about a party. Refuses a form opened before somebody else's change."""
    if party.merged_into_id is not None:
        raise PartyMerged(party.name)
    if party.revision != revision:
        raise PartyChanged(party.name)
    cleaned = checked_party(details)
    _refuse_second_vat_number(cleaned.vat_number, but_not=party.id)
    write_changes(party, columns_of(cleaned), by=by, at=at)


def complete_party(party: Party, details: PartyDetails, *, by: Actor, at: datetime) -> None:
    """Fill in what is still empty of a party from newer details; what is there stays."""
    cleaned = checked_party(replace(details, name=party.name, country=party.country))
    missing = {
        name: value for name, value in columns_of(cleaned).items() if value is not None and getattr(party, name) is None
    }
    if missing:
        write_changes(party, refreshed(party, missing), by=by, at=at)


def give_role(party: Party, role: PartyRole, *, by: Actor, at: datetime) -> None:
    """The party is this too from now on; a customer is no longer a lead or prospect."""
    outgrown = {PartyRole.LEAD, PartyRole.PROSPECT} if role is PartyRole.CUSTOMER else {PartyRole.LEAD}
    if role is PartyRole.LEAD:
        outgrown = set()
    roles = sorted({*party.roles, role.value} - {each.value for each in outgrown - {role}})
    if roles != sorted(party.roles):
        write_changes(party, {"roles": roles}, by=by, at=at)


def details_of(party: Party) -> PartyDetails:
    """What was entered about a party, as forms show it."""
    values = {name: getattr(party, name) for name in PartyDetails.__dataclass_fields__}
    return PartyDetails(**{**values, "kind": party.kind.value, "roles": tuple(party.roles)})


def likeness_typed(
    *, name: str, country: str, vat_number: str, email: str, phone: str, fiscal_code: str = ""
) -> Likeness:
    """What is typed so far of a party, to look for duplicates by; what cannot be read yet is left out."""
    return Likeness(
        bare_name=bare_name(name),
        country=country.upper() or None,
        vat_number=_readable(identifiers.vat_number, vat_number, country=country.upper()),
        email=_readable(identifiers.email_address, email),
        phone=_readable(identifiers.phone_number, phone, country=country.upper()),
        fiscal_code=_readable(identifiers.fiscal_code, fiscal_code, country=country.upper()),
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


def refreshed(party: Party, values: Values) -> Values:
    """The values with the columns that are searched, as they are once the party has them."""
    return values | searched(asdict(details_of(party)) | values)


def write_changes(party: Party, values: Values, *, by: Actor, at: datetime) -> None:
    """Set columns of a party and say so in the trail; nothing when nothing changes."""
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
        before=told(before),
        after=told(changed),
    )


def columns_of(details: PartyDetails) -> Values:
    """The columns of a party with these checked details, those made for searching too."""
    values = asdict(details)
    values["kind"] = PartyKind(details.kind)
    values["roles"] = sorted(details.roles)
    values["legal_form"] = legal_form_of(details.name)
    return values | searched(values)


def searched(values: Values) -> Values:
    """The columns made for searching, from those that were entered."""
    columns = ("name", "city", "vat_number", "fiscal_code", "email", "phone")
    words = [plain_words(values[name]) for name in columns if values[name]]
    words.append(identifiers.searched_numbers(vat_number=values["vat_number"], phone=values["phone"]))
    return {"search_name": bare_name(values["name"]), "search_text": " ".join(filter(None, words))}


def told(values: Values) -> Values:
    """What the trail tells: what is entered, and no empty ones."""
    return {name: value for name, value in entered(values).items() if value not in (None, ())}


def entered(values: Values) -> Values:
    """The columns but those made for searching."""
    return {name: value for name, value in values.items() if not name.startswith("search_")}
