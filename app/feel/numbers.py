"""Numbers with 34 digits, as IEEE 754 decimal128 has them."""

from __future__ import annotations

import math
from decimal import Decimal, DecimalException

from app.feel.errors import Unfit
from app.feel.values import NUMBERS

_LONGEST_NUMBER = 10_000  # characters
_SMALLEST_SCALE, _LARGEST_SCALE = -6111, 6176


def read_number(text: str) -> Decimal:
    """The number that a text of digits names. Raises Unfit when it is out of bounds."""
    if len(text) > _LONGEST_NUMBER:
        raise Unfit("the number has too many digits")
    try:
        return NUMBERS.create_decimal(text)
    except DecimalException:
        raise Unfit(f"{text[:40]} is no number within bounds") from None


def number_of(value: float) -> Decimal:
    """A Python number as FEEL's. Raises Unfit for NaN, infinities and integers beyond 6,144 digits."""
    if isinstance(value, int):
        if value.bit_length() > 20_000:
            raise Unfit("the number has too many digits")
        return NUMBERS.create_decimal(int(value))
    if not math.isfinite(value):
        raise Unfit("NaN and infinity are no numbers")
    return Decimal(repr(float(value)))


def integer(value: Decimal) -> int:
    """The number as an int, its fraction cut off. Raises Unfit beyond 40 digits."""
    if value.adjusted() > 40:
        raise Unfit("the number is too large here")
    return int(value)


def rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal:
    """The number with `scale` digits after the point. Raises Unfit for a scale out of bounds."""
    if not _SMALLEST_SCALE <= scale <= _LARGEST_SCALE:
        raise Unfit("the scale is out of bounds")
    digits = integer(scale)
    if value == 0 or -digits <= value.adjusted() - 33:
        return value  # no digits beyond the scale, or none that 34 digits could hold
    try:
        return value.quantize(Decimal((0, (1,), -digits)), mode, NUMBERS)
    except DecimalException:
        raise Unfit("the scale is out of bounds") from None
