"""The tree of an expression, as the parser leaves it and the compiler reads it.

Nodes are neither compared nor printed: without those methods the package loads faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """A part of the text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(slots=True, eq=False, repr=False)
class Constant(Node):
    """A literal: number, string, boolean or null."""

    value: Decimal | str | bool | None


@dataclass(slots=True, eq=False, repr=False)
class AtLiteral(Node):
    """`@"..."`."""

    text: str


@dataclass(slots=True, eq=False, repr=False)
class Name(Node):
    """A variable or a function by its name."""

    name: str


@dataclass(slots=True, eq=False, repr=False)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(slots=True, eq=False, repr=False)
class Filter(Node):
    """`source[condition]`."""

    source: Node
    condition: Node


@dataclass(slots=True, eq=False, repr=False)
class Call(Node):
    """`function(arguments)`; names is empty when the arguments go by position."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(slots=True, eq=False, repr=False)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(slots=True, eq=False, repr=False)
class Chain(Node):
    """Operators of one precedence, from the left: `first op operand op operand`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(slots=True, eq=False, repr=False)
class Logic(Node):
    """`and` or `or` between two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(slots=True, eq=False, repr=False)
class Comparison(Node):
    """`left op right` with one of `= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(slots=True, eq=False, repr=False)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(slots=True, eq=False, repr=False)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(slots=True, eq=False, repr=False)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeNode


@dataclass(slots=True, eq=False, repr=False)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(slots=True, eq=False, repr=False)
class Iteration(Node):
    """`name in source`, or `name in source..last`."""

    name: str
    source: Node
    last: Node | None


@dataclass(slots=True, eq=False, repr=False)
class For(Node):
    """`for iterations return body`."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(slots=True, eq=False, repr=False)
class Quantified(Node):
    """`some` or `every` iterations `satisfies` condition."""

    word: str
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(slots=True, eq=False, repr=False)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(slots=True, eq=False, repr=False)
class ContextOf(Node):
    """`{name: value}`."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(slots=True, eq=False, repr=False)
class RangeOf(Node):
    """`[low..high]`, open at an end where included is False; a missing bound is None."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(slots=True, eq=False, repr=False)
class FunctionOf(Node):
    """`function(parameters) body`; external ones carry no body we would run."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node
    external: bool


@dataclass(slots=True, eq=False, repr=False)
class UnaryTests(Node):
    """The tests of a table's cell; no tests at all stand for `-`, which every value passes."""

    tests: tuple[Node, ...]
    negated: bool


@dataclass(slots=True, eq=False, repr=False)
class UnaryComparison(Node):
    """`< operand` and its like, as a test."""

    operator: str
    operand: Node


@dataclass(slots=True, eq=False, repr=False)
class TypeNode(Node):
    """A type by name, with the types inside `<...>` and, for contexts and functions, their names."""

    name: str
    inner: tuple[TypeNode, ...] = ()
    fields: tuple[str, ...] = ()
