"""What lines of a paper cost: net per line, VAT per rate from the summed base, totals to the cent. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.core.money import percent_of, to_cents, total

HUNDRED = Decimal(100)


class Taxed(Protocol):
    """A line as far as its tax is concerned."""

    @property
    def net(self) -> Decimal:
        """Amount without VAT, to the cent."""

    @property
    def tax_name(self) -> str:
        """The name of the rate as it stands on papers."""

    @property
    def tax_rate_percent(self) -> Decimal:
        """The rate."""

    @property
    def tax_note(self) -> str:
        """Why no VAT is charged, or empty."""


@dataclass(frozen=True)
class VatRow:
    """The VAT of one rate, from the sum of its lines."""

    name: str
    rate_percent: Decimal
    base: Decimal
    amount: Decimal
    note: str


@dataclass(frozen=True)
class Totals:
    """What all lines come to; `vat_rows` has one row per rate, the highest first."""

    net: Decimal
    vat: Decimal
    gross: Decimal
    vat_rows: tuple[VatRow, ...]


def line_net(quantity: Decimal, *, unit_price: Decimal, discount_percent: Decimal) -> Decimal:
    """The amount of a line without VAT, half up to the cent, rounded once."""
    return to_cents(quantity * unit_price * (HUNDRED - discount_percent) / HUNDRED)


def totals(lines: Iterable[Taxed]) -> Totals:
    """The sums of all lines. VAT is computed per rate from the summed base, half up.

    Source: EN 16931 rules BR-CO-10, BR-CO-14, BR-CO-17.
    """
    rows = _vat_rows(list(lines))
    net = total(row.base for row in rows)
    vat = total(row.amount for row in rows)
    return Totals(net=net, vat=vat, gross=net + vat, vat_rows=tuple(rows))


def _vat_rows(lines: Sequence[Taxed]) -> list[VatRow]:
    bases: dict[tuple[Decimal, str, str], Decimal] = {}
    for line in lines:
        rate = (line.tax_rate_percent, line.tax_name, line.tax_note)
        bases[rate] = bases.get(rate, Decimal(0)) + line.net
    return [
        VatRow(name=name, rate_percent=rate, base=to_cents(base), amount=percent_of(base, rate), note=note)
        for (rate, name, note), base in sorted(bases.items(), reverse=True, key=lambda item: item[0])
    ]
