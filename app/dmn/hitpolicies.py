"""What a decision table gives for the rules that matched, by its hit policy.

Source: DMN 1.5, 8.2.10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.dmn.reading import Trace, evaluated
from app.feel.compare import equal, identity_key
from app.feel.errors import Unfit
from app.feel.expression import Expression
from app.feel.invocation import invoke
from app.feel.scope import BUILT_INS, FeelRoot
from app.feel.types import FeelType
from app.feel.values import Value

HIT_POLICIES = frozenset(("UNIQUE", "ANY", "PRIORITY", "FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER"))
AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}
_LIST_POLICIES = frozenset(("COLLECT", "RULE ORDER", "OUTPUT ORDER"))


@dataclass(frozen=True, slots=True)
class Column:
    """An output of a table. ranked: its allowed values as a list, best first; default: for no hit."""

    name: str
    type: FeelType | None
    ranked: Expression | None
    default: Expression | None


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched, by its number from 1, and its outputs by column."""

    number: int
    outputs: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a table combines its hits. label: names the table for people."""

    label: str
    name: str
    aggregation: str
    columns: tuple[Column, ...]


def combined(matches: list[Match], policy: Policy, root: FeelRoot, trace: Trace) -> Value:
    """The table's value. An error, such as two hits under UNIQUE, gives null and is noted."""
    if not matches:
        return _without_hit(policy, root, trace)
    if policy.name in ("PRIORITY", "OUTPUT ORDER"):
        matches = _ranked(matches, policy.columns, root, trace)
    if policy.name in _LIST_POLICIES:
        values = [_value(match, policy.columns) for match in matches]
        return _aggregated(values, policy, trace) if policy.aggregation else values
    if policy.name == "UNIQUE" and len(matches) > 1:
        trace.fail(f"{policy.label}: the rules {_numbers(matches)} all match, but the hit policy is UNIQUE.")
        return None
    if policy.name == "ANY" and not _same(matches, trace):
        trace.fail(f"{policy.label}: the rules {_numbers(matches)} match with different outputs under ANY.")
        return None
    return _value(matches[0], policy.columns)


def _numbers(matches: list[Match]) -> str:
    return ", ".join(str(match.number) for match in matches)


def _same(matches: list[Match], trace: Trace) -> bool:
    return all(equal(match.outputs, matches[0].outputs, trace.run) is True for match in matches[1:])


def _value(match: Match, columns: tuple[Column, ...]) -> Value:
    return match.outputs.get(columns[0].name) if len(columns) == 1 else match.outputs


def _without_hit(policy: Policy, root: FeelRoot, trace: Trace) -> Value:
    if any(column.default is not None for column in policy.columns):
        outputs = {
            column.name: evaluated(column.default, root, trace) if column.default else None for column in policy.columns
        }
        return _value(Match(0, outputs), policy.columns)
    return None


def _aggregated(values: list[Value], policy: Policy, trace: Trace) -> Value:
    try:
        return invoke(BUILT_INS[AGGREGATIONS[policy.aggregation]], (values,), trace.run)
    except Unfit as reason:
        trace.fail(f"{policy.label}: {policy.aggregation} of the hits is null: {reason}.")
        return None


def _ranked(matches: list[Match], columns: tuple[Column, ...], root: FeelRoot, trace: Trace) -> list[Match]:
    ranks = [_rank_of(column, root, trace) for column in columns]
    return sorted(
        matches,
        key=lambda match: [rank(match.outputs.get(column.name)) for column, rank in zip(columns, ranks, strict=True)],
    )


def _rank_of(column: Column, root: FeelRoot, trace: Trace) -> Callable[[Value], int]:
    ranked = evaluated(column.ranked, root, trace) if column.ranked else []
    places = {identity_key(value, trace.run): place for place, value in enumerate(ranked or [])}
    return lambda value: places.get(identity_key(value, trace.run), len(places))
