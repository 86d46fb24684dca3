"""What would become of the rows of a file: new, update of a party we have, perhaps a duplicate, refused."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.core.db import json_text, session
from app.core.languages import LANGUAGE_OF_COUNTRY
from app.parties.details import ContactDetails, PartyDetails, checked_contact, checked_party
from app.parties.duplicates import Likeness, rank_duplicates
from app.parties.errors import PartyInvalid
from app.parties.identifiers import VAT_PREFIXES
from app.parties.importing.cells import Values, values_of
from app.parties.importing.reading import Line
from app.parties.models import ContactPerson, Party, RowOutcome
from app.parties.names import bare_name, plain_words
from app.parties.operations.parties import columns_of, details_of

COUNTRY_OF_PREFIX = {prefix: country for country, prefix in VAT_PREFIXES.items()}
NUMBERS = {"vat_number": "VAT number", "fiscal_code": "fiscal code", "external_id": "number in other systems"}
UNNAMED = "?"

Columns = dict[str, Any]  # Any: column values of all types


@dataclass(frozen=True)
class Reading:
    """How a file is read: field by column, and what holds where the file says nothing."""

    mapping: Mapping[int, str]
    columns: int
    country: str
    role: str | None = None


@dataclass
class Plan:
    """What becomes of one row. details: of the party as it would be; changes: columns of a party we have."""

    line: Line
    outcome: RowOutcome
    name: str
    note: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    party: Party | None = None
    details: PartyDetails | None = None
    changes: Columns = field(default_factory=dict)
    contact: ContactDetails | None = None
    mark: str | None = None


@dataclass(frozen=True)
class _Row:
    """A row whose cells could be read. given: the fields that the file holds, in one spelling."""

    line: Line
    details: PartyDetails
    given: Columns
    contact: ContactDetails | None
    mark: str

    @property
    def has_number(self) -> bool:
        return any(getattr(self.details, name) for name in NUMBERS)


def plans_for(lines: Sequence[Line], reading: Reading, seen: dict[tuple[str, ...], int]) -> list[Plan]:
    """A plan for each line, in their order. seen: what earlier lines of the file hold; grows."""
    rows = [_row(line, reading) for line in lines]
    known = _Known([row for row in rows if isinstance(row, _Row)])
    return [_plan(row, known, seen) if isinstance(row, _Row) else row for row in rows]


def _row(line: Line, reading: Reading) -> _Row | Plan:
    values = values_of(line, reading.mapping, columns=reading.columns)
    problems = dict(values.problems)
    details = contact = None
    try:
        details = checked_party(_details(values, reading))
    except PartyInvalid as refused:
        problems |= {name: texts[0] for name, texts in refused.fields.items() if name not in problems}
    try:
        contact = _contact(values, details)
    except PartyInvalid as refused:
        problems |= {f"contact_{name}": texts[0] for name, texts in refused.fields.items()}
    if problems or details is None:
        return Plan(line, RowOutcome.REFUSED, values.name, problems=problems)
    given = {name: getattr(details, name) for name in values.party}
    mark = hashlib.sha256(json_text([given, values.contact]).encode()).hexdigest()
    return _Row(line, details, given, contact, mark)


def _details(values: Values, reading: Reading) -> PartyDetails:
    country = values.party.get("country") or _country_of(values.party.get("vat_number", "")) or reading.country
    usual: Columns = {
        "name": UNNAMED,
        "country": country,
        "language": LANGUAGE_OF_COUNTRY.get(country, "en"),
        "roles": (reading.role,) if reading.role else (),
    }
    return PartyDetails(**(usual | values.party))


def _country_of(vat_number: str) -> str | None:
    return COUNTRY_OF_PREFIX.get(vat_number.strip()[:2].upper())


def _contact(values: Values, details: PartyDetails | None) -> ContactDetails | None:
    if not values.contact.get("name") or details is None:
        return None
    return checked_contact(ContactDetails(**values.contact), country=details.country)


class _Known:
    """The parties we have that some rows may be, read at once."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.parties = _parties_like(rows)
        matched = [party.id for party in self.parties]
        people = select(ContactPerson.party_id, ContactPerson.search_name).where(
            ContactPerson.party_id.in_(matched), ContactPerson.removed_at.is_(None)
        )
        self.people = {(party_id, name) for party_id, name in session().execute(people)} if matched else set()
        self.by_number = {
            (name, value, party.country if name == "fiscal_code" else ""): party
            for party in self.parties
            for name in NUMBERS
            if (value := getattr(party, name))
        }
        self.marks = {party.import_mark for party in self.parties}
        self.likely: dict[str, list[Party]] = {}
        for party in self.parties:
            for value in (party.search_name, party.email, party.phone):
                if value:
                    self.likely.setdefault(value, []).append(party)

    def same(self, details: PartyDetails) -> Party | None:
        """The party with one of these numbers; a VAT number that differs parts two parties."""
        for name in NUMBERS:
            key = (name, getattr(details, name), details.country if name == "fiscal_code" else "")
            party = self.by_number.get(key)
            if party and (name == "vat_number" or not _differ(party.vat_number, details.vat_number)):
                return party
        return None

    def alike(self, details: PartyDetails) -> list[Party]:
        """The parties that share name, e-mail or phone."""
        shared = (bare_name(details.name), details.email, details.phone)
        return [party for value in shared if value for party in self.likely.get(value, ())]


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _parties_like(rows: Sequence[_Row]) -> list[Party]:
    looked_for: dict[Any, set[str]] = {  # Any: columns of parties
        Party.vat_number: {row.details.vat_number or "" for row in rows},
        Party.fiscal_code: {row.details.fiscal_code or "" for row in rows},
        Party.external_id: {row.details.external_id or "" for row in rows},
        Party.email: {row.details.email or "" for row in rows},
        Party.phone: {row.details.phone or "" for row in rows},
        Party.search_name: {bare_name(row.details.name) for row in rows if row.details.name != UNNAMED},
        Party.import_mark: {row.mark for row in rows if not row.has_number},
    }
    conditions: list[ColumnElement[bool]] = [
        column.in_(sorted(values - {""})) for column, values in looked_for.items() if values - {""}
    ]
    if not conditions:
        return []
    return list(session().scalars(select(Party).where(Party.merged_into_id.is_(None), or_(*conditions))))


