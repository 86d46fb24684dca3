"""Decision tables: reading them and finding the rules that match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.dmn.document import Element, child, children, element_id, local_name, name_of, text_of
from app.dmn.hitpolicies import AGGREGATIONS, HIT_POLICIES, Column, Match, combined
from app.dmn.itemtypes import type_by_reference
from app.dmn.reading import Boxed, Reading, RuleHit, TableHits, Trace, evaluated
from app.feel.errors import FeelSyntaxError
from app.feel.expression import Expression, UnaryTestsExpression
from app.feel.scope import FeelRoot
from app.feel.types import FeelType, coerced
from app.feel.values import described


@dataclass(frozen=True, slots=True)
class _Input:
    label: str
    expression: Expression
    type: FeelType | None
    allowed: UnaryTestsExpression | None


@dataclass(frozen=True, slots=True)
class _Rule:
    rule_id: str
    tests: tuple[UnaryTestsExpression, ...]
    outputs: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    table_id: str
    label: str
    policy: str
    aggregation: str
    inputs: tuple[_Input, ...]
    outputs: tuple[Column, ...]
    rules: tuple[_Rule, ...]


def read_table(element: Element, reading: Reading, label: str) -> Boxed:
    """The evaluation of a decision table; what is wrong in it is noted with rule and column."""
    table = _Table(
        table_id=element_id(element),
        label=label,
        policy=_policy(element, reading, label),
        aggregation=_aggregation(element, reading, label),
        inputs=tuple(_input(part, reading, label) for part in children(element, "input")),
        outputs=_outputs(element, reading, label),
        rules=(),
    )
    rules = tuple(
        _rule(rule, number, table, reading) for number, rule in enumerate(children(element, "rule"), 1)
    )
    return lambda root, trace: _evaluate(table, rules, root, trace)


def _policy(element: Element, reading: Reading, label: str) -> str:
    policy = element.get("hitPolicy") or "UNIQUE"
    if policy not in HIT_POLICIES:
        reading.find(element, f"{label}: there is no hit policy {policy}.")
        return "UNIQUE"
    return policy


def _aggregation(element: Element, reading: Reading, label: str) -> str:
    aggregation = element.get("aggregation") or ""
    if aggregation and aggregation not in AGGREGATIONS:
        reading.find(element, f"{label}: there is no aggregation {aggregation}.")
        return ""
    return aggregation


def _input(element: Element, reading: Reading, label: str) -> _Input:
    source = child(element, "inputExpression")
    text = text_of(source)
    title = " ".join((element.get("label") or text).split())
    place = f"{label}, column “{title}”"
    if source is None or not text:
        reading.find(element, f"{place} has no input expression.")
        text = "null"
    allowed = child(element, "inputValues")
    reference = None if source is None else source.get("typeRef")
    return _Input(
        title,
        reading.expression(text, element, place),
        type_by_reference(reference, element, reading),
        reading.tests(text_of(allowed), allowed, f"{place}, allowed values") if _has_text(allowed) else None,
    )


def _has_text(element: Element | None) -> bool:
    return bool(text_of(element))


def _outputs(element: Element, reading: Reading, label: str) -> tuple[Column, ...]:
    parts = list(children(element, "output"))
    return tuple(_output(part, reading, label, alone=len(parts) == 1) for part in parts)


def _output(element: Element, reading: Reading, label: str, *, alone: bool) -> Column:
    name = name_of(element)
    title = " ".join((element.get("label") or name or "output").split())
    place = f"{label}, column “{title}”"
    if not name and not alone:
        reading.find(element, f"{place} needs a name beside other outputs.")
    allowed, default = child(element, "outputValues"), child(element, "defaultOutputEntry")
    return Column(
        name or title,
        type_by_reference(element.get("typeRef"), element, reading),
        _values_in_order(allowed, reading, place),
        reading.expression(text_of(default), element, f"{place}, default") if _has_text(default) else None,
    )


def _values_in_order(allowed: Element | None, reading: Reading, place: str) -> Expression | None:
    """The list of an output's allowed values, for the policies that rank by it."""
    if allowed is None or not _has_text(allowed):
        return None
    reading.tests(text_of(allowed), allowed, f"{place}, allowed values")
    expression = Expression(text_of(allowed))
    silent = Reading(reading.names, reading.types)
    ranked = silent.expression(f"[{text_of(allowed)}]", allowed, place)
    return None if ranked.errors else (ranked or expression)


