"""What work costs the customer: labour, parts, travel, other items, and what a contract covers of them. Pure.

How many hours and which parts a contract covers is `contracts.coverage`'s to say. Travel is covered where labour is.
Other items are always charged. A covered line keeps its price and has a discount of 100 %, so that the customer sees
what the contract is worth. Hours are charged by the started quarter, once for each report.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from app.core.money import ZERO

HUNDRED = Decimal(100)


class Reason(StrEnum):
    """Why a line costs nothing."""

    NONE = ""
    COVERED = "covered"
    NOT_CHARGED = "not_charged"


@dataclass(frozen=True)
class Charge:
    """A line before it has its tax. source: what it stands for, by kind and id."""

    kind: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    source_type: str
    source_id: UUID
    product_id: UUID | None = None
    code: str = ""
    discount_percent: Decimal = ZERO
    reason: Reason = Reason.NONE

    @property
    def is_charged(self) -> bool:
        """Whether the customer pays for it."""
        return self.discount_percent < HUNDRED and self.unit_price > 0


def labour_lines(charge: Charge, *, covered_hours: Decimal) -> list[Charge]:
    """The lines of some hours: what the contract gives of them, and what is charged."""
    lines = []
    if covered_hours > 0:
        lines.append(free(replace(charge, quantity=covered_hours), Reason.COVERED))
    if covered_hours < charge.quantity:
        lines.append(replace(charge, quantity=charge.quantity - covered_hours))
    return lines


def covered_if(charge: Charge, *, is_covered: bool) -> Charge:
    """The line at nothing when a contract covers it."""
    return free(charge, Reason.COVERED) if is_covered else charge


def free(charge: Charge, reason: Reason) -> Charge:
    """The line with its price, at nothing for a reason."""
    return replace(charge, discount_percent=HUNDRED, reason=reason)


def lowered(charged_percent: Decimal, *, given_percent: Decimal) -> Decimal:
    """The discount of a line after a manager gave one on the whole: the higher of the two."""
    return max(charged_percent, given_percent)
