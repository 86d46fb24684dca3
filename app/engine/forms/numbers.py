"""Numbers that a form may hold: exact, finite, bounded."""

from decimal import Decimal, InvalidOperation
from typing import Any

WHOLE_DIGITS = 15
DECIMAL_DIGITS = 10
LARGEST = Decimal(10) ** WHOLE_DIGITS


def number_of(value: Any) -> Decimal | None:  # Any: a JSON value
    """The exact number in a JSON number or text; None when it is none, not finite or out of bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, str) and (len(value) > 40 or not value.isascii() or "_" in value):
        return None
    try:
        number = Decimal(str(value).strip() if isinstance(value, float | str) else value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= LARGEST or decimals_of(number) > DECIMAL_DIGITS:
        return None
    return number


def decimals_of(number: Decimal) -> int:
    """How many digits follow the point, without trailing zeros."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def as_variable(number: Decimal) -> int | Decimal:
    """The number as variables hold it: int when it is whole, else Decimal."""
    return int(number) if decimals_of(number) == 0 else number
