"""The operators `+ - * / **` by the kinds of their operands."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException, DivisionByZero

from app.feel.calendar import add_months
from app.feel.errors import Unfit
from app.feel.numbers import integer
from app.feel.temporal import DayTimeDuration, YearMonthDuration
from app.feel.temporal_arithmetic import (
    day_later,
    days_between,
    midnight,
    moment_later,
    months_later,
    opposite,
    opposite_months,
    time_between,
    time_later,
)
from app.feel.values import NUMBERS, Value, described, kind_of

_Operation = Callable[[Value, Value], object]  # operands of the kinds in the key of its table
_NUMBER, _TEXT, _DATE, _TIME = "number", "string", "date", "time"
_MOMENT, _DAYS, _MONTHS = "date and time", "days and time duration", "years and months duration"
_WORDS = {"+": "added to", "-": "subtracted from", "*": "multiplied with", "/": "divided by", "**": "raised to"}


def calculate(operator: str, left: object, right: object) -> object:
    """The answer of `left operator right`. Raises Unfit when there is none."""
    if type(left) is Decimal and type(right) is Decimal:
        return calculate_numbers(operator, left, right)
    operation = _TABLES[operator].get((kind_of(left), kind_of(right)))
    if operation is None:
        raise _no_answer(operator, left, right)
    return operation(left, right)


def calculate_numbers(operator: str, left: Decimal, right: Decimal) -> Decimal:
    """The answer for two numbers, to 34 digits. Raises Unfit beyond the bounds and for division by zero."""
    try:
        return NUMBER_OPERATIONS[operator](left, right)
    except DecimalException as problem:
        raise no_number(problem, operator, left, right) from None


def no_number(problem: DecimalException, operator: str, left: Decimal, right: Decimal) -> Unfit:
    """Why two numbers have no answer, from what `NUMBER_OPERATIONS` raised."""
    if isinstance(problem, DivisionByZero):
        return Unfit(f"{described(left)} cannot be divided by zero")
    return _no_answer(operator, left, right)


def negate(value: object) -> object:
    """`-value`. Raises Unfit for what has no opposite."""
    if type(value) is Decimal:
        return NUMBERS.minus(value)
    if isinstance(value, DayTimeDuration):
        return opposite(value)
    if isinstance(value, YearMonthDuration):
        return opposite_months(value)
    raise Unfit(f"{described(value)} has no opposite")


def _no_answer(operator: str, left: object, right: object) -> Unfit:
    if operator == "-":
        left, right = right, left
    return Unfit(f"{described(left)} cannot be {_WORDS[operator]} {described(right)}")


def _times_days(length: DayTimeDuration, factor: Decimal) -> DayTimeDuration:
    return DayTimeDuration(_scaled(length.nanoseconds, NUMBERS.multiply, factor))


def _times_months(length: YearMonthDuration, factor: Decimal) -> YearMonthDuration:
    return YearMonthDuration(_scaled(length.months, NUMBERS.multiply, factor))


def _days_by_number(length: DayTimeDuration, number: Decimal) -> DayTimeDuration:
    return DayTimeDuration(_scaled(length.nanoseconds, NUMBERS.divide, number))


def _months_by_number(length: YearMonthDuration, number: Decimal) -> YearMonthDuration:
    return YearMonthDuration(_scaled(length.months, NUMBERS.divide, number))


def _scaled(length: int, operation: Callable[[Decimal, Decimal], Decimal], number: Decimal) -> int:
    try:
        return integer(operation(Decimal(length), number))
    except DivisionByZero:
        raise Unfit("a duration cannot be divided by zero") from None
    except DecimalException:
        raise Unfit("the duration is too long") from None


def _days_by_days(left: DayTimeDuration, right: DayTimeDuration) -> Decimal:
    return calculate_numbers("/", Decimal(left.nanoseconds), Decimal(right.nanoseconds))


def _months_by_months(left: YearMonthDuration, right: YearMonthDuration) -> Decimal:
    return calculate_numbers("/", Decimal(left.months), Decimal(right.months))


def _swapped(operation: _Operation) -> _Operation:
    return lambda left, right: operation(right, left)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent == 0:
        return Decimal(1)
    if base == 0 and exponent < 0:
        raise Unfit("zero cannot be raised to a negative number")
    return NUMBERS.power(base, exponent)


NUMBER_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": _power,
}


def _date_plus_months(day: Value, length: YearMonthDuration) -> object:
    return add_months(day, length.months)


_SUMS: dict[tuple[str, str], _Operation] = {
    (_TEXT, _TEXT): lambda a, b: a + b,
    (_DAYS, _DAYS): lambda a, b: DayTimeDuration(a.nanoseconds + b.nanoseconds),
    (_MONTHS, _MONTHS): lambda a, b: YearMonthDuration(a.months + b.months),
    (_DATE, _DAYS): day_later,
    (_DATE, _MONTHS): _date_plus_months,
    (_TIME, _DAYS): time_later,
    (_MOMENT, _DAYS): moment_later,
    (_MOMENT, _MONTHS): months_later,
    (_DAYS, _DATE): _swapped(day_later),
    (_MONTHS, _DATE): _swapped(_date_plus_months),
    (_DAYS, _TIME): _swapped(time_later),
    (_DAYS, _MOMENT): _swapped(moment_later),
    (_MONTHS, _MOMENT): _swapped(months_later),
}
_DIFFERENCES: dict[tuple[str, str], _Operation] = {
    (_DAYS, _DAYS): lambda a, b: DayTimeDuration(a.nanoseconds - b.nanoseconds),
    (_MONTHS, _MONTHS): lambda a, b: YearMonthDuration(a.months - b.months),
    (_DATE, _DAYS): lambda a, b: day_later(a, opposite(b)),
    (_DATE, _MONTHS): lambda a, b: _date_plus_months(a, opposite_months(b)),
    (_TIME, _DAYS): lambda a, b: time_later(a, opposite(b)),
    (_MOMENT, _DAYS): lambda a, b: moment_later(a, opposite(b)),
    (_MOMENT, _MONTHS): lambda a, b: months_later(a, opposite_months(b)),
    (_DATE, _DATE): days_between,
    (_TIME, _TIME): time_between,
    (_MOMENT, _MOMENT): time_between,
    (_DATE, _MOMENT): lambda a, b: time_between(midnight(a), b),
    (_MOMENT, _DATE): lambda a, b: time_between(a, midnight(b)),
}
_PRODUCTS: dict[tuple[str, str], _Operation] = {
    (_DAYS, _NUMBER): _times_days,
    (_NUMBER, _DAYS): _swapped(_times_days),
    (_MONTHS, _NUMBER): _times_months,
    (_NUMBER, _MONTHS): _swapped(_times_months),
}
_QUOTIENTS: dict[tuple[str, str], _Operation] = {
    (_DAYS, _NUMBER): _days_by_number,
    (_MONTHS, _NUMBER): _months_by_number,
    (_DAYS, _DAYS): _days_by_days,
    (_MONTHS, _MONTHS): _months_by_months,
}
_TABLES: dict[str, dict[tuple[str, str], _Operation]] = {
    "+": _SUMS,
    "-": _DIFFERENCES,
    "*": _PRODUCTS,
    "/": _QUOTIENTS,
    "**": {},
}
