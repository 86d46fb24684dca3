"""What a revision of a quote changed: lines added, removed, changed, and the totals. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol
from uuid import UUID


class Compared(Protocol):
    """A line as far as revisions are compared."""

    @property
    def product_id(self) -> UUID:
        """What is offered."""

    @property
    def name(self) -> str:
        """As it stands on the paper."""

    @property
    def quantity(self) -> Decimal:
        """How much of it."""

    @property
    def unit_price(self) -> Decimal:
        """Without VAT."""

    @property
    def discount_percent(self) -> Decimal:
        """Off the price."""

    @property
    def is_optional(self) -> bool:
        """Whether it is offered beside the rest."""

    @property
    def net(self) -> Decimal:
        """Amount without VAT."""


@dataclass(frozen=True)
class LineChange:
    """One line that differs. before, after: its amount; None for a line that is not there."""

    kind: Literal["added", "removed", "changed"]
    name: str
    before: Decimal | None
    after: Decimal | None
    words: tuple[str, ...] = ()


def changed_lines(before: Sequence[Compared], after: Sequence[Compared]) -> list[LineChange]:
    """What differs between two revisions, in the order of the newer one, removed lines last.

    Lines of one product are compared in their order.
    """
    waiting = list(before)
    changes = []
    for line in after:
        former = next((one for one in waiting if one.product_id == line.product_id), None)
        if former is None:
            changes.append(LineChange("added", line.name, None, line.net))
            continue
        waiting.remove(former)
        if words := tuple(_differences(former, line)):
            changes.append(LineChange("changed", line.name, former.net, line.net, words))
    return [*changes, *(LineChange("removed", line.name, line.net, None) for line in waiting)]


def _differences(before: Compared, after: Compared) -> Iterable[str]:
    if before.quantity != after.quantity:
        yield f"quantity {_plain(before.quantity)} → {_plain(after.quantity)}"
    if before.unit_price != after.unit_price:
        yield f"price {before.unit_price:.2f} → {after.unit_price:.2f}"
    if before.discount_percent != after.discount_percent:
        yield f"discount {_plain(before.discount_percent)} % → {_plain(after.discount_percent)} %"
    if before.is_optional != after.is_optional:
        yield "now optional" if after.is_optional else "no longer optional"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
