"""Built-in functions on numbers."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from app.feel.builtins.registry import built_in
from app.feel.errors import Unfit
from app.feel.numbers import rounded
from app.feel.temporal import DayTimeDuration, YearMonthDuration
from app.feel.values import NUMBERS

_ZERO = Decimal(0)


@built_in("decimal", "n: number, scale: number")
def decimal(number: Decimal, scale: Decimal) -> Decimal:
    """A number with so many digits after the point, half to the even neighbour."""
    return rounded(number, scale, ROUND_HALF_EVEN)


@built_in("floor", "n: number, scale?: number")
def floor(number: Decimal, scale: Decimal = _ZERO) -> Decimal:
    """The next lower number with so many digits after the point."""
    return rounded(number, scale, ROUND_FLOOR)


@built_in("ceiling", "n: number, scale?: number")
def ceiling(number: Decimal, scale: Decimal = _ZERO) -> Decimal:
    """The next higher number with so many digits after the point."""
    return rounded(number, scale, ROUND_CEILING)


@built_in("round up", "n: number, scale: number")
def round_up(number: Decimal, scale: Decimal) -> Decimal:
    """Rounded away from zero."""
    return rounded(number, scale, ROUND_UP)


@built_in("round down", "n: number, scale: number")
def round_down(number: Decimal, scale: Decimal) -> Decimal:
    """Rounded towards zero."""
    return rounded(number, scale, ROUND_DOWN)


@built_in("round half up", "n: number, scale: number")
def round_half_up(number: Decimal, scale: Decimal) -> Decimal:
    """Rounded to the nearest, half away from zero."""
    return rounded(number, scale, ROUND_HALF_UP)


@built_in("round half down", "n: number, scale: number")
def round_half_down(number: Decimal, scale: Decimal) -> Decimal:
    """Rounded to the nearest, half towards zero."""
    return rounded(number, scale, ROUND_HALF_DOWN)


@built_in("abs", "n: number")
@built_in("abs", "n: days|months")
def absolute(value: Decimal | DayTimeDuration | YearMonthDuration) -> object:
    """A number or duration without its sign."""
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(abs(value.nanoseconds))
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(abs(value.months))
    return NUMBERS.abs(value)


@built_in("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """What remains of a division, with the sign of the divisor."""
    if divisor == 0:
        raise Unfit("the divisor is zero")
    try:
        remainder = NUMBERS.remainder(dividend, divisor)
    except DecimalException:
        raise Unfit("the numbers are too far apart") from None
    if remainder != 0 and (remainder < 0) != (divisor < 0):
        return NUMBERS.add(remainder, divisor)
    return remainder


@built_in("sqrt", "number: number")
def sqrt(number: Decimal) -> Decimal:
    """The square root."""
    if number < 0:
        raise Unfit(f"{number} is negative")
    return NUMBERS.sqrt(number)


@built_in("log", "number: number")
def log(number: Decimal) -> Decimal:
    """The natural logarithm."""
    if number <= 0:
        raise Unfit(f"{number} is not positive")
    return NUMBERS.ln(number)


@built_in("exp", "number: number")
def exp(number: Decimal) -> Decimal:
    """Euler's number to the power of a number."""
    try:
        return NUMBERS.exp(number)
    except DecimalException:
        raise Unfit("the result is out of bounds") from None


@built_in("odd", "number: number")
def odd(number: Decimal) -> bool:
    """Whether a number is whole and odd."""
    return abs(_remainder_by_two(number)) == 1


@built_in("even", "number: number")
def even(number: Decimal) -> bool:
    """Whether a number is whole and even."""
    return _remainder_by_two(number) == 0


def _remainder_by_two(number: Decimal) -> Decimal:
    if number.adjusted() > 33:
        return _ZERO  # its last digit is one of the zeros behind its 34 digits
    return NUMBERS.remainder(number, Decimal(2))
