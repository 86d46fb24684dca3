"""What a campaign cost and brought, by month, and its return on investment. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.core.money import ZERO, total


@dataclass(frozen=True)
class Month:
    """One month of a campaign, without VAT. The sums run from its first month to the end of this one."""

    first_day: date
    cost: Decimal
    accepted: Decimal
    invoiced: Decimal
    cost_so_far: Decimal
    invoiced_so_far: Decimal

    @property
    def return_percent(self) -> int | None:
        """Return on investment up to the end of this month."""
        return return_percent(cost=self.cost_so_far, revenue=self.invoiced_so_far)


def return_percent(*, cost: Decimal, revenue: Decimal) -> int | None:
    """Return on investment in whole per cent: what came in beyond the cost, over the cost; None without a cost."""
    if cost <= 0:
        return None
    return _whole((revenue - cost) * 100 / cost)


def share_percent(part: int, *, of: int) -> int | None:
    """A part in whole per cent; None of nothing."""
    return _whole(Decimal(part) * 100 / of) if of else None


def months_of(
    *, costs: Mapping[date, Decimal], accepted: Mapping[date, Decimal], invoiced: Mapping[date, Decimal]
) -> list[Month]:
    """A row for each month from the first to the last with an amount; keys are first days of months."""
    found: list[Month] = []
    cost_so_far = invoiced_so_far = ZERO
    for day in _months_between({*costs, *accepted, *invoiced}):
        cost_so_far = total([cost_so_far, costs.get(day, ZERO)])
        invoiced_so_far = total([invoiced_so_far, invoiced.get(day, ZERO)])
        found.append(
            Month(
                first_day=day,
                cost=costs.get(day, ZERO),
                accepted=accepted.get(day, ZERO),
                invoiced=invoiced.get(day, ZERO),
                cost_so_far=cost_so_far,
                invoiced_so_far=invoiced_so_far,
            )
        )
    return found


def _months_between(days: Iterable[date]) -> list[date]:
    known = sorted(days)
    if not known:
        return []
    last, found = known[-1], [known[0]]
    while found[-1] < last:
        following = found[-1].year * 12 + found[-1].month
        found.append(date(following // 12, following % 12 + 1, 1))
    return found


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(rounding=ROUND_HALF_UP))
