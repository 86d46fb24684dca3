"""What the browser gets to show a form: the schema, and only the values that it uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core.actor import Viewer
from app.core.db import Json
from app.engine.forms.components import KEYED, WITH_OPTIONS, Component, all_components, expression_of
from app.engine.forms.expressions import expressions_in, names_in
from app.engine.forms.options import options_by_key
from app.engine.forms.patterns import NO_PHONE, PHONE
from app.engine.registry import Option, Variables, searched_sources

BUTTONS = frozenset({"button"})
SEARCHED = "searched"  # the property by which the browser knows the select, with the name of the source


@dataclass(frozen=True)
class OfferedForm:
    """A form as the page shows it. `data` is the initial data of form-js."""

    schema: Json
    data: Variables


def form_for_browser(schema: Json, *, variables: Variables, viewer: Viewer, draft: Variables | None) -> OfferedForm:
    """The form with its options and present values; a draft stands over the case's values.

    The form's own buttons are left out: the page has its own. A select whose choices are searched comes with what is
    chosen now, and says so in its `properties`.
    """
    values = {**variables, **(draft or {})}
    data = {name: values[name] for name in sorted(names_used(schema)) if name in values}
    fields = list(all_components(schema))
    for component in fields:
        if component.type in WITH_OPTIONS and (key := component.text("valuesKey")):
            options = options_by_key(key, variables=variables, viewer=viewer)
            data[key] = options + _chosen_of(key, fields, data, viewer)
    return OfferedForm(_as_shown(schema), {name: _for_javascript(value) for name, value in data.items()})


def names_used(schema: Json) -> frozenset[str]:
    """The variables that a form shows, fills or mentions in an expression."""
    names: set[str] = set()
    for component in all_components(schema):
        names |= _names_of(component)
    return frozenset(names)


def labels_of(schema: Json) -> dict[str, str]:
    """Label by the path that error messages use, row numbers left out: `lines.quantity`."""
    labels: dict[str, str] = {}
    waiting: list[tuple[Json, tuple[str, ...]]] = [(schema, ())]
    while waiting:
        node, above = waiting.pop()
        for component in map(Component, _dicts(node.get("components"))):
            place = (*above, *component.path)
            if component.type in KEYED or component.type == "dynamiclist":
                labels[".".join(place)] = component.label
            waiting.append((component.schema, place))
    return labels


def label_of(path: str, labels: dict[str, str]) -> str:
    """What to call the field at a path of an error: `Lines 2: Quantity` for `lines.1.quantity`."""
    parts = path.split(".")
    rows = [str(int(part) + 1) for part in parts if part.isdecimal()]
    plain = ".".join(part for part in parts if not part.isdecimal())
    label = labels.get(plain, plain)
    return f"Row {', '.join(rows)}: {label}" if rows else label


def _names_of(component: Component) -> set[str]:
    names = {component.path[0]} if component.path else set()
    names |= {name for expression in expressions_in(component) for name in names_in(expression)}
    source = component.text("dataSource")
    if source and expression_of(source) is None:
        names.add(source)
    return names


def _for_javascript(value: Any) -> Any:  # Any: a JSON value
    """Exact numbers as JavaScript's; what it sends back is read exactly again."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: _for_javascript(inner) for name, inner in value.items()}
    return [_for_javascript(inner) for inner in value] if isinstance(value, list) else value


def _chosen_of(key: str, fields: list[Component], data: Variables, viewer: Viewer) -> list[Option]:
    """What is chosen in the fields whose choices are searched in this register, in every row where they stand."""
    source = searched_sources.get(key)
    if source is None:
        return []
    names = dict.fromkeys(field.path[-1] for field in fields if field.path and field.text("valuesKey") == key)
    values = dict.fromkeys(value for name in names for value in _values_named(data, name))
    named = ((value, source.named(viewer, value)) for value in values)
    return [Option(label=option["label"], value=value) for value, option in named if option is not None]


def _values_named(data: Any, name: str) -> Iterator[str]:  # Any: a JSON value
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for each in inner:
        yield from _values_named(each, name)
    if isinstance(data, dict) and isinstance(data.get(name), str):
        yield data[name]


def _as_shown(schema: Json) -> Json:
    if schema.get("valuesKey") in searched_sources:
        return {**schema, "properties": {SEARCHED: schema["valuesKey"]}}
    if not isinstance(schema.get("components"), list):
        return schema
    return {**schema, "components": _components_shown(schema)}


def _components_shown(schema: Json) -> list[Json]:
    return [
        _with_our_phone(_as_shown(item)) for item in _dicts(schema["components"]) if item.get("type") not in BUTTONS
    ]


def _with_our_phone(component: Json) -> Json:
    """A field for phones takes what the server takes: form-js's own rule refuses most numbers of Italy."""
    rules = component.get("validate")
    if not isinstance(rules, dict) or rules.get("validationType") != "phone":
        return component
    others = {name: rule for name, rule in rules.items() if name != "validationType"}
    return {**component, "validate": {"pattern": PHONE, "patternErrorMessage": NO_PHONE, **others}}


def _dicts(listed: Any) -> list[Json]:  # Any: a JSON value
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
