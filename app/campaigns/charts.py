"""The bars of cost and revenue by month, as numbers for a drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.campaigns.returns import Month

HEIGHT, STEP, BAR, LEFT, TOP = 160, 72, 18, 8, 16
MOST_MONTHS = 24


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how high it is, what it shows."""

    kind: str
    amount: Decimal
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Group:
    """The bars of one month and the middle under which its name stands."""

    month: Month
    middle: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing `width` wide and `height` high; `base` is the line on which bars stand."""

    groups: tuple[Group, ...]
    highest: Decimal

    @property
    def width(self) -> int:
        """Of the whole drawing."""
        return LEFT * 2 + max(1, len(self.groups)) * STEP

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return TOP + HEIGHT

    @property
    def height(self) -> int:
        """Of the whole drawing, the names of the months below the bars included."""
        return self.base + 24


def chart_of(months: Sequence[Month]) -> Chart:
    """Three bars for each of the last months: cost, accepted, invoiced."""
    shown = months[-MOST_MONTHS:]
    highest = max([amount for month in shown for amount in (month.cost, month.accepted, month.invoiced)], default=None)
    top = highest or Decimal(1)
    return Chart(tuple(_group(month, LEFT + index * STEP, top) for index, month in enumerate(shown)), top)


def _group(month: Month, left: int, highest: Decimal) -> Group:
    amounts = {"cost": month.cost, "accepted": month.accepted, "invoiced": month.invoiced}
    bars = tuple(
        _bar(kind, amount, left + 6 + index * (BAR + 2), highest)
        for index, (kind, amount) in enumerate(amounts.items())
    )
    return Group(month, left + STEP // 2, bars)


def _bar(kind: str, amount: Decimal, x: int, highest: Decimal) -> Bar:
    height = int(amount * HEIGHT / highest)
    return Bar(kind, amount, x, TOP + HEIGHT - height, height)
