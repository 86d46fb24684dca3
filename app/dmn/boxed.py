"""Boxed expressions: contexts, lists, relations, invocations, functions and the like."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.dmn.document import Element, child, children, local_name, name_of, text_of
from app.dmn.itemtypes import type_by_reference
from app.dmn.iterations import read_filter, read_for, read_quantified
from app.dmn.reading import Boxed, Reading, Trace, evaluated, with_names
from app.dmn.table import read_table
from app.feel.budget import Run
from app.feel.errors import Unfit
from app.feel.invocation import invoke_by_name
from app.feel.scope import FeelRoot
from app.feel.types import FeelType, coerced
from app.feel.values import Function, Parameter, Value, described

_EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "list",
    "relation",
    "invocation",
    "functionDefinition",
    "conditional",
    "for",
    "every",
    "some",
    "filter",
)


def expression_in(element: Element) -> Element | None:
    """The boxed expression directly below an element."""
    return next(children(element, *_EXPRESSIONS), None)


def read_boxed(element: Element | None, owner: Element, reading: Reading, label: str) -> Boxed:
    """The evaluation of a boxed expression; null for none. label: names the place for people."""
    if element is None:
        reading.find(owner, f"{label} has no expression.")
        return _null
    boxed = _READERS[local_name(element)](element, reading, label)
    wanted = type_by_reference(element.get("typeRef"), element, reading)
    if wanted is None or (local_name(element) == "functionDefinition" and wanted.kind != "function"):
        return boxed  # some editors write the type of a function's result here
    return typed(boxed, wanted, label)


def typed(boxed: Boxed, wanted: FeelType, label: str) -> Boxed:
    """An evaluation whose value must be of a type; null with a warning where it is not."""

    def run_typed(root: FeelRoot, trace: Trace) -> Value:
        return checked(boxed(root, trace), wanted, label, trace)

    return run_typed


def checked(value: Value, wanted: FeelType, label: str, trace: Trace) -> Value:
    """A value where it fits a type, if need be as a list of one or out of one, else null and a warning."""
    fits, fitting = coerced(value, wanted, trace.run)
    if not fits:
        trace.run.warn(f"{label} is null: {described(value)} is not of its type.")
    return fitting


def _null(_root: FeelRoot, _trace: Trace) -> None:
    return None


def _inner(element: Element, reading: Reading, label: str) -> Boxed:
    return read_boxed(expression_in(element), element, reading, label)


def _named_inner(element: Element, name: str, reading: Reading, label: str) -> Boxed:
    part = child(element, name)
    if part is None:
        reading.find(element, f"{label} lacks its part “{name}”.")
        return _null
    return _inner(part, reading, label)


def _literal(element: Element, reading: Reading, label: str) -> Boxed:
    language = element.get("expressionLanguage") or ""
    if language and "feel" not in language.lower():
        reading.find(element, f"{label} is written in {language}; only FEEL is evaluated.")
        return _null
    text = text_of(element)
    if not text:
        return _null
    expression = reading.expression(text, element, label)
    return lambda root, trace: evaluated(expression, root, trace)


def _context(element: Element, reading: Reading, label: str) -> Boxed:
    entries: list[tuple[str, Boxed]] = []
    result: Boxed | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        if variable is None:
            result = _inner(entry, reading, label)
            continue
        name = name_of(variable)
        boxed = _inner(entry, reading, f"{label}, entry “{name}”")
        wanted = type_by_reference(variable.get("typeRef"), variable, reading)
        entries.append((name, boxed if wanted is None else typed(boxed, wanted, f"{label}, entry “{name}”")))

    def run_context(root: FeelRoot, trace: Trace) -> Value:
        values: dict[str, Value] = {}
        for name, boxed in entries:
            values[name] = boxed(with_names(root, values), trace)
        return values if result is None else result(with_names(root, values), trace)

    return run_context


def _list(element: Element, reading: Reading, label: str) -> Boxed:
    items = [read_boxed(item, element, reading, label) for item in children(element, *_EXPRESSIONS)]
    return lambda root, trace: [item(root, trace) for item in items]


def _relation(element: Element, reading: Reading, label: str) -> Boxed:
    columns = [name_of(column) for column in children(element, "column")]
    rows: list[list[Boxed]] = []
    for number, row in enumerate(children(element, "row"), 1):
        cells = list(children(row, *_EXPRESSIONS))
        if len(cells) != len(columns):
            reading.find(row, f"{label}: row {number} has {len(cells)} cells for {len(columns)} columns.")
        rows.append([read_boxed(cell, row, reading, f"{label}, row {number}") for cell in cells])

    def run_relation(root: FeelRoot, trace: Trace) -> list[dict[str, Value]]:
        return [dict(zip(columns, [cell(root, trace) for cell in cells], strict=False)) for cells in rows]

    return run_relation


def _invocation(element: Element, reading: Reading, label: str) -> Boxed:
    function = _inner(element, reading, label)
    names: list[str] = []
    arguments: list[Boxed] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        names.append("" if parameter is None else name_of(parameter))
        arguments.append(_inner(binding, reading, f"{label}, argument “{names[-1]}”"))

    def run_invocation(root: FeelRoot, trace: Trace) -> Value:
        callee = function(root, trace)
        values = [argument(root, trace) for argument in arguments]
        try:
            return invoke_by_name(callee, values, names, trace.run)
        except Unfit as reason:
            trace.run.warn(f"{label} is null: {reason}.")
            return None

    return run_invocation


def _function(element: Element, reading: Reading, label: str) -> Boxed:
    function = read_function(element, reading, label)
    return lambda root, trace: function(root, trace, "")


def read_function(element: Element, reading: Reading, label: str) -> Callable[[FeelRoot, Trace, str], Function]:
    """How to make the function of a definition in a scope. Java and PMML become null with an error."""
    parameters = tuple(
        Parameter(name_of(parameter), type_by_reference(parameter.get("typeRef"), parameter, reading))
        for parameter in children(element, "formalParameter")
    )
    kind = (element.get("kind") or "FEEL").split(":")[-1]
    body = _inner(element, reading, label) if kind == "FEEL" else _refused(element, reading, label, kind)

    def make(root: FeelRoot, trace: Trace, name: str) -> Function:
        def call(_run: Run, arguments: Sequence[object]) -> object:
            given = {parameter.name: value for parameter, value in zip(parameters, arguments, strict=True)}
            return body(with_names(root, given), trace)

        return Function(name, parameters, call)

    return make


def _refused(element: Element, reading: Reading, label: str, kind: str) -> Boxed:
    sentence = f"{label} is a {kind} function, which is not run: only FEEL is."
    reading.find(element, sentence)

    def run_refused(_root: FeelRoot, trace: Trace) -> None:
        trace.fail(sentence)

    return run_refused


def _conditional(element: Element, reading: Reading, label: str) -> Boxed:
    condition = _named_inner(element, "if", reading, label)
    yes = _named_inner(element, "then", reading, label)
    no = _named_inner(element, "else", reading, label)
    return lambda root, trace: (yes if condition(root, trace) is True else no)(root, trace)


def _for(element: Element, reading: Reading, label: str) -> Boxed:
    source = _named_inner(element, "in", reading, label)
    return read_for(element, source, _named_inner(element, "return", reading, label), label)


def _quantified(element: Element, reading: Reading, label: str) -> Boxed:
    source = _named_inner(element, "in", reading, label)
    return read_quantified(element, source, _named_inner(element, "satisfies", reading, label), label)


def _filter(element: Element, reading: Reading, label: str) -> Boxed:
    source = _named_inner(element, "in", reading, label)
    return read_filter(source, _named_inner(element, "match", reading, label), label)


_READERS: dict[str, Callable[[Element, Reading, str], Boxed]] = {
    "literalExpression": _literal,
    "decisionTable": read_table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "conditional": _conditional,
    "for": _for,
    "every": _quantified,
    "some": _quantified,
    "filter": _filter,
}
