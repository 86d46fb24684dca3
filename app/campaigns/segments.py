"""Whom a campaign is for: the conditions, checked, and as the table keeps them. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from app.campaigns.errors import CampaignInvalid

MOST_VALUES = 200
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Segment:
    """Conditions that all must hold; of several values in one, any. Empty ones do not count.

    name: beginnings of words. fiscal_codes: whole, or VAT numbers. included, excluded: parties beside the conditions.
    """

    name: str = ""
    fiscal_codes: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    turnover_from: Decimal | None = None
    turnover_to: Decimal | None = None
    employees_from: int | None = None
    employees_to: int | None = None
    included: tuple[UUID, ...] = ()
    excluded: tuple[UUID, ...] = ()

    @property
    def has_condition(self) -> bool:
        """Whether any condition chooses parties; without one only those named are in."""
        return any(getattr(self, field.name) not in ("", (), None) for field in fields(self)[:-2])

    @property
    def is_empty(self) -> bool:
        """Whether nobody can be in it."""
        return not self.has_condition and not self.included


def checked_segment(entered: Mapping[str, Any]) -> Segment:  # Any: texts of a form, or lists of texts
    """The segment of a form. Raises CampaignInvalid with a sentence beside each wrong field."""
    wrong: dict[str, list[str]] = {}
    segment = Segment(
        name=_text(entered.get("name")),
        fiscal_codes=_codes(entered.get("fiscal_codes"), wrong),
        localities=_values(entered.get("localities"), "localities", wrong),
        counties=_values(entered.get("counties"), "counties", wrong),
        industries=_values(entered.get("industries"), "industries", wrong),
        roles=_values(entered.get("roles"), "roles", wrong),
        turnover_from=_amount(entered.get("turnover_from"), "turnover_from", wrong),
        turnover_to=_amount(entered.get("turnover_to"), "turnover_to", wrong),
        employees_from=_count(entered.get("employees_from"), "employees_from", wrong),
        employees_to=_count(entered.get("employees_to"), "employees_to", wrong),
        included=_ids(entered.get("included"), "included", wrong),
        excluded=_ids(entered.get("excluded"), "excluded", wrong),
    )
    _check_range(segment.turnover_from, segment.turnover_to, "turnover_to", wrong)
    _check_range(segment.employees_from, segment.employees_to, "employees_to", wrong)
    if wrong:
        raise CampaignInvalid(wrong)
    return segment


def stored_segment(segment: Segment) -> dict[str, Any]:  # Any: JSON of the table
    """The segment as the table keeps it: only what is set, numbers and ids as text."""
    return {name: _stored(value) for name, value in asdict(segment).items() if value not in ("", (), None)}


def _stored(value: Any) -> Any:  # Any: a value of the segment
    return [str(each) for each in value] if isinstance(value, tuple) else str(value)


def _text(value: Any) -> str:  # Any: as entered
    return str(value or "").strip()[:LONGEST_TEXT]


def _values(value: Any, name: str, wrong: dict[str, list[str]]) -> tuple[str, ...]:  # Any: as entered
    """Several values: a list, or a text with commas."""
    given = str(value or "").split(",") if not isinstance(value, list | tuple) else [str(each) for each in value]
    found = tuple(dict.fromkeys(text.strip()[:LONGEST_TEXT] for text in given if text.strip()))
    if len(found) > MOST_VALUES:
        wrong[name] = [f"Give at most {MOST_VALUES} values."]
    return found


def _codes(value: Any, wrong: dict[str, list[str]]) -> tuple[str, ...]:  # Any: as entered
    """Numbers as the register keeps them: capitals, without blanks and points."""
    return tuple("".join(c for c in code.upper() if c.isalnum()) for code in _values(value, "fiscal_codes", wrong))


def _amount(value: Any, name: str, wrong: dict[str, list[str]]) -> Decimal | None:  # Any: as entered
    text = _text(value)
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        wrong[name] = ["Give a number such as 250000."]
        return None
    if not number.is_finite() or number < 0 or number >= Decimal(10) ** 15:
        wrong[name] = ["Give a number that is not negative."]
        return None
    return number


def _count(value: Any, name: str, wrong: dict[str, list[str]]) -> int | None:  # Any: as entered
    number = _amount(value, name, wrong)
    if number is None:
        return None
    if number != number.to_integral_value():
        wrong[name] = ["Give a whole number."]
        return None
    return int(number)


def _ids(value: Any, name: str, wrong: dict[str, list[str]]) -> tuple[UUID, ...]:  # Any: as entered
    try:
        return tuple(UUID(text) for text in _values(value, name, wrong))
    except ValueError:
        wrong[name] = ["One of these is no party."]
        return ()


def _check_range(
    lowest: Decimal | int | None, highest: Decimal | int | None, name: str, wrong: dict[str, list[str]]
) -> None:
    if lowest is not None and highest is not None and highest < lowest:
        wrong.setdefault(name, []).append(f"This must not be below {lowest}.")
