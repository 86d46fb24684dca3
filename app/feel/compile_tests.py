"""Closures for tests of a value: the right side of `in`, and the cells of decision tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.feel.budget import Run
from app.feel.compare import ORDER_TESTS, compare, equal, in_range
from app.feel.errors import Unfit
from app.feel.scope import Closure, Environment, Scope, Test
from app.feel.tree import Constant, In, Name, Node, Path, RangeOf, UnaryComparison, UnaryTests
from app.feel.values import Range, Value, kind_of

_Passes = Callable[[Value, Value, Run], bool | None]  # of a value and what its test gave


def compile_in(node: In, scope: Scope) -> Closure:
    """`a in b`, `a in (tests)`."""
    value = scope.compile(node.value)
    tests = tuple(_compile_test(test, scope, _value_passes) for test in node.tests)

    def run_in(env: Environment, run: Run) -> bool | None:
        return _any_passes(tests, value(env, run), env, run)

    return run_in


def compile_unary_tests(node: UnaryTests, scope: Scope) -> Test:
    """The test that a cell holds; `scope` has the tested value as `?`."""
    if not node.tests:
        return lambda value, env, run: True
    tests = tuple(_compile_test(test, scope, _cell_passes(test)) for test in node.tests)
    if len(tests) == 1 and not node.negated:
        return tests[0]
    if not node.negated:
        return lambda value, env, run: _any_passes(tests, value, env, run)

    def run_negated(value: Value, env: Environment, run: Run) -> bool | None:
        answer = _any_passes(tests, value, env, run)
        return None if answer is None else not answer

    return run_negated


def _any_passes(tests: tuple[Test, ...], value: Value, env: Environment, run: Run) -> bool | None:
    known = True
    for test in tests:
        answer = test(value, env, run)
        if answer is True:
            return True
        known = known and answer is not None
    return False if known else None


def _compile_test(node: Node, scope: Scope, passes: _Passes) -> Test:
    if isinstance(node, UnaryComparison):
        return _compile_comparison_test(node, scope)
    if isinstance(node, RangeOf):
        return _compile_range_test(node, scope)
    if isinstance(node, Constant):
        return _compile_constant_test(node.value)
    expression = scope.compile(node)
    quoted = scope.source.quoted(node)

    def run_test(value: Value, env: Environment, run: Run) -> bool | None:
        try:
            return passes(value, expression(env, run), run)
        except Unfit as reason:
            run.warn(f"The test {quoted} is null: {reason}.")
            return None

    return run_test


def _compile_constant_test(constant: Value) -> Test:
    if type(constant) is str:
        return lambda value, env, run: value == constant if type(value) is str else _equals(value, constant, run)
    return lambda value, env, run: _equals(value, constant, run)


def _equals(value: Value, constant: Value, run: Run) -> bool | None:
    if type(value) is list:
        return any(equal(item, constant, run) is True for item in value) if len(value) == 1 else None
    return equal(value, constant, run)


def _compile_comparison_test(node: UnaryComparison, scope: Scope) -> Test:
    operand = scope.compile(node.operand)
    if node.operator in ("=", "!="):
        return _compile_equality_test(node.operator, operand)
    fits = ORDER_TESTS[node.operator]
    quoted = scope.source.quoted(node)

    def run_comparison(value: Value, env: Environment, run: Run) -> bool | None:
        bound = operand(env, run)
        if type(value) is Decimal and type(bound) is Decimal:
            return fits(value, bound)
        try:
            return fits(compare(value, bound), 0)
        except Unfit as reason:
            run.warn(f"The test {quoted} is null: {reason}.")
            return None

    return run_comparison


def _compile_equality_test(symbol: str, operand: Closure) -> Test:
    def run_equality(value: Value, env: Environment, run: Run) -> bool | None:
        answer = equal(value, operand(env, run), run)
        return None if answer is None else answer is (symbol == "=")

    return run_equality


def _compile_range_test(node: RangeOf, scope: Scope) -> Test:
    bounds = scope.compile(node)
    quoted = scope.source.quoted(node)

    def run_range(value: Value, env: Environment, run: Run) -> bool | None:
        interval = bounds(env, run)
        if interval is None:
            return None
        try:
            return equal(value, interval, run) if type(value) is Range else in_range(value, interval)
        except Unfit as reason:
            run.warn(f"The test {quoted} is null: {reason}.")
            return None

    if isinstance(node.low, Constant) and isinstance(node.high, Constant):
        return _number_range_test(node, node.low.value, node.high.value, run_range)
    return run_range


def _number_range_test(node: RangeOf, low: Value, high: Value, otherwise: Test) -> Test:
    """The test for a number between two number literals, the usual cell, without making a range each time."""
    if type(low) is not Decimal or type(high) is not Decimal or low > high:
        return otherwise
    above = ORDER_TESTS[">=" if node.low_included else ">"]
    below = ORDER_TESTS["<=" if node.high_included else "<"]

    def run_number_range(value: Value, env: Environment, run: Run) -> bool | None:
        if type(value) is Decimal:
            return above(value, low) and below(value, high)
        return otherwise(value, env, run)

    return run_number_range


def _value_passes(value: Value, test: Value, run: Run) -> bool | None:
    """Whether a value equals a test value, lies in it, or is one of its elements."""
    if type(test) is Range and type(value) is not Range:
        return in_range(value, test)
    if type(test) is list:
        run.spend(len(test))
        if type(value) is list and equal(value, test, run):
            return True
        return any(_element_passes(value, item, run) for item in test)
    return equal(value, test, run)


def _element_passes(value: Value, item: Value, run: Run) -> bool:
    if type(item) is Range and type(value) is not Range:
        try:
            return in_range(value, item)
        except Unfit:
            return False
    return equal(value, item, run) is True


def _cell_passes(node: Node) -> _Passes:
    """How a cell's expression decides: a condition by its truth, anything else by comparison."""
    names_a_value = isinstance(node, Name | Path)

    def passes(value: Value, answer: Value, run: Run) -> bool | None:
        if type(answer) is bool and not (names_a_value and kind_of(value) == "boolean"):
            return answer
        return _value_passes(value, answer, run)

    return passes
