"""Built-in functions that make one value of many numbers."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, DecimalException

from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.compare import compare
from app.feel.errors import Unfit
from app.feel.temporal import DayTimeDuration, YearMonthDuration
from app.feel.values import NUMBERS, Value, described


@running_built_in("min", "list: list")
@running_built_in("min", "c...: any")
def minimum(run: Run, *values: Value) -> Value:
    """The least of comparable values."""
    items = _elements(run, values)
    least = items[0]
    compare(least, least)
    for item in items[1:]:
        least = item if compare(item, least) < 0 else least
    return least


@running_built_in("max", "list: list")
@running_built_in("max", "c...: any")
def maximum(run: Run, *values: Value) -> Value:
    """The greatest of comparable values."""
    items = _elements(run, values)
    greatest = items[0]
    compare(greatest, greatest)
    for item in items[1:]:
        greatest = item if compare(item, greatest) > 0 else greatest
    return greatest


@running_built_in("sum", "list: list")
@running_built_in("sum", "n...: any")
def total(run: Run, *values: Value) -> object:
    """The sum of numbers, or of durations of one kind."""
    items = _elements(run, values)
    if all(type(item) is DayTimeDuration for item in items):
        return DayTimeDuration(sum(item.nanoseconds for item in items))
    if all(type(item) is YearMonthDuration for item in items):
        return YearMonthDuration(sum(item.months for item in items))
    return _sum(_numbers(items))


@running_built_in("mean", "list: list")
@running_built_in("mean", "n...: any")
def mean(run: Run, *values: Value) -> Decimal:
    """The arithmetic mean."""
    numbers = _numbers(_elements(run, values))
    return NUMBERS.divide(_sum(numbers), Decimal(len(numbers)))


@running_built_in("product", "list: list")
@running_built_in("product", "n...: any")
def product(run: Run, *values: Value) -> Decimal:
    """The product of numbers."""
    result = Decimal(1)
    try:
        for number in _numbers(_elements(run, values)):
            result = NUMBERS.multiply(result, number)
    except DecimalException:
        raise Unfit("the product is out of bounds") from None
    return result


@running_built_in("median", "list: list")
@running_built_in("median", "n...: any")
def median(run: Run, *values: Value) -> Decimal:
    """The number in the middle, or the mean of the two there."""
    numbers = sorted(_numbers(_elements(run, values)))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return NUMBERS.divide(NUMBERS.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@running_built_in("stddev", "list: list")
@running_built_in("stddev", "n...: any")
def stddev(run: Run, *values: Value) -> Decimal:
    """The standard deviation of a sample of two numbers or more."""
    numbers = _numbers(_elements(run, values))
    if len(numbers) < 2:
        raise Unfit("one number has no deviation")
    average = NUMBERS.divide(_sum(numbers), Decimal(len(numbers)))
    try:
        squares = _sum([NUMBERS.power(NUMBERS.subtract(number, average), Decimal(2)) for number in numbers])
    except DecimalException:
        raise Unfit("the deviation is out of bounds") from None
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(numbers) - 1)))


@built_in("mode", "list: list")
@built_in("mode", "n...: any")
def mode(*values: Value) -> list[Decimal]:
    """The most frequent numbers, in ascending order."""
    items = list(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


def _elements(run: Run, values: tuple[Value, ...]) -> list[Value]:
    items = list(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)
    run.check_list(len(items))
    if not items:
        raise Unfit("the list is empty")
    return items


def _numbers(items: list[Value]) -> list[Decimal]:
    for item in items:
        if type(item) is not Decimal:
            raise Unfit(f"{described(item)} is no number")
    return items


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    try:
        for number in numbers:
            result = NUMBERS.add(result, number)
    except DecimalException:
        raise Unfit("the sum is out of bounds") from None
    return result
