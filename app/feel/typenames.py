"""From a type as it is written to the type it means."""

from __future__ import annotations

from collections.abc import Mapping

from app.feel.tree import TypeNode
from app.feel.types import FeelType, simple_type

_NEED_PARAMETERS = frozenset(("list", "context", "range", "function", "duration"))


def full_type_of_node(node: TypeNode, types: Mapping[str, FeelType]) -> FeelType | None:
    """As `type_of_node`; None also for a kind that is no type without its parameters.

    Source: DMN 1.5, table 61: `123 instance of list` is null.
    """
    if not node.inner and node.name in _NEED_PARAMETERS and node.name not in types:
        return None
    return type_of_node(node, types)


def type_of_node(node: TypeNode, types: Mapping[str, FeelType]) -> FeelType | None:
    """The type that a node names; None when it or a type inside it is unknown.

    types: named types around the expression, such as a DMN model's item definitions.
    """
    if not node.inner:
        return types.get(node.name) or simple_type(node.name)
    inner = [type_of_node(part, types) for part in node.inner]
    known = [part for part in inner if part is not None]
    if len(known) != len(inner):
        return None
    if node.name == "context":
        return FeelType("context", fields=dict(zip(node.fields, known, strict=True)))
    if node.name == "function":
        return FeelType("function", parameters=tuple(known[:-1]), result=known[-1])
    return FeelType(node.name, item=known[0])
