"""Decision tables: reading them and finding the rules that match."""

from __future__ import annotations

from dataclasses import dataclass

from app.dmn.document import Element, child, children, element_id, name_of, text_of
from app.dmn.hitpolicies import AGGREGATIONS, HIT_POLICIES, Column, Match, Policy, combined
from app.dmn.itemtypes import type_by_reference
from app.dmn.reading import Boxed, Reading, RuleHit, TableHits, Trace, evaluated
from app.feel.expression import Expression, UnaryTestsExpression, read
from app.feel.scope import Environment, FeelRoot, Test
from app.feel.types import FeelType, coerced
from app.feel.values import Value, described


@dataclass(frozen=True, slots=True)
class _Input:
    label: str
    place: str
    expression: Expression
    type: FeelType | None
    allowed: UnaryTestsExpression | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line of a table. tests: column, place for people, test; problem: of a cell that is no FEEL."""

    rule_id: str
    place: str
    tests: tuple[tuple[int, str, Test], ...]
    outputs: tuple[Expression, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    table_id: str
    policy: Policy
    inputs: tuple[_Input, ...]
    rules: tuple[_Rule, ...]


def read_table(element: Element, reading: Reading, label: str) -> Boxed:
    """The evaluation of a decision table; what is wrong in it is noted with rule and column."""
    inputs = tuple(_input(part, reading, label) for part in children(element, "input"))
    outputs = _outputs(element, reading, label)
    policy = Policy(label, _hit_policy(element, reading, label), _aggregation(element, reading, label), outputs)
    rules = tuple(
        _rule(rule, inputs, outputs, reading, f"{label}, rule {number}")
        for number, rule in enumerate(children(element, "rule"), 1)
    )
    table = _Table(element_id(element), policy, inputs, rules)
    return lambda root, trace: _evaluate(table, root, trace)


def _hit_policy(element: Element, reading: Reading, label: str) -> str:
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
    return aggregation if element.get("hitPolicy") == "COLLECT" else ""


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
        place,
        reading.expression(text, element, place),
        type_by_reference(reference, element, reading),
        _tests(allowed, reading, f"{place}, allowed values"),
    )


def _tests(element: Element | None, reading: Reading, place: str) -> UnaryTestsExpression | None:
    if element is None or not text_of(element):
        return None
    return reading.tests(text_of(element), element, place)


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
    """The list of an output's allowed values, for the policies that rank by it; None for tests that are no values."""
    if allowed is None or _tests(allowed, reading, f"{place}, allowed values") is None:
        return None
    ranked = read(f"[{text_of(allowed)}]", reading.names, reading.types)
    return None if ranked.errors else ranked


def _rule(
    element: Element, inputs: tuple[_Input, ...], outputs: tuple[Column, ...], reading: Reading, place: str
) -> _Rule:
    entries = list(children(element, "inputEntry"))
    results = list(children(element, "outputEntry"))
    if len(entries) != len(inputs) or len(results) != len(outputs):
        reading.find(element, f"{place} does not have a cell for each column.")
    places = [f"{place}, column “{column.label}”" for column in inputs]
    cells = [reading.tests(text_of(cell) or "-", cell, where) for cell, where in zip(entries, places, strict=False)]
    values = tuple(
        reading.expression(text_of(cell) or "null", cell, f"{place}, column “{column.name}”")
        for cell, column in zip(results, outputs, strict=False)
    )
    tests = tuple(
        (number, places[number], cell.test) for number, cell in enumerate(cells) if cell.test and cell.text != "-"
    )
    problem = next((str(cell.errors[0]) for cell in cells if cell.errors), "")
    return _Rule(element.get("id") or "", place, tests, values, problem)


def _evaluate(table: _Table, root: FeelRoot, trace: Trace) -> Value:
    values = [_input_value(part, root, trace) for part in table.inputs]
    trace.run.spend(len(table.rules))
    matches = _matches(table, values, root, trace) if _inputs_allowed(table, values, root, trace) else []
    seen = {part.label: value for part, value in zip(table.inputs, values, strict=True)}
    hits = tuple(RuleHit(match.number, table.rules[match.number - 1].rule_id, match.outputs) for match in matches)
    trace.hits.append(TableHits(table.policy.label, table.table_id, seen, hits))
    return combined(matches, table.policy, root, trace)


def _input_value(part: _Input, root: FeelRoot, trace: Trace) -> Value:
    known = len(trace.run.warnings)
    value = evaluated(part.expression, root, trace)
    trace.locate(part.place, since=known)
    if part.type is None or value is None:
        return value
    fits, fitting = coerced(value, part.type, trace.run)
    if not fits:
        trace.run.warn(f"The input “{part.label}” is null: {described(value)} is not of its type.")
    return fitting


def _inputs_allowed(table: _Table, values: list[Value], root: FeelRoot, trace: Trace) -> bool:
    for part, value in zip(table.inputs, values, strict=True):
        if part.allowed is None or part.allowed.errors:
            continue
        if part.allowed.passes(value, (value, (root, None)), trace.run) is not True:
            trace.fail(f"{table.policy.label}: {described(value)} is not an allowed value of “{part.label}”.")
            return False
    return True


def _matches(table: _Table, values: list[Value], root: FeelRoot, trace: Trace) -> list[Match]:
    outer = (root, None)
    seen = [(value, (value, outer)) for value in values]
    matches: list[Match] = []
    for number, rule in enumerate(table.rules, 1):
        if not _fits(rule, seen, trace):
            continue
        matches.append(Match(number, _outputs_of(rule, table.policy.columns, root, trace)))
        if table.policy.name == "FIRST":
            break
    return matches


def _fits(rule: _Rule, seen: list[tuple[Value, Environment]], trace: Trace) -> bool:
    if rule.problem:
        trace.fail(f"{rule.place} has a cell that cannot be read. {rule.problem}")
        return False
    warnings = trace.run.warnings
    for column, place, test in rule.tests:
        value, env = seen[column]
        known = len(warnings)
        passes = test(value, env, trace.run)
        if len(warnings) > known:
            trace.locate(place, since=known)
        if passes is not True:
            return False
    return True


def _outputs_of(rule: _Rule, columns: tuple[Column, ...], root: FeelRoot, trace: Trace) -> dict[str, Value]:
    return {
        column.name: _output_value(expression, column, root, trace, f"{rule.place}, column “{column.name}”")
        for column, expression in zip(columns, rule.outputs, strict=False)
    }


def _output_value(expression: Expression, column: Column, root: FeelRoot, trace: Trace, place: str) -> Value:
    known = len(trace.run.warnings)
    value = evaluated(expression, root, trace)
    trace.locate(place, since=known)
    if column.type is None or value is None:
        return value
    fits, fitting = coerced(value, column.type, trace.run)
    if not fits:
        trace.run.warn(f"{place} is null: {described(value)} is not of its type.")
    return fitting