def _rule(element: Element, number: int, table: _Table, reading: Reading) -> _Rule:
    entries = list(children(element, "inputEntry"))
    results = [part for part in children(element) if local_name(part) == "outputEntry"]
    place = f"{table.label}, rule {number}"
    if len(entries) != len(table.inputs) or len(results) != len(table.outputs):
        reading.find(element, f"{place} does not have a cell for each column.")
    tests = tuple(
        reading.tests(text_of(cell) or "-", cell, f"{place}, column “{column.label}”")
        for cell, column in zip(entries, table.inputs, strict=False)
    )
    outputs = tuple(
        reading.expression(text_of(cell) or "null", cell, f"{place}, column “{column.name}”")
        for cell, column in zip(results, table.outputs, strict=False)
    )
    return _Rule(element.get("id") or "", tests, outputs)


def _evaluate(table: _Table, rules: tuple[_Rule, ...], root: FeelRoot, trace: Trace) -> Any:
    values = [_input_value(part, root, trace) for part in table.inputs]
    trace.run.spend(len(rules))
    hits: list[RuleHit] = []
    seen = {part.label: value for part, value in zip(table.inputs, values, strict=True)}
    matches: list[Match] = []
    if _inputs_allowed(table, values, root, trace):
        for number, rule in enumerate(rules, 1):
            if _matches(rule, values, root, trace, number, table):
                match = _match(rule, table, root, trace, number)
                matches.append(match)
                hits.append(RuleHit(number, rule.rule_id, match.outputs))
                if table.policy == "FIRST":
                    break
    trace.hits.append(TableHits(table.label, table.table_id, seen, tuple(hits)))
    return combined(matches, table.outputs, table.policy, table.aggregation, table.label, root, trace)


def _input_value(part: _Input, root: FeelRoot, trace: Trace) -> Any:
    value = evaluated(part.expression, root, trace)
    if part.type is None or value is None:
        return value
    fits, fitting = coerced(value, part.type)
    if not fits:
        trace.run.warn(f"The input “{part.label}” is null: {described(value)} is not of its type.")
    return fitting


def _inputs_allowed(table: _Table, values: list[Any], root: FeelRoot, trace: Trace) -> bool:
    for part, value in zip(table.inputs, values, strict=True):
        if part.allowed is None or part.allowed.errors:
            continue
        if part.allowed.passes(value, (value, (root, None)), trace.run) is not True:
            trace.fail(f"{table.label}: {described(value)} is not among the allowed values of “{part.label}”.")
            return False
    return True


def _matches(rule: _Rule, values: list[Any], root: FeelRoot, trace: Trace, number: int, table: _Table) -> bool:
    outer = (root, None)
    try:
        for tests, value in zip(rule.tests, values, strict=False):
            if tests.passes(value, (value, outer), trace.run) is not True:
                return False
    except FeelSyntaxError as error:
        trace.fail(f"{table.label}, rule {number} has a cell that cannot be read. {error}")
        return False
    return True


def _match(rule: _Rule, table: _Table, root: FeelRoot, trace: Trace, number: int) -> Match:
    outputs: dict[str, Any] = {}
    for column, expression in zip(table.outputs, rule.outputs, strict=False):
        outputs[column.name] = _output_value(
            evaluated(expression, root, trace), column, trace, f"{table.label}, rule {number}"
        )
    return Match(number, outputs)


def _output_value(value: Any, column: Column, trace: Trace, place: str) -> Any:
    if column.type is None or value is None:
        return value
    fits, fitting = coerced(value, column.type)
    if not fits:
        trace.run.warn(f"{place}, column “{column.name}” is null: {described(value)} is not of its type.")
    return fitting
