"""What differs between two forms, field by field, in words. Pure."""

from collections.abc import Iterator
from typing import Any

from app.core.db import Json
from app.engine.forms.components import components_of
from app.studio.bpmn_words import in_words, shown_value
from app.studio.differences import Difference, Kind, changes_between, moved_among

LABELS = {
    "label": "Label",
    "key": "Variable",
    "path": "Variable",
    "type": "Type",
    "text": "Text",
    "description": "Description",
    "defaultValue": "Default",
    "values": "Options",
    "valuesKey": "Options from",
    "valuesExpression": "Options by",
    "expression": "Computed by",
    "readonly": "Read only",
    "disabled": "Disabled",
    "conditional hide": "Hidden if",
    "validate required": "Required",
    "validate minLength": "Shortest",
    "validate maxLength": "Longest",
    "validate min": "Least",
    "validate max": "Most",
    "validate pattern": "Pattern",
    "subtype": "Kind of date",
    "appearance prefixAdorner": "Before the field",
    "appearance suffixAdorner": "Behind the field",
}
UNTOLD = frozenset({"id", "components", "layout"})
Fields = dict[str, tuple[Json, str]]


def form_differences(before: Json, after: Json) -> list[Difference]:
    """What was added, removed, changed and moved; fields are the same when their id is, else their variable."""
    old, new = dict(_fields(before, "")), dict(_fields(after, ""))
    kept = [name for name in new if name in old]
    found = [_line(Kind.ADDED, name, new) for name in new if name not in old]
    found += [_line(Kind.REMOVED, name, old) for name in old if name not in new]
    moved = _moved(old, new)
    for name in kept:
        changes = changes_between(dict(_said(old[name][0])), dict(_said(new[name][0])))
        if changes or name in moved:
            kind = Kind.CHANGED if changes else Kind.MOVED
            found.append(Difference(kind, name, _type(new[name][0]), _name(new[name][0]), changes, name in moved))
    return found


def _moved(old: Fields, new: Fields) -> set[str]:
    """Fields that stand elsewhere among those around them, or in another group."""
    found = {name for name in new if name in old and old[name][1] != new[name][1]}
    for parent in {parent for _, parent in new.values()}:
        orders = [
            [name for name, (_, above) in each.items() if above == parent and name in old and name in new]
            for each in (old, new)
        ]
        found |= moved_among(*([name for name in order if name not in found] for order in orders))
    return found


def _fields(schema: Json, parent: str) -> Iterator[tuple[str, tuple[Json, str]]]:
    """Every component by what names it, with the one around it."""
    for component in components_of(schema):
        field = component.schema
        name = str(field.get("id") or field.get("key") or field.get("path") or f"{parent}/{_name(field)}")
        yield name, (field, parent)
        yield from _fields(field, name)


def _line(kind: Kind, name: str, fields: Fields) -> Difference:
    return Difference(kind, name, _type(fields[name][0]), _name(fields[name][0]))


def _type(field: Json) -> str:
    return in_words(str(field.get("type") or "field"))


def _name(field: Json) -> str:
    """What people call a field: its label, its variable, or the beginning of its text."""
    for name in ("label", "key", "path", "text", "id"):
        if words := " ".join(str(field.get(name) or "").split()):
            return words if len(words) <= 80 else f"{words[:80]}…"
    return "unnamed"


def _said(value: Any, place: str = "") -> Iterator[tuple[str, str]]:  # Any: a JSON value
    """Each property by its label."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if place or name not in UNTOLD:
                yield from _said(inner, f"{place} {name}".strip())
    elif isinstance(value, list):
        yield _label(place), "; ".join(_entry(entry) for entry in value)
    elif value not in (None, ""):
        yield _label(place), shown_value(str(value).lower() if isinstance(value, bool) else str(value))


def _entry(entry: Any) -> str:  # Any: a JSON value
    if isinstance(entry, dict):
        return " = ".join(str(entry[name]) for name in ("label", "value") if name in entry) or str(entry)
    return str(entry)


def _label(place: str) -> str:
    return LABELS.get(place) or in_words(place).capitalize()
