"""What each type of contract covers, said in a sentence. Pure.

Warranty covers labour and parts of the products named, at zero. Maintenance covers the services on its lines up to
their hours. Flat rate covers the labour of its services without limit, parts not. Time and material covers nothing,
but fixes the prices.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from uuid import UUID

from app.core.money import ZERO, to_cents


class ContractType(StrEnum):
    """What kind of promise a contract is."""

    WARRANTY = "warranty"
    MAINTENANCE = "maintenance"
    FLAT_RATE = "flat_rate"
    TIME_AND_MATERIAL = "time_and_material"

    @property
    def label(self) -> str:
        """The words for people."""
        return self.value.replace("_", " ").capitalize()


class Answer(IntEnum):
    """What a line says to what is asked, the better the higher."""

    OTHER = 0
    USED_UP = 1
    PRICED = 2
    COVERED = 3


@dataclass(frozen=True)
class Promise:
    """A line of a contract in force. installed_product_id: None promises it for every product of the customer."""

    line_id: UUID
    number: str
    type: ContractType
    ends_on: date | None
    name: str
    unit_price: Decimal
    currency: str
    service_id: UUID | None = None
    product_id: UUID | None = None
    installed_product_id: UUID | None = None
    covered_hours: Decimal | None = None
    used_hours: Decimal = ZERO

    @property
    def hours_left(self) -> Decimal | None:
        """What is left of the hours; None when they are not limited."""
        return None if self.covered_hours is None else self.covered_hours - self.used_hours


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a service or a part, perhaps for one installed product, which is one of a product."""

    name: str
    service_id: UUID | None = None
    part_id: UUID | None = None
    installed_product_id: UUID | None = None
    installed_as_product_id: UUID | None = None


@dataclass(frozen=True)
class Judgement:
    """The answer of one line, and why."""

    answer: Answer
    reason: str
    promise: Promise | None = None


def judge(wanted: Wanted, promises: Iterable[Promise]) -> Judgement:
    """The best answer of all lines; the first says it where several are equal."""
    judged = [_judged(promise, wanted) for promise in promises]
    nothing = Judgement(Answer.OTHER, "There is no contract in force.")
    best = max(judged, key=_goodness, default=nothing)
    if best.answer is Answer.OTHER and judged:
        return Judgement(Answer.OTHER, f"No contract in force covers {wanted.name}.")
    return best


def divided(hours: Decimal, *, kind: ContractType, hours_left: Decimal | None) -> tuple[Decimal, Decimal]:
    """How much of these hours a line covers, and how much is billed."""
    if kind is ContractType.TIME_AND_MATERIAL:
        return ZERO, hours
    covered = hours if hours_left is None else min(hours, max(hours_left, ZERO))
    return covered, hours - covered


def usual_price(kind: ContractType, *, rate: Decimal, covered_hours: Decimal | None) -> Decimal | None:
    """The price of a line when none is agreed; None when it has to be said.

    rate: of an hour of the service, or of one piece of the product.
    """
    match kind:
        case ContractType.WARRANTY:
            return ZERO
        case ContractType.TIME_AND_MATERIAL:
            return rate
        case _:
            return to_cents(rate * covered_hours) if covered_hours is not None else None


def may_limit_hours(kind: ContractType) -> bool:
    """Whether the lines of this type may say how many hours they hold; the others cover all or nothing."""
    return kind is ContractType.MAINTENANCE


def shown_day(day: date) -> str:
    """The day as sentences have it, such as 31 Dec 2026."""
    return f"{day.day} {day:%b %Y}"


def shown_hours(hours: Decimal) -> str:
    """The hours without needless noughts, such as 2.5."""
    return f"{hours.normalize():f}"


def _goodness(judgement: Judgement) -> tuple[Answer, bool, Decimal]:
    """Unlimited before limited, then the line with the most hours left."""
    left = judgement.promise.hours_left if judgement.promise else ZERO
    return judgement.answer, left is None, left or ZERO


def _judged(promise: Promise, wanted: Wanted) -> Judgement:
    if not _is_about(promise, wanted):
        return Judgement(Answer.OTHER, "", promise)
    if promise.type is ContractType.TIME_AND_MATERIAL:
        return _priced(promise, wanted) if _names(promise, wanted) else Judgement(Answer.OTHER, "", promise)
    if promise.type is ContractType.WARRANTY:
        return _under_warranty(promise, wanted)
    if wanted.service_id is None or not _names(promise, wanted):
        return Judgement(Answer.OTHER, "", promise)
    return _within_hours(promise, wanted)


def _is_about(promise: Promise, wanted: Wanted) -> bool:
    return promise.installed_product_id in (None, wanted.installed_product_id)


def _names(promise: Promise, wanted: Wanted) -> bool:
    if wanted.service_id is not None:
        return promise.service_id == wanted.service_id
    return wanted.part_id is not None and promise.product_id == wanted.part_id


def _under_warranty(promise: Promise, wanted: Wanted) -> Judgement:
    """A product is named by itself or by its kind; a line that names a service covers the labour of that service."""
    is_of_kind = promise.product_id is not None and promise.product_id == wanted.installed_as_product_id
    is_named = wanted.installed_product_id is not None and (promise.installed_product_id is not None or is_of_kind)
    if promise.service_id is not None:
        is_named = promise.service_id == wanted.service_id
    return _covered(promise, wanted) if is_named else Judgement(Answer.OTHER, "", promise)


def _within_hours(promise: Promise, wanted: Wanted) -> Judgement:
    left = promise.hours_left if may_limit_hours(promise.type) else None
    if left is not None and left <= 0:
        hours = shown_hours(promise.covered_hours or ZERO)
        reason = f"Contract {promise.number} covers {wanted.name}, but its {hours} hours are used up."
        return Judgement(Answer.USED_UP, reason, promise)
    return _covered(promise, wanted)


def _covered(promise: Promise, wanted: Wanted) -> Judgement:
    until = f" until {shown_day(promise.ends_on)}" if promise.ends_on else ""
    left, hours = promise.hours_left, promise.covered_hours
    rest = f", {shown_hours(left)} of {shown_hours(hours)} hours left" if left is not None and hours is not None else ""
    return Judgement(Answer.COVERED, f"Contract {promise.number} covers {wanted.name}{until}{rest}.", promise)


def _priced(promise: Promise, wanted: Wanted) -> Judgement:
    price = f"{promise.unit_price:,.2f} {promise.currency}"
    reason = f"Contract {promise.number} fixes the price of {wanted.name} at {price}, but covers nothing."
    return Judgement(Answer.PRICED, reason, promise)
