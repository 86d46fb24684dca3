"""The tree of an expression, as the parser leaves it and the compiler reads it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal: number, string, boolean or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"..."`."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or a function by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`; names is empty when the arguments go by position."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operators of one precedence, from the left: `first op operand op operand`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`and` or `or` between two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left op right` with one of `= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """`name in source`, or `name in source..last`."""

    name: str
    source: Node
    last: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterations return body`."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` iterations `satisfies` condition."""

    word: str
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{name: value}`."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """`[low..high]`, open at an end where included is False; a missing bound is None."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(parameters) body`; external ones carry no body we would run."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The tests of a table's cell; no tests at all stand for `-`, which every value passes."""

    tests: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class UnaryComparison(Node):
    """`< operand` and its like, as a test."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """A type by name, with the types inside `<...>` and, for contexts and functions, their names."""

    name: str
    inner: tuple[TypeNode, ...] = ()
    fields: tuple[str, ...] = ()
