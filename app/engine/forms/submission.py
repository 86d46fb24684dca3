"""What a person sent, checked against exactly the form that was shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from app.core.actor import Viewer
from app.core.db import Json
from app.core.errors import Invalid
from app.engine.forms.components import COMPUTED, KEYED, Component, all_components, components_of, expression_of
from app.engine.forms.expressions import value_of
from app.engine.forms.fields import AnyField, Scope, field_for, unchanged_field
from app.engine.registry import Variables

MOST_ROWS = 200
MOST_ERRORS = 50
LARGEST_DRAFT = 200_000  # characters
NO_SUCH_FIELD = "This form has no such field."

Place = tuple[str, ...]


@dataclass
class _Layout:
    """The fields of one scope (the page, or one row), by where their value stands."""

    fields: dict[Place, AnyField] = field(default_factory=dict)
    hidden: list[Place] = field(default_factory=list)
    kept: list[Place] = field(default_factory=list)  # read-only: checked, but no new value
    computed: dict[Place, str] = field(default_factory=dict)


def checked_values(schema: Json, sent: object, *, variables: Variables, viewer: Viewer, at: datetime) -> Variables:
    """The variables that a submission sets: exactly the fields shown, each of its type and within its rules.

    variables: of the case. Hidden fields count as not sent; computed fields are computed here.
    Raises Invalid with a sentence for each field, rows as `lines.0.quantity`.
    """
    if not isinstance(sent, dict):
        raise Invalid("The values of a form are a name and a value for each field.")
    scope = Scope({**variables, **sent}, variables, viewer, at)
    try:
        values = _load(list(components_of(schema)), sent, scope, variables)
    except ValidationError as error:
        raise _invalid(error) from error
    return {**values, **{name: _laid_over(variables.get(name), values[name]) for name in _dotted(schema) & set(values)}}


def checked_draft(schema: Json, sent: Variables) -> Variables:
    """Values to keep as a draft: of this form's fields, of any state of completion. Raises Invalid."""
    known = {component.path[0] for component in all_components(schema) if component.path}
    if unknown := sorted(set(sent) - known):
        raise Invalid("The draft has fields that this form does not have.", {name: [NO_SUCH_FIELD] for name in unknown})
    if len(repr(sent)) > LARGEST_DRAFT or "\\x00" in repr(sent):
        raise Invalid("The draft is too large, or holds characters that cannot be stored.")
    return sent


def _load(components: list[Component], sent: Any, scope: Scope, present: Any) -> Variables:  # Any: JSON values
    if not isinstance(sent, dict):
        raise ValidationError("These values cannot be read.")
    layout = _Layout()
    _lay_out(components, (), scope, present, layout)
    values: Variables = _schema_of(layout.fields).load(_without(sent, [*layout.hidden, *layout.computed]))
    values = _without(values, layout.kept)
    for place, expression in layout.computed.items():
        _put(values, place, value_of(expression, {**scope.context, **values}, at=scope.at))
    return values


def _lay_out(components: Iterable[Component], above: Place, scope: Scope, present: Any, layout: _Layout) -> None:
    for component in components:
        place = (*above, *component.path)
        if component.hide and value_of(component.hide, scope.context, at=scope.at) is True:
            layout.hidden.extend(_places_below(component, above))
        elif component.type == "group":
            _lay_out(component.children(), place, scope, present, layout)
        elif component.type == "dynamiclist":
            layout.fields[place] = _rows_field(component, scope, _at(present, place))
        elif component.type == COMPUTED:
            layout.computed[place] = expression_of(component.text("expression")) or ""
        elif component.type in KEYED:
            _lay_out_field(component, place, scope, present, layout)


def _lay_out_field(component: Component, place: Place, scope: Scope, present: Any, layout: _Layout) -> None:
    if component.is_disabled or scope.rule(component.schema.get("readonly")) is True:
        shown = _at(present, place)
        layout.fields[place] = unchanged_field(component.schema.get("defaultValue") if shown is None else shown)
        layout.kept.append(place)
    else:
        layout.fields[place] = field_for(component, scope)