def _plan(row: _Row, known: _Known, seen: dict[tuple[str, ...], int]) -> Plan:
    plan = Plan(row.line, RowOutcome.NEW, row.details.name, details=row.details, contact=row.contact, mark=row.mark)
    earlier = _earlier(row, seen)
    party = known.same(row.details)
    if earlier is not None:
        _refuse(plan, *earlier)
    elif party is not None:
        _update(plan, party, row, known)
    elif row.details.name == UNNAMED:
        plan.outcome, plan.name, plan.problems = RowOutcome.REFUSED, "", {"name": "A new party needs a name."}
    elif not row.has_number and row.mark in known.marks:
        plan.outcome, plan.note = RowOutcome.UNCHANGED, "Imported before"
    else:
        _suspect(plan, row, known, seen)
    return plan


def _earlier(row: _Row, seen: dict[tuple[str, ...], int]) -> tuple[str, int] | None:
    """The number that an earlier line has too, and that line."""
    found = None
    for name, label in NUMBERS.items():
        if value := getattr(row.details, name):
            line = seen.setdefault((name, value, row.details.country), row.line.number)
            found = found or ((label, line) if line != row.line.number else None)
    return found


def _refuse(plan: Plan, label: str, line: int) -> None:
    plan.outcome = RowOutcome.REFUSED
    plan.problems = {"row": f"Line {line} has the same {label}."}


def _update(plan: Plan, party: Party, row: _Row, known: _Known) -> None:
    now = details_of(party)
    roles = tuple(sorted({*now.roles, *row.details.roles}))
    given = {name: value for name, value in row.given.items() if name != "roles"}
    then = columns_of(replace(now, **given, roles=roles))
    plan.party, plan.name = party, str(then["name"])
    plan.changes = {name: value for name, value in then.items() if getattr(party, name) != value}
    if row.contact is not None and (party.id, plain_words(row.contact.name)) in known.people:
        plan.contact = None
    plan.outcome = RowOutcome.UPDATED if plan.changes or plan.contact else RowOutcome.UNCHANGED
    told = [name.replace("_", " ") for name in plan.changes if not name.startswith("search_")]
    plan.note = ", ".join([*told, *(["contact person"] if plan.contact else [])])


def _suspect(plan: Plan, row: _Row, known: _Known, seen: dict[tuple[str, ...], int]) -> None:
    details = row.details
    same = seen.setdefault(("mark", row.mark), row.line.number)
    if same != row.line.number and not row.has_number:
        plan.outcome, plan.note = RowOutcome.UNCHANGED, f"The same as line {same}"
        return
    likeness = Likeness(
        bare_name(details.name), details.country, details.vat_number, details.email, details.phone, details.fiscal_code
    )
    ranked = rank_duplicates(likeness, known.alike(details))
    twin = _twin(row, seen)
    if ranked:
        plan.outcome = RowOutcome.SUSPECTED
        plan.note = f"Looks like {ranked[0].party.name} ({', '.join(ranked[0].reasons)})"
    elif twin is not None:
        plan.outcome, plan.note = RowOutcome.SUSPECTED, f"Looks like line {twin}"


def _twin(row: _Row, seen: dict[tuple[str, ...], int]) -> int | None:
    """An earlier line of the same name, e-mail or phone, unless both have VAT numbers."""
    details = row.details
    own, others = ("with", ("without",)) if details.vat_number else ("without", ("with", "without"))
    keys = [("name", bare_name(details.name), details.country), ("email", details.email), ("phone", details.phone)]
    found = None
    for key in [tuple(map(str, key)) for key in keys if key[1]]:
        earlier = [line for kind in others if (line := seen.get((*key, kind))) is not None]
        found = found or next(iter(earlier), None)
        seen.setdefault((*key, own), row.line.number)
    return found
