"""What differs between two DMN files: decisions, columns, rules, expressions, in words. Pure."""

from collections.abc import Iterator, Mapping

from app.dmn.document import read_document
from app.engine.decisions.outline import Box, Column, Part, Rule, Table, read_outline
from app.studio.differences import Change, Difference, Kind, changes_between, moved_among

WORDS = {
    "decision": "decision",
    "inputData": "input",
    "businessKnowledgeModel": "knowledge model",
    "decisionService": "decision service",
}


def decision_differences(before: bytes, after: bytes) -> list[Difference]:
    """What was added, removed, changed and moved; rules come after the decision they belong to.

    Raises NotDmn.
    """
    old, new = (read_outline(read_document(content)).parts for content in (before, after))
    found: list[Difference] = []
    for part_id, part in new.items():
        if part_id not in old:
            found.append(_line(Kind.ADDED, part))
        else:
            found.extend(_of_part(old[part_id], part))
    found.extend(_line(Kind.REMOVED, part) for part_id, part in old.items() if part_id not in new)
    return found


def _of_part(old: Part, new: Part) -> Iterator[Difference]:
    changes = changes_between(dict(_properties(old)), dict(_properties(new)))
    if changes:
        yield Difference(Kind.CHANGED, new.part_id, WORDS[new.kind], new.name, changes)
    before, after = _table(old), _table(new)
    if before is not None and after is not None:
        yield from _of_rules(before, after, new)


def _of_rules(before: Table, after: Table, part: Part) -> Iterator[Difference]:
    """Rules by their id, or by their number where the file gives none."""
    old, new = _rules(before), _rules(after)
    kept = [rule_id for rule_id in new if rule_id in old]
    moved = moved_among([rule_id for rule_id in old if rule_id in new], kept)
    for rule_id, rule in new.items():
        name = f"{part.name}, rule {rule.number}"
        if rule_id not in old:
            yield Difference(Kind.ADDED, rule_id, "rule", name, _cells_as_changes(rule, after, is_new=True))
            continue
        changes = changes_between(_cells(old[rule_id], before), _cells(rule, after))
        is_moved = rule_id in moved
        if changes or is_moved:
            yield Difference(Kind.CHANGED if changes else Kind.MOVED, rule_id, "rule", name, changes, is_moved)
    for rule_id, rule in old.items():
        if rule_id not in new:
            name = f"{part.name}, former rule {rule.number}"
            yield Difference(Kind.REMOVED, rule_id, "rule", name, _cells_as_changes(rule, before, is_new=False))


def _rules(table: Table) -> dict[str, Rule]:
    return {rule.rule_id or f"{table.table_id} {rule.number}": rule for rule in table.rules}


def _cells(rule: Rule, table: Table) -> dict[str, str]:
    """What a rule says, by the label of the column."""
    labels = [column.label for column in (*table.inputs, *table.outputs)]
    cells = dict(zip(labels, (*rule.inputs, *rule.outputs), strict=False))
    return cells | {name: text for name, text in zip(table.annotations, rule.annotations, strict=False) if text}


def _cells_as_changes(rule: Rule, table: Table, *, is_new: bool) -> tuple[Change, ...]:
    cells = _cells(rule, table)
    return changes_between({}, cells) if is_new else changes_between(cells, {})


def _properties(part: Part) -> Iterator[tuple[str, str]]:
    yield "Name", part.name
    yield "Type", part.type
    yield "Question", part.question
    yield "Description", part.description
    yield "Requires", ", ".join(part.requires)
    if part.box is not None:
        yield "Decided by", part.box.kind.lower()
        yield from _of_box(part.box, "")


def _of_box(box: Box, place: str) -> Iterator[tuple[str, str]]:
    if box.table is not None:
        yield from ((f"{place}{label}", text) for label, text in _of_table(box.table).items())
    if box.text:
        yield f"{place}{box.kind}", box.text
    for number, (label, inner) in enumerate(box.parts, 1):
        yield from _of_box(inner, f"{place}{label or number} · ")


def _of_table(table: Table) -> Mapping[str, str]:
    policy = {"Hit policy": f"{table.hit_policy} {table.aggregation}".strip().lower()}
    inputs = {f"Input {number}": _column(column) for number, column in enumerate(table.inputs, 1)}
    outputs = {f"Output {number}": _column(column) for number, column in enumerate(table.outputs, 1)}
    return policy | inputs | outputs


def _column(column: Column) -> str:
    words = [column.label, f"({column.text}: {column.type})" if column.type else f"({column.text})"]
    if column.allowed:
        words.append(f"one of {column.allowed}")
    if column.default:
        words.append(f"else {column.default}")
    return " ".join(words)


def _table(part: Part) -> Table | None:
    return part.box.table if part.box is not None else None


def _line(kind: Kind, part: Part) -> Difference:
    return Difference(kind, part.part_id, WORDS[part.kind], part.name)
