"""From a tree to closures, each node once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.feel.compile_access import compile_filter, compile_path
from app.feel.compile_loops import compile_for, compile_quantified
from app.feel.compile_operators import (
    compile_between,
    compile_chain,
    compile_comparison,
    compile_instance,
    compile_logic,
    compile_negation,
)
from app.feel.compile_tests import compile_in, compile_unary_tests
from app.feel.compile_values import (
    compile_at_literal,
    compile_call,
    compile_constant,
    compile_context,
    compile_function,
    compile_if,
    compile_list,
    compile_name,
    compile_range,
    compile_unary_comparison,
)
from app.feel.scope import Closure, Scope, Source, Test
from app.feel.tree import (
    AtLiteral,
    Between,
    Call,
    Chain,
    Comparison,
    Constant,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    ListOf,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
    RangeOf,
    UnaryComparison,
    UnaryTests,
)
from app.feel.types import FeelType

_COMPILERS: dict[type[Node], Callable[[Any, Scope], Closure]] = {
    AtLiteral: compile_at_literal,
    Between: compile_between,
    Call: compile_call,
    Chain: compile_chain,
    Comparison: compile_comparison,
    Constant: compile_constant,
    ContextOf: compile_context,
    Filter: compile_filter,
    For: compile_for,
    FunctionOf: compile_function,
    If: compile_if,
    In: compile_in,
    InstanceOf: compile_instance,
    ListOf: compile_list,
    Logic: compile_logic,
    Name: compile_name,
    Negation: compile_negation,
    Path: compile_path,
    Quantified: compile_quantified,
    RangeOf: compile_range,
    UnaryComparison: compile_unary_comparison,
}


def compiled(tree: Node, text: str, types: Mapping[str, FeelType]) -> Closure:
    """The closure of an expression; its environment is `(root, None)`."""
    return Scope(Source(text, types, _COMPILERS)).compile(tree)


def compiled_tests(tree: UnaryTests, text: str, types: Mapping[str, FeelType]) -> Test:
    """The test of a cell; its environment is `(value, (root, None))`."""
    scope = Scope(Source(text, types, _COMPILERS)).with_value("?")
    return compile_unary_tests(tree, scope)
