"""Closures for operators: arithmetic, comparison, logic, `between` and `instance of`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException

from app.feel.arithmetic import NUMBER_OPERATIONS, calculate, negate, no_number
from app.feel.budget import Run
from app.feel.compare import ORDER_TESTS, compare, equal, in_range
from app.feel.errors import Unfit
from app.feel.scope import Closure, Environment, Scope
from app.feel.tree import Between, Chain, Comparison, Constant, InstanceOf, Logic, Negation
from app.feel.typenames import full_type_of_node
from app.feel.types import is_instance
from app.feel.values import Range, Value, described


def compile_chain(node: Chain, scope: Scope) -> Closure:
    """`a + b - c` and the like, from the left."""
    first = scope.compile(node.first)
    steps = tuple((symbol, NUMBER_OPERATIONS[symbol], scope.compile(operand)) for symbol, operand in node.rest)
    quoted = scope.source.quoted(node)

    def run_chain(env: Environment, run: Run) -> Value:
        value = first(env, run)
        try:
            for symbol, of_numbers, operand in steps:
                other = operand(env, run)
                if type(value) is Decimal and type(other) is Decimal:
                    try:
                        value = of_numbers(value, other)
                    except DecimalException as problem:
                        raise no_number(problem, symbol, value, other) from None
                    continue
                value = calculate(symbol, value, other)
                if type(value) is str:
                    run.check_text(len(value))
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None
        return value

    return run_chain


def compile_negation(node: Negation, scope: Scope) -> Closure:
    """`-a`; of a number literal at once."""
    if isinstance(node.operand, Constant) and type(node.operand.value) is Decimal:
        constant = negate(node.operand.value)
        return lambda env, run: constant
    operand = scope.compile(node.operand)
    quoted = scope.source.quoted(node)

    def run_negation(env: Environment, run: Run) -> Value:
        try:
            return negate(operand(env, run))
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    return run_negation


def compile_comparison(node: Comparison, scope: Scope) -> Closure:
    """`a = b`, `a < b` and the like."""
    if node.operator in ORDER_TESTS:
        return _compile_order(node, scope)
    left, right = scope.compile(node.left), scope.compile(node.right)
    quoted = scope.source.quoted(node)
    negated = node.operator == "!="

    def run_equality(env: Environment, run: Run) -> bool | None:
        a, b = left(env, run), right(env, run)
        answer = a == b if type(a) is str and type(b) is str else equal(a, b, run)
        if answer is None:
            run.warn(f"{quoted} is null: {described(a)} and {described(b)} are of different kinds.")
            return None
        return answer is not negated

    return run_equality


def _compile_order(node: Comparison, scope: Scope) -> Closure:
    left, right = scope.compile(node.left), scope.compile(node.right)
    test = ORDER_TESTS[node.operator]
    quoted = scope.source.quoted(node)
    if isinstance(node.right, Constant) and type(node.right.value) is Decimal:
        return _order_with_number(left, test, node.right.value, quoted)

    def run_order(env: Environment, run: Run) -> bool | None:
        a, b = left(env, run), right(env, run)
        if type(a) is Decimal and type(b) is Decimal:
            return test(a, b)
        try:
            return test(compare(a, b), 0)
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    return run_order


def _order_with_number(left: Closure, test: Callable[[Value, Value], bool], number: Decimal, quoted: str) -> Closure:
    def run_order(env: Environment, run: Run) -> bool | None:
        value = left(env, run)
        if type(value) is Decimal:
            return test(value, number)
        try:
            return test(compare(value, number), 0)
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    return run_order


def compile_logic(node: Logic, scope: Scope) -> Closure:
    """`a and b`, `a or b`, with null for what is not known."""
    operands = tuple(scope.compile(operand) for operand in node.operands)
    deciding = node.operator == "or"

    def run_logic(env: Environment, run: Run) -> bool | None:
        known = True
        for operand in operands:
            value = operand(env, run)
            if value is deciding:
                return bool(value)
            if value is None or type(value) is not bool:
                known = False
        return (not deciding) if known else None

    return run_logic


def compile_between(node: Between, scope: Scope) -> Closure:
    """`a between b and c`."""
    value, low, high = scope.compile(node.value), scope.compile(node.low), scope.compile(node.high)
    quoted = scope.source.quoted(node)

    def run_between(env: Environment, run: Run) -> bool | None:
        a, b, c = value(env, run), low(env, run), high(env, run)
        if b is None or c is None:
            run.warn(f"{quoted} is null: a bound is null.")
            return None
        try:
            return in_range(a, Range(b, c, True, True))
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    return run_between


def compile_instance(node: InstanceOf, scope: Scope) -> Closure:
    """`a instance of type`; null for a type that nobody knows or that lacks its parameters, as `list` does."""
    value = scope.compile(node.value)
    wanted = full_type_of_node(node.type, scope.source.types)
    quoted = scope.source.quoted(node)

    def run_instance(env: Environment, run: Run) -> bool | None:
        if wanted is None:
            run.warn(f"{quoted} is null: there is no type “{node.type.name}”.")
            return None
        return is_instance(value(env, run), wanted, run)

    return run_instance
