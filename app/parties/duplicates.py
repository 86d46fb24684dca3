"""Whether two parties are the same: an equal VAT number decides; then fiscal code, phone, e-mail, name. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz

from app.parties.models import Party

SIMILAR_FROM = 86  # of 100; "rossi impianti" and "rosi impianti" are above, "rossi trasporti" is below


@dataclass(frozen=True)
class Likeness:
    """What is known of somebody who may be there already; numbers in their one spelling."""

    bare_name: str
    country: str | None = None
    vat_number: str | None = None
    email: str | None = None
    phone: str | None = None
    fiscal_code: str | None = None


@dataclass(frozen=True)
class Duplicate:
    """A party that may be the one looked for.

    score: 100 for an equal VAT number, which decides; otherwise below.
    """

    party: Party
    score: int
    reasons: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Whether the VAT number has decided."""
        return self.score == 100


def rank_duplicates(wanted: Likeness, candidates: Iterable[Party], *, but_not: UUID | None = None) -> list[Duplicate]:
    """The candidates that may be the same, most likely first. Different VAT numbers of one country part two parties."""
    found = [_compare(wanted, party) for party in candidates if party.id != but_not]
    return sorted((each for each in found if each is not None), key=lambda each: (-each.score, each.party.search_name))


def _compare(wanted: Likeness, party: Party) -> Duplicate | None:
    if wanted.vat_number and party.vat_number:
        if wanted.vat_number == party.vat_number:
            return Duplicate(party, 100, ("same VAT number",))
        if wanted.country == party.country:
            return None
    reasons = []
    scores = []
    if wanted.fiscal_code and wanted.fiscal_code == party.fiscal_code and wanted.country == party.country:
        reasons.append("same fiscal code")
        scores.append(98)
    if wanted.phone and wanted.phone == party.phone:
        reasons.append("same phone number")
        scores.append(95)
    if wanted.email and wanted.email == party.email:
        reasons.append("same e-mail address")
        scores.append(95)
    likeness = round(fuzz.token_sort_ratio(wanted.bare_name, party.search_name))
    if likeness >= SIMILAR_FROM:
        reasons.append("same name" if likeness == 100 else "similar name")
        scores.append(min(likeness, 94))
    return Duplicate(party, max(scores), tuple(reasons)) if scores else None