def _places_below(component: Component, above: Place) -> Iterator[Place]:
    place = (*above, *component.path)
    if component.type == "group":
        for child in component.children():
            yield from _places_below(child, place)
    elif component.path:
        yield place


def _rows_field(component: Component, scope: Scope, present: Any) -> AnyField:  # Any: the present rows
    children = list(component.children())

    def read(sent: Any) -> list[Variables]:  # Any: a JSON value
        if not isinstance(sent, list):
            raise ValidationError("These rows cannot be read.")
        if len(sent) > MOST_ROWS:
            raise ValidationError(f"At most {MOST_ROWS} rows; these are {len(sent):,}.")
        return _rows(children, sent, scope, present if isinstance(present, list) else [])

    return fields.Function(deserialize=lambda sent: [] if sent is None else read(sent), allow_none=True)


def _rows(children: list[Component], sent: list[Any], scope: Scope, present: list[Any]) -> list[Variables]:
    rows: list[Variables] = []
    errors: dict[int, Any] = {}  # Any: marshmallow's messages
    for number, row in enumerate(sent):
        inner = row if isinstance(row, dict) else {}
        context = {**scope.context, **inner, "this": inner, "parent": scope.context, "i": number + 1}
        before = present[number] if number < len(present) else {}
        try:
            rows.append(_load(children, row, replace(scope, context=context), before))
        except ValidationError as error:
            errors[number] = error.messages
    if errors:
        raise ValidationError(errors)
    return rows


def _schema_of(by_place: dict[Place, AnyField]) -> Schema:
    own: dict[str, AnyField] = {}
    below: dict[str, dict[Place, AnyField]] = {}
    for place, one in by_place.items():
        if len(place) == 1:
            own[place[0]] = one
        else:
            below.setdefault(place[0], {})[place[1:]] = one
    for name, inner in below.items():
        own[name] = fields.Nested(_schema_of(inner), required=_needs_value(inner))
    made = Schema.from_dict(own, name="SubmittedForm")
    return made(unknown=RAISE)


def _needs_value(by_place: dict[Place, AnyField]) -> bool:
    return any(one.required for one in by_place.values())


def _without(values: Variables, places: Iterable[Place]) -> Variables:
    kept = dict(values)
    for place in places:
        if isinstance(inner := kept.get(place[0]), dict) and len(place) > 1:
            kept[place[0]] = _without(inner, [place[1:]])
            if not kept[place[0]]:
                del kept[place[0]]
        elif len(place) == 1:
            kept.pop(place[0], None)
    return kept


def _put(values: Variables, place: Place, value: Any) -> None:  # Any: a JSON value
    for name in place[:-1]:
        values = values.setdefault(name, {})
    values[place[-1]] = value


def _at(values: Any, place: Place) -> Any:  # Any: JSON values
    for name in place:
        values = values.get(name) if isinstance(values, dict) else None
    return values


def _dotted(schema: Json) -> set[str]:
    """Variables of which the form fills only parts."""
    return {
        component.path[0]
        for component in all_components(schema)
        if len(component.path) > 1 or (component.type == "group" and component.path)
    }


def _laid_over(present: Any, value: Any) -> Any:  # Any: JSON values
    """A value of dotted keys keeps what the form does not show of the present one."""
    if not isinstance(value, dict) or not isinstance(present, dict):
        return value
    return {**present, **{name: _laid_over(present.get(name), inner) for name, inner in value.items()}}


def _invalid(error: ValidationError) -> Invalid:
    found = dict(_flat(error.messages, ""))
    shown = dict(list(found.items())[:MOST_ERRORS])
    count = len(found)
    return Invalid("One field needs another look." if count == 1 else f"{count} fields need another look.", shown)


def _flat(messages: Any, path: str) -> Iterator[tuple[str, list[str]]]:  # Any: marshmallow nests lists and dicts
    if isinstance(messages, dict):
        for name, inner in messages.items():
            own = path if name == "_schema" else f"{path}.{name}" if path else str(name)
            yield from _flat(inner, own)
    else:
        texts = [messages] if isinstance(messages, str) else [str(text) for text in messages]
        yield path, [NO_SUCH_FIELD if text == "Unknown field." else text for text in texts]
