"""Closures for literals, names, lists, contexts, ranges, functions, calls and `if`."""

from __future__ import annotations

from collections.abc import Sequence

from app.feel.budget import Run
from app.feel.compare import compare
from app.feel.errors import Unfit
from app.feel.invocation import invoke, invoke_by_name
from app.feel.iso import read_temporal
from app.feel.scope import Closure, Environment, Scope, name_reader
from app.feel.tree import (
    AtLiteral,
    Call,
    Constant,
    ContextOf,
    FunctionOf,
    If,
    ListOf,
    Name,
    RangeOf,
    UnaryComparison,
)
from app.feel.typenames import type_of_node
from app.feel.values import Function, Parameter, Range, Value, open_range


def compile_constant(node: Constant, _scope: Scope) -> Closure:
    """A literal."""
    value = node.value
    return lambda env, run: value


def compile_at_literal(node: AtLiteral, scope: Scope) -> Closure:
    """`@"2026-11-21"`, read once."""
    quoted = scope.source.quoted(node)
    try:
        value = read_temporal(node.text)
    except Unfit as problem:
        reason = str(problem)
        return lambda env, run: run.warn(f"{quoted} is null: {reason}.")
    return lambda env, run: value


def compile_name(node: Name, scope: Scope) -> Closure:
    """A variable or function."""
    return name_reader(node.name, scope)


def compile_list(node: ListOf, scope: Scope) -> Closure:
    """`[a, b]`."""
    items = tuple(scope.compile(item) for item in node.items)
    return lambda env, run: [item(env, run) for item in items]


def compile_context(node: ContextOf, scope: Scope) -> Closure:
    """`{a: 1, b: a + 1}`; null when a name stands twice. A function may call itself."""
    quoted = scope.source.quoted(node)
    names = [name for name, _ in node.entries]
    if len(set(names)) != len(names):
        return lambda env, run: run.warn(f"{quoted} is null: an entry stands twice.")
    entries: list[tuple[str, Closure]] = []
    known: set[str] = set()
    inner_scope = scope.with_entries(known)
    for name, entry in node.entries:
        if isinstance(entry, FunctionOf):
            known.add(name)  # its body runs once the entry is there, so it may call itself
        entries.append((name, inner_scope.compile(entry)))
        known.add(name)

    def run_context(env: Environment, run: Run) -> dict[str, Value]:
        result: dict[str, Value] = {}
        inner = (result, env)
        for name, entry in entries:
            result[name] = entry(inner, run)
        return result

    return run_context


def compile_range(node: RangeOf, scope: Scope) -> Closure:
    """`[a..b]` as a value; null when the bounds do not go together."""
    low = scope.compile(node.low) if node.low else None
    high = scope.compile(node.high) if node.high else None
    quoted = scope.source.quoted(node)

    def run_range(env: Environment, run: Run) -> Range | None:
        start = low(env, run) if low else None
        end = high(env, run) if high else None
        if (low and start is None) or (high and end is None):
            run.warn(f"{quoted} is null: a bound is null.")
            return None
        try:
            if low and high and compare(start, end) > 0:
                raise Unfit("it ends before it starts")
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None
        return Range(start, end, node.low_included, node.high_included)

    return run_range


def compile_unary_comparison(node: UnaryComparison, scope: Scope) -> Closure:
    """`(< 10)` as a value: the range of what passes."""
    operand = scope.compile(node.operand)
    symbol = node.operator
    quoted = scope.source.quoted(node)

    def run_comparison(env: Environment, run: Run) -> Range | None:
        bound = operand(env, run)
        if bound is None:
            run.warn(f"{quoted} is null: its bound is null.")
            return None
        return open_range(symbol, bound)

    return run_comparison


def compile_function(node: FunctionOf, scope: Scope) -> Closure:
    """`function(a, b) body`; null for an external one, which we never run."""
    quoted = scope.source.quoted(node)
    if node.external:
        return lambda env, run: run.warn(f"{quoted} is null: external functions are not run.")
    inner = scope
    parameters: list[Parameter] = []
    for name, type_node in node.parameters:
        inner = inner.with_value(name)
        wanted = type_of_node(type_node, scope.source.types) if type_node else None
        parameters.append(Parameter(name, wanted))
    body = inner.compile(node.body)
    signature = tuple(parameters)

    def make_function(env: Environment, _run: Run) -> Function:
        def call(caller: Run, arguments: Sequence[object]) -> object:
            inner_env = env
            for argument in arguments:
                inner_env = (argument, inner_env)
            return body(inner_env, caller)

        return Function("", signature, call)

    return make_function


def compile_call(node: Call, scope: Scope) -> Closure:
    """`f(a, b)` or `f(x: a, y: b)`."""
    function = scope.compile(node.function)
    arguments = tuple(scope.compile(argument) for argument in node.arguments)
    names = node.names
    quoted = scope.source.quoted(node)

    def run_call(env: Environment, run: Run) -> Value:
        callee = function(env, run)
        values = [argument(env, run) for argument in arguments]
        try:
            return invoke_by_name(callee, values, names, run) if names else invoke(callee, values, run)
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    return run_call


def compile_if(node: If, scope: Scope) -> Closure:
    """`if a then b else c`; everything but true leads to c."""
    condition, yes, no = scope.compile(node.condition), scope.compile(node.yes), scope.compile(node.no)
    return lambda env, run: yes(env, run) if condition(env, run) is True else no(env, run)
