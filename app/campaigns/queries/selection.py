"""The parties of a segment: who is in, who is left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, exists, false, func, literal, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from app.campaigns.segments import Segment
from app.core.db import session
from app.parties.models import ContactPerson, Party
from app.parties.names import plain_words

OPTED_OUT = "wants no campaigns"
WITHOUT_ADDRESS = "has no mail address"
BY_NAME = "left out by name"


@dataclass(frozen=True)
class SelectionCount:
    """How many parties the conditions find, and how many of them are left out, by the first reason that holds."""

    found: int
    by_name: int
    opted_out: int
    without_address: int

    @property
    def contacts(self) -> int:
        """Those who are written to."""
        return self.found - self.by_name - self.opted_out - self.without_address


@dataclass(frozen=True)
class SelectedParty:
    """A party of the preview. reason: why it is left out; empty for one that is written to."""

    party: Party
    reason: str


def count_selection(segment: Segment) -> SelectionCount:
    """The figures of a segment, in one statement."""
    reason = left_out_because(segment)
    counted = [func.count().filter(reason == why) for why in (BY_NAME, OPTED_OUT, WITHOUT_ADDRESS)]
    row = session().execute(select(func.count(), *counted).select_from(Party).where(is_in_segment(segment))).one()
    return SelectionCount(row[0], row[1], row[2], row[3])


def first_selected(segment: Segment, *, limit: int) -> Sequence[SelectedParty]:
    """The first parties of a segment by name, those left out among them."""
    wanted = (
        select(Party, left_out_because(segment))
        .where(is_in_segment(segment))
        .order_by(Party.search_name, Party.id)
        .limit(limit)
    )
    return [SelectedParty(party, reason) for party, reason in session().execute(wanted)]


def selected(segment: Segment, *columns: Any) -> Select[Any]:  # Any: columns of all types
    """A select over the parties of a segment, those left out among them."""
    return select(*columns).where(is_in_segment(segment))


def is_in_segment(segment: Segment) -> ColumnElement[bool]:
    """Whether the conditions find a party, or it is named; a segment without both finds nobody."""
    named = Party.id.in_(segment.included)
    chosen = or_(_all_of(segment), named) if segment.has_condition else named
    return Party.merged_into_id.is_(None) & chosen


def left_out_because(segment: Segment) -> ColumnElement[str]:
    """Why a party of the segment is not written to; empty when it is."""
    has_person = exists().where(ContactPerson.party_id == Party.id, ContactPerson.email.is_not(None))
    return case(
        (Party.id.in_(segment.excluded), literal(BY_NAME, String)),
        (Party.no_marketing_since.is_not(None), literal(OPTED_OUT, String)),
        (Party.email.is_(None) & ~has_person, literal(WITHOUT_ADDRESS, String)),
        else_=literal("", String),
    )


def industries() -> Sequence[str]:
    """The industries of the register, by name."""
    return _spellings_of(Party.industry)


def localities() -> Sequence[str]:
    """The localities of the register, by name."""
    return _spellings_of(Party.city)


def counties() -> Sequence[str]:
    """The counties of the register, by name."""
    return _spellings_of(Party.county)


def _spellings_of(column: InstrumentedAttribute[str | None]) -> Sequence[str]:
    wanted = select(column).where(column.is_not(None), column != "").group_by(column).order_by(func.count().desc())
    return sorted(value for value in session().scalars(wanted.limit(200)) if value)


def _all_of(segment: Segment) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = _is_named(segment.name) if segment.name else []
    if segment.fiscal_codes:
        conditions.append(or_(Party.fiscal_code.in_(segment.fiscal_codes), Party.vat_number.in_(segment.fiscal_codes)))
    for column, values in (
        (Party.city, segment.localities),
        (Party.county, segment.counties),
        (Party.industry, segment.industries),
    ):
        if values:
            conditions.append(func.lower(column).in_([value.lower() for value in values]))
    if segment.roles:
        conditions.append(Party.roles.overlap(list(segment.roles)))
    conditions += [*_between(Party.turnover, segment.turnover_from, segment.turnover_to)]
    conditions += [*_between(Party.employees, segment.employees_from, segment.employees_to)]
    return and_(*conditions)


def _is_named(name: str) -> list[ColumnElement[bool]]:
    """Words that begin words of the name: found by the index of all words, kept when they stand in the name."""
    words = plain_words(name).split()
    if not words:
        return [false()]
    query = func.to_tsquery(text("'simple'::regconfig"), " & ".join(f"{word}:*" for word in words))
    found = func.to_tsvector(text("'simple'::regconfig"), Party.search_text).bool_op("@@")(query)
    return [found, *(Party.search_name.contains(word, autoescape=True) for word in words)]


def _between(column: Any, lowest: Any, highest: Any) -> list[ColumnElement[bool]]:  # Any: numbers of one type
    found: list[ColumnElement[bool]] = []
    if lowest is not None:
        found.append(column >= lowest)
    if highest is not None:
        found.append(column <= highest)
    return found
