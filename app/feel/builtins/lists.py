"""Built-in functions on lists. Positions count from 1, and from the end when negative."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cmp_to_key

from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.compare import compare, identity_key
from app.feel.errors import Unfit
from app.feel.invocation import invoke
from app.feel.numbers import integer
from app.feel.values import BuiltIn, Function, Value, described

_Call = Function | BuiltIn


@running_built_in("list contains", "list: list, element: any")
def list_contains(run: Run, items: list[Value], element: Value) -> bool:
    """Whether an element of the list equals a value; null is found too."""
    run.check_list(len(items))
    key = identity_key(element, run)
    return any(identity_key(item, run) == key for item in items)


@built_in("count", "list: list")
def count(items: list[Value]) -> Decimal:
    """The number of elements."""
    return Decimal(len(items))


@running_built_in("all", "list: list")
@running_built_in("all", "b...: any")
def all_true(run: Run, *values: Value) -> bool | None:
    """Whether all are true: false when one is false, null when one is no boolean."""
    answers = _elements(values)
    run.check_list(len(answers))
    if any(answer is False for answer in answers):
        return False
    return True if all(answer is True for answer in answers) else None


@running_built_in("any", "list: list")
@running_built_in("any", "b...: any")
def any_true(run: Run, *values: Value) -> bool | None:
    """Whether one is true: true when one is true, null when one is no boolean."""
    answers = _elements(values)
    run.check_list(len(answers))
    if any(answer is True for answer in answers):
        return True
    return False if all(answer is False for answer in answers) else None


def _elements(values: tuple[Value, ...]) -> list[Value]:
    if len(values) == 1 and isinstance(values[0], list):
        return values[0]
    return list(values)


@built_in("sublist", "list: list, start position: number, length?: number|null")
def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> list[Value]:
    """The part of a list from a position."""
    first = _index(items, start)
    if length is None:
        return items[first:]
    size = integer(length)
    if size < 1 or first + size > len(items):
        raise Unfit(f"there are no {size} elements from there on")
    return items[first : first + size]


@running_built_in("append", "list: list|null, item...: any")
def append(run: Run, items: list[Value] | None, *added: Value) -> list[Value]:
    """The list with more elements at its end."""
    result = [*(items or []), *added]
    run.check_list(len(result))
    return result


@running_built_in("concatenate", "list...: list")
def concatenate(run: Run, *lists: list[Value]) -> list[Value]:
    """Lists one after the other."""
    run.check_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@running_built_in("insert before", "list: list, position: number, newItem: any")
def insert_before(run: Run, items: list[Value], position: Decimal, item: Value) -> list[Value]:
    """The list with an element more before a position."""
    index = _index(items, position)
    run.check_list(len(items))
    return [*items[:index], item, *items[index:]]


@running_built_in("remove", "list: list, position: number")
def remove(run: Run, items: list[Value], position: Decimal) -> list[Value]:
    """The list without the element at a position."""
    index = _index(items, position)
    run.check_list(len(items))
    return items[:index] + items[index + 1 :]


@running_built_in("list replace", "list: list, position: number, newItem: any")
def list_replace(run: Run, items: list[Value], position: Decimal, item: Value) -> list[Value]:
    """The list with another element at a position."""
    index = _index(items, position)
    run.check_list(len(items))
    return [*items[:index], item, *items[index + 1 :]]


@running_built_in("list replace", "list: list, match: function, newItem: any")
def list_replace_matches(run: Run, items: list[Value], match: _Call, new_item: Value) -> list[Value]:
    """The list with another element wherever `match(element, new element)` is true."""
    answers = [invoke(match, (item, new_item), run) for item in items]
    for answer in answers:
        if type(answer) is not bool:
            raise Unfit(f"the match function gave {described(answer)}, not true or false")
    return [new_item if answer else item for item, answer in zip(items, answers, strict=True)]


@running_built_in("reverse", "list: list")
def reverse(run: Run, items: list[Value]) -> list[Value]:
    """The list backwards."""
    run.check_list(len(items))
    return items[::-1]


@running_built_in("index of", "list: list, match: any")
def index_of(run: Run, items: list[Value], match: Value) -> list[Decimal]:
    """All positions of elements that equal a value."""
    run.check_list(len(items))
    key = identity_key(match, run)
    return [Decimal(position) for position, item in enumerate(items, 1) if identity_key(item, run) == key]


@running_built_in("union", "list...: list")
def union(run: Run, *lists: list[Value]) -> list[Value]:
    """Lists one after the other, doubles left out."""
    return _distinct(concatenate(run, *lists), run)


@running_built_in("distinct values", "list: list")
def distinct_values(run: Run, items: list[Value]) -> list[Value]:
    """The list without doubles."""
    run.check_list(len(items))
    return _distinct(items, run)


def _distinct(items: Iterable[Value], run: Run) -> list[Value]:
    first: dict[object, Value] = {}
    for item in items:
        first.setdefault(identity_key(item, run), item)
    return list(first.values())


@running_built_in("flatten", "list: list")
def flatten(run: Run, items: list[Value]) -> list[Value]:
    """The elements of the list and of the lists in it, at all depths."""
    result: list[Value] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.spend(1)
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            result.append(item)
        else:
            waiting.pop()
    run.check_list(len(result))
    return result


@running_built_in("sort", "list: list, precedes?: function")
def sort(run: Run, items: list[Value], precedes: _Call | None = None) -> list[Value]:
    """The list in order; `precedes(a, b)` says whether a comes before b, without it the natural order."""
    run.check_list(len(items))

    def order(left: Value, right: Value) -> int:
        run.spend(1)
        if precedes is None:
            return compare(left, right)
        if invoke(precedes, (left, right), run) is True:
            return -1
        return 1 if invoke(precedes, (right, left), run) is True else 0

    return sorted(items, key=cmp_to_key(order))


def _index(items: list[Value], position: Decimal) -> int:
    number = integer(position)
    if number == 0 or abs(number) > len(items):
        raise Unfit(f"there is no position {number} in a list of {len(items)}")
    return number - 1 if number > 0 else len(items) + number
