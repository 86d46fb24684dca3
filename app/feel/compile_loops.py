"""Closures for `for`, `some` and `every`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from app.feel.budget import Run
from app.feel.calendar import FarDate, day_of_ordinal, ordinal
from app.feel.compare import compare
from app.feel.errors import Unfit
from app.feel.freenames import free_names
from app.feel.numbers import integer
from app.feel.scope import Closure, Environment, Scope
from app.feel.tree import For, Iteration, Quantified
from app.feel.values import Range, Value, described

_Turns = Callable[[Environment, Run], Iterator[Environment]]


def compile_for(node: For, scope: Scope) -> Closure:
    """`for a in b return c`: the list of all c; `partial` is the list so far."""
    if "partial" in free_names(node.body):
        return _compile_for_with_partial(node, scope)
    turns, inner = _compile_turns(node.iterations, scope)
    body = inner.compile(node.body)
    quoted = scope.source.quoted(node)

    def run_for(env: Environment, run: Run) -> list[Value] | None:
        results: list[Value] = []
        most = run.budget.list_length
        try:
            for turn in turns(env, run):
                results.append(body(turn, run))
                if len(results) > most:
                    break
            run.check_list(len(results))
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None
        return results

    return run_for


def _compile_for_with_partial(node: For, scope: Scope) -> Closure:
    turns, inner = _compile_turns(node.iterations, scope)
    body = inner.with_value("partial").compile(node.body)
    quoted = scope.source.quoted(node)

    def run_for(env: Environment, run: Run) -> list[Value] | None:
        results: list[Value] = []
        try:
            for turn in turns(env, run):
                run.check_list(len(results))
                results.append(body((results.copy(), turn), run))
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None
        return results

    return run_for


def compile_quantified(node: Quantified, scope: Scope) -> Closure:
    """`some a in b satisfies c`, `every a in b satisfies c`, with null for what is not known."""
    turns, inner = _compile_turns(node.iterations, scope)
    condition = inner.compile(node.condition)
    deciding = node.word == "some"
    quoted = scope.source.quoted(node)

    def run_quantified(env: Environment, run: Run) -> bool | None:
        known = True
        try:
            for turn in turns(env, run):
                answer = condition(turn, run)
                if answer is deciding:
                    return bool(answer)
                known = known and type(answer) is bool
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None
        return (not deciding) if known else None

    return run_quantified


def _compile_turns(iterations: tuple[Iteration, ...], scope: Scope) -> tuple[_Turns, Scope]:
    """All combinations of the iterations, each as an environment for the body, and the body's scope."""
    first, *others = iterations
    turns = _turns(_compile_elements(first, scope))
    scope = scope.with_value(first.name)
    for iteration in others:
        turns = _nested_turns(turns, _compile_elements(iteration, scope))
        scope = scope.with_value(iteration.name)
    return turns, scope


def _turns(elements: Closure) -> _Turns:
    def turns(env: Environment, run: Run) -> Iterator[Environment]:
        for element in elements(env, run):
            run.spend(1)
            yield element, env

    return turns


def _nested_turns(outer: _Turns, elements: Closure) -> _Turns:
    def turns(env: Environment, run: Run) -> Iterator[Environment]:
        for outer_env in outer(env, run):
            for element in elements(outer_env, run):
                run.spend(1)
                yield element, outer_env

    return turns


def _compile_elements(iteration: Iteration, scope: Scope) -> Closure:
    source = scope.compile(iteration.source)
    if iteration.last is None:
        return lambda env, run: elements_of(source(env, run))
    last = scope.compile(iteration.last)
    return lambda env, run: _steps(source(env, run), last(env, run))


def elements_of(value: Value) -> Value:
    """What a loop goes through: a list, a range of integers or dates, or a single value. Raises Unfit for null."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _range_elements(value)
    if value is None:
        raise Unfit("there is nothing to go through: the list is null")
    return [value]


def _range_elements(value: Range) -> Iterator[object]:
    if value.operator or compare(value.start, value.end) > 0:
        raise Unfit(f"one cannot count through {value}")
    for element in _steps(value.start, value.end):
        is_left_out = (element == value.start and not value.start_included) or (
            element == value.end and not value.end_included
        )
        if not is_left_out:
            yield element


def _steps(first: object, last: object) -> Iterator[object]:
    """From one integer or date to another, upwards or downwards. Raises Unfit for other values."""
    if type(first) is Decimal and type(last) is Decimal:
        if first != first.to_integral_value() or last != last.to_integral_value():
            raise Unfit(f"{described(first)} to {described(last)} are no whole numbers")
        return map(Decimal, _numbers(integer(first), integer(last)))
    if isinstance(first, date | FarDate) and isinstance(last, date | FarDate):
        return map(day_of_ordinal, _numbers(ordinal(first), ordinal(last)))
    raise Unfit(f"one cannot count from {described(first)} to {described(last)}")


def _numbers(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)
