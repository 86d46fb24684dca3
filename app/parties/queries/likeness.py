"""Reads parties that may be the same as another."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core.db import session
from app.parties.duplicates import Duplicate, Likeness, rank_duplicates
from app.parties.models import Party
from app.parties.queries.listing import MOST_WORDS, text_matches

MOST_CANDIDATES = 200
FEW_LETTERS, MORE_LETTERS = 3, 4  # by which words begin alike: all of them, or one of them


def duplicates_of(wanted: Likeness, *, but_not: UUID | None = None) -> list[Duplicate]:
    """Parties that may be the same as the one described, most likely first."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.vat_number:
        conditions.append(Party.vat_number == wanted.vat_number)
    if wanted.fiscal_code:
        conditions.append(Party.fiscal_code == wanted.fiscal_code)
    if wanted.email:
        conditions.append(Party.email == wanted.email)
    if wanted.phone:
        conditions.append(Party.phone == wanted.phone)
    words = wanted.bare_name.split()[:MOST_WORDS]
    if words:
        conditions.append(text_matches(" & ".join(f"{word[:FEW_LETTERS]}:*" for word in words)))
    candidates = _candidates(or_(*conditions)) if conditions else []
    if words:
        candidates += _candidates(text_matches(" | ".join(f"{word[:MORE_LETTERS]}:*" for word in words)))
    return rank_duplicates(wanted, {party.id: party for party in candidates}.values(), but_not=but_not)


def _candidates(condition: ColumnElement[bool]) -> list[Party]:
    wanted = select(Party).where(Party.merged_into_id.is_(None), condition).limit(MOST_CANDIDATES)
    return list(session().scalars(wanted))


def likeness_of(party: Party) -> Likeness:
    """What duplicates of this party are looked for by."""
    return Likeness(
        party.search_name, party.country, party.vat_number, party.email, party.phone, fiscal_code=party.fiscal_code
    )
