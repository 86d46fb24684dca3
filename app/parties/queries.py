"""Reads parties: one, a page of the list, a search, possible duplicates."""

import re
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, asc, false, func, or_, select, text, tuple_, union_all
from sqlalchemy.orm import selectinload

from app.core.db import session
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, has_words, keys_in_order, rows_found
from app.parties.duplicates import Duplicate, Likeness, rank_duplicates
from app.parties.errors import CompanyMissing, ContactMissing, PartyMissing
from app.parties.identifiers import phones_meant
from app.parties.models import Company, ContactPerson, Party
from app.parties.names import plain_words

MOST_CANDIDATES = 200
MOST_WORDS = 8
FEW_LETTERS, MORE_LETTERS = 3, 4  # by which words begin alike: all of them, or one of them
NUMBER = re.compile(r"[0-9 +()/.-]+")  # as people type a phone number
NO_FIGURE = re.compile(r"[^0-9]")


def party_by_id(party_id: UUID) -> Party:
    """The party with its contact persons. Raises PartyMissing."""
    party = session().scalar(select(Party).where(Party.id == party_id).options(selectinload(Party.contacts)))
    if party is None:
        raise PartyMissing(party_id)
    return party


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
    if contact is None or contact.party_id != party_id:
        raise ContactMissing(contact_id)
    return contact


def contacts_of(party_id: UUID) -> Sequence[ContactPerson]:
    """The contact persons of a party, by name."""
    return (
        session()
        .scalars(select(ContactPerson).where(ContactPerson.party_id == party_id).order_by(ContactPerson.search_name))
        .all()
    )


def parties_page(
    *, words: str = "", role: str = "", sales_rep: str = "", after: Position | None = None, limit: int
) -> Sequence[Party]:
    """Up to `limit` + 1 parties in the order of their names, beginning after a position.

    words: beginnings of words of name, city, numbers, e-mail or phone, in any order.
    """
    wanted = select(Party).where(Party.merged_into_id.is_(None))
    wanted = _having_words(wanted, words)
    if role:
        wanted = wanted.where(Party.roles.contains([role]))
    if sales_rep:
        wanted = wanted.where(Party.sales_rep == sales_rep)
    if after is not None:
        wanted = wanted.where(tuple_(Party.search_name, Party.id) > tuple_(*after))
    if words.strip():
        keys = keys_in_order(wanted, Party.search_name, Party.id, direction=asc, limit=limit + 1)
        wanted = select(Party).where(Party.id.in_(keys))
    return session().scalars(wanted.order_by(Party.search_name, Party.id).limit(limit + 1)).all()


def parties_found(words: str, *, limit: int) -> Found[Party]:
    """The first of the parties that the list has for these words: those whose name begins so, then the others."""
    begins_so = Party.search_name.startswith(plain_words(words), autoescape=True)
    order = (begins_so.desc(), Party.search_name, Party.id)
    return rows_found(select(Party), key=Party.id, keys=_named(words), order=order, limit=limit)


def persons_named(words: str, party_ids: Collection[UUID]) -> dict[UUID, ContactPerson]:
    """The person of each of these parties to whom the words point, by party; one where there are several."""
    wanted = select(ContactPerson).where(ContactPerson.party_id.in_(party_ids), _is_person_named(words))
    return {person.party_id: person for person in session().scalars(wanted)}


def duplicates_of(wanted: Likeness, *, but_not: UUID | None = None) -> list[Duplicate]:
    """Parties that may be the same as the one described, most likely first."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.vat_number:
        conditions.append(Party.vat_number == wanted.vat_number)
    if wanted.email:
        conditions.append(Party.email == wanted.email)
    if wanted.phone:
        conditions.append(Party.phone == wanted.phone)
    words = wanted.bare_name.split()[:MOST_WORDS]
    if words:
        conditions.append(_text_matches(" & ".join(f"{word[:FEW_LETTERS]}:*" for word in words)))
    candidates = _candidates(or_(*conditions)) if conditions else []
    if words:
        candidates += _candidates(_text_matches(" | ".join(f"{word[:MORE_LETTERS]}:*" for word in words)))
    return rank_duplicates(wanted, {party.id: party for party in candidates}.values(), but_not=but_not)


def _candidates(condition: ColumnElement[bool]) -> list[Party]:
    wanted = select(Party).where(Party.merged_into_id.is_(None), condition).limit(MOST_CANDIDATES)
    return list(session().scalars(wanted))


def likeness_of(party: Party) -> Likeness:
    """What duplicates of this party are looked for by."""
    return Likeness(party.search_name, party.country, party.vat_number, party.email, party.phone)


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


def _having_words(wanted: Select[Party], words: str) -> Select[Party]:
    return wanted.where(Party.id.in_(select(_named(words).c.id))) if words.strip() else wanted


def _named(words: str) -> CTE:
    """The ids of parties by their own words or those of their persons."""
    query = _number_query(words) if NUMBER.fullmatch(words) else _words_query(words)
    matches = _text_matches(query) if query else false()
    is_listed = Party.merged_into_id.is_(None)
    has_person = Party.id.in_(select(ContactPerson.party_id).where(_is_person_named(words)).offset(0))
    by_words = select(Party.id).where(is_listed, matches)
    by_person = select(Party.id).where(is_listed, has_person, ~matches)
    return found_first(union_all(by_words, by_person), "parties_named")


def _number_query(words: str) -> str:
    """Figures as they are typed; 00 may stand for the + before a country."""
    figures = NO_FIGURE.sub("", words)
    return " | ".join(f"{each}:*" for each in {figures, figures.removeprefix("00")} if each)


def _words_query(words: str) -> str:
    return " & ".join(f"{word}:*" for word in plain_words(words).split()[:MOST_WORDS])


def _is_person_named(words: str) -> ColumnElement[bool]:
    if NUMBER.fullmatch(words):
        return ContactPerson.phone.in_(phones_meant(words))
    return has_words(words, ContactPerson.name, ContactPerson.email)


def _text_matches(query: str) -> ColumnElement[bool]:
    """Words hold only a-z and 0-9, so that the query needs no quoting."""
    return func.to_tsvector(text("'simple'::regconfig"), Party.search_text).bool_op("@@")(
        func.to_tsquery(text("'simple'::regconfig"), query)
    )
