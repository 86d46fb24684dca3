"""The names that an expression takes from outside."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import fields

from app.feel.tree import ContextOf, Filter, For, FunctionOf, Name, Node, Quantified, TypeNode


def free_names(node: Node) -> frozenset[str]:
    """Variables and functions that a tree uses and does not define itself.

    A name in a filter counts although the filtered elements may have it.
    """
    return frozenset(_free(node, frozenset()))


def _free(node: Node, bound: AbstractSet[str]) -> Iterator[str]:
    if isinstance(node, Name):
        if node.name not in bound:
            yield node.name
    elif isinstance(node, For | Quantified):
        yield from _free_in_loop(node, bound)
    elif isinstance(node, Filter):
        yield from _free(node.source, bound)
        yield from _free(node.condition, bound | {"item"})
    elif isinstance(node, ContextOf):
        known = set(bound)
        for key, entry in node.entries:
            yield from _free(entry, known)
            known.add(key)
    elif isinstance(node, FunctionOf):
        yield from _free(node.body, bound | {name for name, _ in node.parameters})
    elif not isinstance(node, TypeNode):
        for child in children(node):
            yield from _free(child, bound)


def _free_in_loop(node: For | Quantified, bound: AbstractSet[str]) -> Iterator[str]:
    for iteration in node.iterations:
        for part in (iteration.source, iteration.last):
            if part is not None:
                yield from _free(part, bound)
        bound = bound | {iteration.name}
    if isinstance(node, For):
        yield from _free(node.body, bound | {"partial"})
    else:
        yield from _free(node.condition, bound)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node."""
    for field in fields(node):
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes_in(part)
