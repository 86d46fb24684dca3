"""Closures for reaching into values: paths, properties and filters."""

from __future__ import annotations

from decimal import Decimal

from app.feel.budget import Run
from app.feel.errors import Unfit
from app.feel.numbers import integer
from app.feel.properties import property_of
from app.feel.scope import NOTHING, Closure, Environment, Scope, root_hops
from app.feel.tree import Constant, Filter, Name, Negation, Node, Path
from app.feel.values import Value, described


def compile_path(node: Path, scope: Scope) -> Closure:
    """`a.b`; of a list, the list of each element's b."""
    source = scope.compile(node.source)
    name = node.name
    quoted = scope.source.quoted(node)

    def run_path(env: Environment, run: Run) -> Value:
        value = source(env, run)
        if type(value) is dict and name in value:
            return value[name]
        try:
            return member_of(value, name, run)
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    if not isinstance(node.source, Name):
        return run_path
    if scope.kind == "value" and node.source.name in scope.names:
        return _turn_path(name, run_path)
    return _root_path(node.source.name, name, scope, run_path)


def _turn_path(name: str, otherwise: Closure) -> Closure:
    """`element.entry` of the innermost loop or parameter, for speed."""

    def run_path(env: Environment, run: Run) -> Value:
        value = env[0]
        return value[name] if type(value) is dict and name in value else otherwise(env, run)

    return run_path


def _root_path(variable: str, name: str, scope: Scope, otherwise: Closure) -> Closure:
    """`variable.entry`, for speed without reading the variable's other entries."""
    hops = root_hops(variable, scope)
    if hops is None:
        return otherwise

    def run_path(env: Environment, run: Run) -> Value:
        outer = env
        for _ in range(hops):
            outer = outer[1]
        value = outer[0].member(variable, name)
        return otherwise(env, run) if value is NOTHING else value

    return run_path


def member_of(value: Value, name: str, run: Run) -> Value:
    """An entry of a context, a property, or those of all elements. Raises Unfit when there is none."""
    if type(value) is list:
        run.check_list(len(value))
        return [_member_or_null(item, name) for item in value]
    if type(value) is dict:
        if name not in value:
            raise Unfit(f"there is no entry “{name}” in {described(value)}")
        return value[name]
    return property_of(value, name)


def _member_or_null(value: Value, name: str) -> Value:
    if type(value) is dict:
        return value.get(name)
    try:
        return None if type(value) is list else property_of(value, name)
    except Unfit:
        return None


def compile_filter(node: Filter, scope: Scope) -> Closure:
    """`a[condition]` or `a[index]`."""
    if _is_number(node.condition):
        return _compile_index(node, scope)
    source = scope.compile(node.source)
    condition = scope.with_item().compile(node.condition)
    quoted = scope.source.quoted(node)

    def run_filter(env: Environment, run: Run) -> Value:
        value = source(env, run)
        if value is None:
            return None
        items = as_list(value)
        answer = condition((items[0] if items else None, env), run)
        try:
            if type(answer) is Decimal:
                return element_at(items, answer)
            if answer is not None and type(answer) is not bool:
                raise Unfit(f"a filter is a condition or a number, not {described(answer)}")
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None
        run.check_list(len(items))
        kept = items[:1] if answer is True else []
        kept += [item for item in items[1:] if condition((item, env), run) is True]
        return kept

    return run_filter


def _compile_index(node: Filter, scope: Scope) -> Closure:
    source, index = scope.compile(node.source), scope.compile(node.condition)
    quoted = scope.source.quoted(node)

    def run_index(env: Environment, run: Run) -> Value:
        value = source(env, run)
        try:
            return element_at(as_list(value), index(env, run))
        except Unfit as reason:
            run.warn(f"{quoted} is null: {reason}.")
            return None

    return run_index


def _is_number(node: Node) -> bool:
    if isinstance(node, Negation):
        return _is_number(node.operand)
    return isinstance(node, Constant) and type(node.value) is Decimal


def as_list(value: Value) -> list[Value]:
    """What a filter goes through: a list, a single value as one, nothing for null."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def element_at(items: list[Value], index: Decimal) -> Value:
    """The element at a position from 1, or from the end when negative. Raises Unfit when there is none."""
    if index != index.to_integral_value():
        raise Unfit(f"{index} is no position")
    position = integer(index)
    if position == 0 or abs(position) > len(items):
        raise Unfit(f"there is no element {position} in a list of {len(items)}")
    return items[position - 1] if position > 0 else items[position]
