"""What a decision asks for: the variables that it and the decisions below it name, and what kind they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app import feel
from app.dmn.document import Element, child, children, local_name, name_of, text_of
from app.engine.decisions.outline import parts_in, required_by, variable_name
from app.feel.cursor import is_plain_name
from app.feel.expression import parse_tests_with_names, parse_with_names

LONGEST_CHAIN = 40  # item definitions that name one another
MOST_CHOICES = 100
TEST_CELLS = frozenset({"inputEntry", "inputValues", "outputValues"})


class Kind(StrEnum):
    """What a value is, as a field of a form."""

    NUMBER = "number"
    TEXT = "text"
    YES_NO = "boolean"
    DATE = "date"
    TIME = "time"
    DATE_AND_TIME = "date and time"
    DURATION = "duration"
    JSON = "json"


KINDS = {
    "number": Kind.NUMBER,
    "integer": Kind.NUMBER,
    "long": Kind.NUMBER,
    "double": Kind.NUMBER,
    "string": Kind.TEXT,
    "boolean": Kind.YES_NO,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "date and time": Kind.DATE_AND_TIME,
    "dateTime": Kind.DATE_AND_TIME,
    "days and time duration": Kind.DURATION,
    "dayTimeDuration": Kind.DURATION,
    "years and months duration": Kind.DURATION,
    "yearMonthDuration": Kind.DURATION,
    "duration": Kind.DURATION,
}


@dataclass(frozen=True)
class Asked:
    """A variable that a decision names. label: for people; choices: its allowed values where they are listed."""

    name: str
    label: str
    kind: Kind
    choices: tuple[str | Decimal, ...] = ()


def asked_by(definitions: Element, decision_id: str) -> tuple[Asked, ...]:
    """The variables that a decision needs, those of the decisions it requires included, in the order of the file."""
    every = parts_in(definitions)
    below = _below(every, decision_id)
    columns = dict(_columns(below))
    declared = [_declared(part, columns, definitions) for part in below if local_name(part) == "inputData"]
    known = {name for part_id, part in every.items() for name in (variable_name(part), part_id)}
    known |= set(_local_names(definitions)) | {"?", "item", "partial"}
    unusual = frozenset(name for name in known if not is_plain_name(name))
    named = (name for part in below if local_name(part) == "decision" for name in _names_in(part, unusual))
    others = [name for name in dict.fromkeys(named) if name not in known]
    return (*declared, *(_undeclared(name, columns.get(name)) for name in others))


def _below(every: Mapping[str, Element], part_id: str) -> list[Element]:
    """A part and all that it requires, each once."""
    found: set[str] = set()
    waiting = [part_id]
    while waiting:
        next_id = waiting.pop()
        if next_id in every and next_id not in found:
            found.add(next_id)
            waiting.extend(required_by(every[next_id]))
    return [element for found_id, element in every.items() if found_id in found]


def _columns(parts: Iterable[Element]) -> Iterator[tuple[str, Element]]:
    """The inputs of tables by their expression, the first of each."""
    seen: set[str] = set()
    for part in parts:
        for column in part.iter("{*}input"):
            text = text_of(child(column, "inputExpression"))
            if text and text not in seen:
                seen.add(text)
                yield text, column


def _declared(part: Element, columns: Mapping[str, Element], definitions: Element) -> Asked:
    name = variable_name(part)
    variable = child(part, "variable")
    column = columns.get(name)
    reference = ("" if variable is None else variable.get("typeRef") or "") or _type_of(column)
    kind, allowed = _resolved(reference, definitions)
    choices = _choices(allowed) or _choices(_values_of(column))
    return Asked(name, _label(column, name), kind, () if kind is Kind.JSON else choices)


def _undeclared(name: str, column: Element | None) -> Asked:
    if column is None:
        return Asked(name, name, Kind.JSON)
    kind = KINDS.get(_type_of(column).removeprefix("feel:"), Kind.JSON)
    return Asked(name, _label(column, name), kind, _choices(_values_of(column)))


def _type_of(column: Element | None) -> str:
    source = None if column is None else child(column, "inputExpression")
    return "" if source is None else source.get("typeRef") or ""


def _label(column: Element | None, name: str) -> str:
    return name if column is None else " ".join((column.get("label") or name).split())


def _values_of(column: Element | None) -> str:
    return "" if column is None else text_of(child(column, "inputValues"))


def _resolved(reference: str, definitions: Element) -> tuple[Kind, str]:
    """The kind that a typeRef comes to, and the allowed values on the way."""
    items = {name_of(item): item for item in children(definitions, "itemDefinition")}
    reference = " ".join(reference.split()).removeprefix("feel:")
    allowed = ""
    for _ in range(LONGEST_CHAIN):
        item = items.get(reference)
        if item is None:
            return KINDS.get(reference, Kind.JSON), allowed
        if item.get("isCollection") == "true" or child(item, "itemComponent") is not None:
            return Kind.JSON, ""
        allowed = allowed or text_of(child(item, "allowedValues"))
        reference = " ".join((text_of(item, "typeRef") or item.get("typeRef") or "").split()).removeprefix("feel:")
    return Kind.JSON, ""


def _choices(allowed: str) -> tuple[str | Decimal, ...]:
    """Allowed values as a list; empty for tests such as `> 0`."""
    if not allowed or feel.parse(f"[{allowed}]").errors or feel.parse(f"[{allowed}]").names:
        return ()
    values: Any = feel.evaluate(f"[{allowed}]", {})  # Any: a FEEL value
    if not isinstance(values, list) or len(values) > MOST_CHOICES:
        return ()
    return tuple(values) if all(isinstance(value, str | Decimal) for value in values) else ()


def _names_in(element: Element, unusual: frozenset[str]) -> Iterator[str]:
    for text in element.iter("{*}text"):
        holder = text.getparent()
        written = "".join(map(str, text.itertext())).strip()
        if holder is None or not written or local_name(holder) in {"annotationEntry", "decision"}:
            continue
        read = parse_tests_with_names if local_name(holder) in TEST_CELLS else parse_with_names
        yield from sorted(read(written, unusual).names)


def _local_names(definitions: Element) -> Iterator[str]:
    """Names that are given inside expressions: entries, parameters, iterators."""
    for element in definitions.iter("{*}*"):
        if element.get("iteratorVariable"):
            yield " ".join((element.get("iteratorVariable") or "").split())
        holder = element.getparent()
        is_entry = holder is not None and local_name(holder) == "contextEntry" and local_name(element) == "variable"
        if is_entry or local_name(element) == "formalParameter":
            yield name_of(element)
