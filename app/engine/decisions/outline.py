"""How a decision looks to people: its table or boxed expression as written, and what it requires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.dmn.document import Element, child, children, element_id, local_name, name_of, text_of

DEEPEST_BOX = 20
KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")
REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")
EXPRESSIONS = {
    "literalExpression": "Expression",
    "decisionTable": "Decision table",
    "context": "Context",
    "list": "List",
    "relation": "Relation",
    "invocation": "Invocation",
    "functionDefinition": "Function",
    "conditional": "Conditional",
    "for": "For each",
    "every": "Every",
    "some": "Some",
    "filter": "Filter",
}


@dataclass(frozen=True)
class Column:
    """An input or output of a table. text: an input's expression or an output's name; allowed: as written."""

    label: str
    text: str
    type: str
    allowed: str
    default: str = ""


@dataclass(frozen=True)
class Rule:
    """A line of a table, its cells as written. number: from 1."""

    number: int
    rule_id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A decision table. annotations: the names of its columns of notes."""

    table_id: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    annotations: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Box:
    """A boxed expression. text: of a literal one; parts: label and box of what is inside; table: of a table."""

    kind: str
    text: str = ""
    parts: tuple[tuple[str, Box], ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Part:
    """An input, decision, knowledge model or decision service of a file. requires: ids; box: its expression."""

    part_id: str
    name: str
    kind: str
    type: str
    question: str
    description: str
    requires: tuple[str, ...]
    box: Box | None


@dataclass(frozen=True)
class Outline:
    """A DMN file for people. parts: by id; tables: the name of the decision or knowledge model around each, by id."""

    parts: dict[str, Part]
    tables: dict[str, str]

    def required_by(self, part_id: str) -> list[Part]:
        """What a part requires, in the order of the file."""
        return [self.parts[needed] for needed in self.parts[part_id].requires if needed in self.parts]


def read_outline(definitions: Element) -> Outline:
    """The outline of a DMN file that was read."""
    elements = parts_in(definitions)
    parts = {part_id: _part(element) for part_id, element in elements.items()}
    tables = {
        element_id(table): parts[part_id].name
        for part_id, element in elements.items()
        for table in element.iter("{*}decisionTable")
    }
    return Outline(parts, tables)


def parts_in(definitions: Element) -> dict[str, Element]:
    """The inputs, decisions, knowledge models and services of a file, by id."""
    return {element_id(element): element for element in children(definitions, *KINDS)}


def variable_name(element: Element) -> str:
    """What FEEL calls an input or decision."""
    variable = child(element, "variable")
    return (name_of(variable) if variable is not None else "") or name_of(element)


def _part(element: Element) -> Part:
    variable = child(element, "variable")
    return Part(
        element_id(element),
        variable_name(element),
        local_name(element),
        _type(variable),
        text_of(element, "question"),
        text_of(element, "description"),
        tuple(required_by(element)),
        _box_of(element),
    )


def _box_of(element: Element) -> Box | None:
    logic = child(element, "encapsulatedLogic")
    return _inner(element, 0) if logic is None else _function(logic, 0)


def required_by(element: Element) -> Iterator[str]:
    """Ids of what a part requires."""
    for requirement in children(element, *REQUIREMENTS):
        for target in children(requirement, *REQUIRED):
            yield (target.get("href") or "").rpartition("#")[2]


def _type(element: Element | None) -> str:
    return "" if element is None else " ".join((element.get("typeRef") or "").split()).removeprefix("feel:")


def _inner(element: Element, depth: int) -> Box | None:
    found = next(children(element, *EXPRESSIONS), None)
    return None if found is None else _box(found, depth)


def _box(element: Element, depth: int) -> Box:
    name = local_name(element)
    kind = EXPRESSIONS[name]
    if depth > DEEPEST_BOX:
        return Box(kind, "…")
    if name == "decisionTable":
        return Box(kind, table=_table(element))
    if name == "literalExpression":
        return Box(kind, text_of(element))
    if name == "functionDefinition":
        return _function(element, depth)
    if name == "relation":
        return Box(kind, parts=tuple(_relation_rows(element, depth)))
    return Box(kind, element.get("iteratorVariable") or "", tuple(_parts(element, depth)))


def _parts(element: Element, depth: int) -> Iterator[tuple[str, Box]]:
    for part in children(element):
        if local_name(part) in EXPRESSIONS:
            yield "", _box(part, depth + 1)
            continue
        inner = _inner(part, depth + 1)
        if inner is not None:
            yield _label(part), inner


def _label(part: Element) -> str:
    """What stands before a part: a context's entry, a binding's parameter, else its name: if, then, in, return."""
    for name in ("variable", "parameter"):
        named = child(part, name)
        if named is not None:
            return name_of(named)
    return "result" if local_name(part) == "contextEntry" else local_name(part)


def _relation_rows(element: Element, depth: int) -> Iterator[tuple[str, Box]]:
    columns = [name_of(column) for column in children(element, "column")]
    for number, row in enumerate(children(element, "row"), 1):
        cells = [_box(cell, depth + 1) for cell in children(row, *EXPRESSIONS)]
        yield f"Row {number}", Box("Row", parts=tuple(zip(columns, cells, strict=False)))


def _function(element: Element, depth: int) -> Box:
    names = ", ".join(name_of(parameter) for parameter in children(element, "formalParameter"))
    body = _inner(element, depth + 1)
    return Box(f"Function of {names}" if names else "Function", parts=() if body is None else (("", body),))


def _table(element: Element) -> Table:
    annotations = tuple(name_of(part) or "Note" for part in children(element, "annotation"))
    rules = tuple(_rule(rule, number) for number, rule in enumerate(children(element, "rule"), 1))
    if any(len(rule.annotations) > len(annotations) for rule in rules):
        annotations = (*annotations, "Note")
    return Table(
        element_id(element),
        element.get("hitPolicy") or "UNIQUE",
        element.get("aggregation") or "",
        tuple(_input(part) for part in children(element, "input")),
        tuple(_output(part) for part in children(element, "output")),
        annotations,
        rules,
    )


def _input(element: Element) -> Column:
    source = child(element, "inputExpression")
    text = text_of(source)
    label = " ".join((element.get("label") or text).split())
    return Column(label, text, _type(source), text_of(child(element, "inputValues")))


def _output(element: Element) -> Column:
    name = name_of(element)
    label = " ".join((element.get("label") or name or "output").split())
    default = text_of(child(element, "defaultOutputEntry"))
    return Column(label, name or label, _type(element), text_of(child(element, "outputValues")), default)


def _rule(element: Element, number: int) -> Rule:
    notes = [text_of(part) for part in children(element, "annotationEntry")]
    description = text_of(element, "description")
    if description and description not in notes:
        notes.append(description)
    return Rule(
        number,
        element.get("id") or "",
        tuple(text_of(cell) for cell in children(element, "inputEntry")),
        tuple(text_of(cell) for cell in children(element, "outputEntry")),
        tuple(notes),
    )
