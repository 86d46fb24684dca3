"""Reads lists of parties: a page, all of a choice, a search."""

import re
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, asc, false, func, select, text, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import session
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, has_words, keys_in_order, rows_found
from app.parties.choice import PartyChoice
from app.parties.identifiers import phones_meant
from app.parties.models import ContactPerson, Party
from app.parties.names import plain_words

MOST_WORDS = 8
MOST_VALUES = 300
ROWS_AT_ONCE = 500
EQUAL_FILTERS = ("sales_rep", "service_rep", "industry", "county", "country")
NUMBER = re.compile(r"[0-9 +()/.-]+")  # as people type a phone number
NO_FIGURE = re.compile(r"[^0-9]")


def parties_page(choice: PartyChoice, *, after: Position | None = None, limit: int) -> Sequence[Party]:
    """Up to `limit` + 1 of the parties chosen, in the order of their names, beginning after a position."""
    wanted = _chosen(choice)
    if after is not None:
        wanted = wanted.where(tuple_(Party.search_name, Party.id) > tuple_(*after))
    if choice.words.strip():
        keys = keys_in_order(wanted, Party.search_name, Party.id, direction=asc, limit=limit + 1)
        wanted = select(Party).where(Party.id.in_(keys))
    return session().scalars(wanted.order_by(Party.search_name, Party.id).limit(limit + 1)).all()


def parties_chosen(choice: PartyChoice) -> Iterator[Party]:
    """All parties chosen, in the order of their names, a few hundred in memory at a time."""
    wanted = _chosen(choice).order_by(Party.search_name, Party.id)
    yield from session().scalars(wanted.execution_options(yield_per=ROWS_AT_ONCE))


def values_in_use(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> Sequence[str]:
    """The different values of an indexed column, in order; found by jumping along the index, whatever its length."""
    values = select(func.min(column).label("value")).where(Party.merged_into_id.is_(None)).cte("found", recursive=True)
    larger = select(func.min(column)).where(Party.merged_into_id.is_(None), column > values.c.value).scalar_subquery()
    values = values.union_all(select(larger).where(values.c.value.is_not(None)))
    return session().scalars(select(values.c.value).where(values.c.value.is_not(None)).limit(MOST_VALUES)).all()


def parties_found(words: str, *, limit: int) -> Found[Party]:
    """The first of the parties that the list has for these words: those whose name begins so, then the others."""
    begins_so = Party.search_name.startswith(plain_words(words), autoescape=True)
    order = (begins_so.desc(), Party.search_name, Party.id)
    return rows_found(select(Party), key=Party.id, keys=_named(words), order=order, limit=limit)


def persons_named(words: str, party_ids: Collection[UUID]) -> dict[UUID, ContactPerson]:
    """The person of each of these parties to whom the words point, by party; one where there are several."""
    wanted = select(ContactPerson).where(ContactPerson.party_id.in_(party_ids), _is_person_named(words))
    return {person.party_id: person for person in session().scalars(wanted)}


def _chosen(choice: PartyChoice) -> Select[Party]:
    wanted = _having_words(select(Party).where(Party.merged_into_id.is_(None)), choice.words)
    if choice.role:
        wanted = wanted.where(Party.roles.contains([choice.role]))
    for name in EQUAL_FILTERS:
        if value := getattr(choice, name):
            wanted = wanted.where(getattr(Party, name) == value)
    return wanted


def _having_words(wanted: Select[Party], words: str) -> Select[Party]:
    return wanted.where(Party.id.in_(select(_named(words).c.id))) if words.strip() else wanted


def _named(words: str) -> CTE:
    """The ids of parties by their own words or those of their persons."""
    query = _number_query(words) if NUMBER.fullmatch(words) else _words_query(words)
    matches = text_matches(query) if query else false()
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
    is_number = NUMBER.fullmatch(words)
    named = ContactPerson.phone.in_(phones_meant(words)) if is_number else _has_name(words)
    return and_(ContactPerson.removed_at.is_(None), named)


def _has_name(words: str) -> ColumnElement[bool]:
    return has_words(words, ContactPerson.name, ContactPerson.email)


def text_matches(query: str) -> ColumnElement[bool]:
    """Words hold only a-z and 0-9, so that the query needs no quoting."""
    return func.to_tsvector(text("'simple'::regconfig"), Party.search_text).bool_op("@@")(
        func.to_tsquery(text("'simple'::regconfig"), query)
    )
