"""Exact amounts: rounding and sums. Amounts are Decimal, never float."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """The amount, half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum to the cent; 0.00 for none."""
    return to_cents(sum(amounts, ZERO))


def percent_of(base: Decimal, rate_percent: Decimal) -> Decimal:
    """`rate_percent` per cent of `base`, half up to the cent."""
    return to_cents(base * rate_percent / Decimal(100))
