"""JSON schemas from the shapes in the code: marshmallow schemas of requests, typed dictionaries of answers."""

import types
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from marshmallow import Schema, fields, validate

from app.api.filters import OPERATORS, Field, Kind
from app.api.searching import MOST_ROWS, Listing

JsonSchema = dict[str, Any]  # Any: JSON of any shape
PLAIN: dict[Any, JsonSchema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Any: {},
}
FIELD_TYPES: dict[type[fields.Field[Any]], JsonSchema] = {
    fields.Integer: {"type": "integer"},
    fields.Decimal: {"type": "string", "format": "decimal"},
    fields.Boolean: {"type": "boolean"},
    fields.UUID: {"type": "string", "format": "uuid"},
    fields.DateTime: {"type": "string", "format": "date-time"},
    fields.Date: {"type": "string", "format": "date"},
    fields.Email: {"type": "string", "format": "email"},
    fields.Url: {"type": "string", "format": "uri"},
    fields.String: {"type": "string"},
    fields.Dict: {"type": "object", "additionalProperties": True},
}
VALUES: dict[Kind, JsonSchema] = {
    Kind.TEXT: {"type": "string"},
    Kind.LIST: {"type": "string"},
    Kind.KEY: {"type": "string", "pattern": "^[0-9]+$"},
    Kind.NUMBER: {"type": "integer"},
    Kind.TIME: {"type": "string", "format": "date-time"},
    Kind.CHOICE: {"type": "string"},
    Kind.FLAG: {"type": "boolean"},
}


class Shapes:
    """The named schemas of one document, collected while it is made."""

    def __init__(self) -> None:
        self.schemas: dict[str, JsonSchema] = {}

    def of_request(self, schema: type[Schema]) -> JsonSchema:
        """A reference to the schema of a request."""
        return self._named(schema.__name__, lambda: self._request(schema()))

    def of_result(self, shape: Any) -> JsonSchema:  # Any: a TypedDict, or the type of one of its parts
        """The schema of an answer; a reference where it has a name."""
        if is_typeddict(shape):
            return self._named(shape.__name__, lambda: self._result(shape))
        origin, arguments = get_origin(shape), get_args(shape)
        if origin is list:
            return {"type": "array", "items": self.of_result(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of_result(arguments[1])}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of_result(one) for one in arguments]}
        return PLAIN[shape]

    def of_search(self, name: str, listing: Listing | None) -> JsonSchema:
        """The body of a search."""
        return self._named(f"{name}Search", lambda: _search(listing))

    def of_items(self, shape: Any, *, has_page: bool) -> JsonSchema:  # Any: a TypedDict
        """A list of results, with the page where there is one."""
        found: JsonSchema = {"items": {"type": "array", "items": self.of_result(shape)}}
        if has_page:
            found["page"] = {"$ref": "#/components/schemas/PageInfo"}
        return {"type": "object", "properties": found, "required": list(found)}

    def _named(self, name: str, make: Any) -> JsonSchema:  # Any: a function without arguments
        if name not in self.schemas:
            self.schemas[name] = {}  # so that a shape may hold itself
            self.schemas[name] = make()
        return {"$ref": f"#/components/schemas/{name}"}

    def _request(self, schema: Schema) -> JsonSchema:
        loaded = {field.data_key or name: field for name, field in schema.fields.items() if not field.dump_only}
        required = [name for name, field in loaded.items() if field.required]
        return {
            "type": "object",
            "description": _first_line(type(schema)),
            "properties": {name: self._field(field) for name, field in loaded.items()},
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }

    def _field(self, field: fields.Field[Any]) -> JsonSchema:
        if isinstance(field, fields.Nested):
            return self.of_request(type(field.schema))
        if isinstance(field, fields.List):
            return {"type": "array", "items": self._field(field.inner)}
        known = next((found for kind, found in FIELD_TYPES.items() if isinstance(field, kind)), {})
        found = known | _rules(field)
        if field.allow_none and isinstance(found.get("type"), str):
            found["type"] = [found["type"], "null"]
        return found

    def _result(self, shape: Any) -> JsonSchema:  # Any: a TypedDict
        hints = get_type_hints(shape)
        return {
            "type": "object",
            "description": _first_line(shape),
            "properties": {name: self.of_result(hint) for name, hint in hints.items()},
            "required": list(hints),
        }


def _rules(field: fields.Field[Any]) -> JsonSchema:
    found: JsonSchema = {}
    for rule in field.validators:
        if isinstance(rule, validate.Length):
            found |= _given(minLength=rule.min, maxLength=rule.max)
        elif isinstance(rule, validate.Range):
            found |= _given(minimum=rule.min, maximum=rule.max)
        elif isinstance(rule, validate.OneOf):
            found["enum"] = [*map(str, rule.choices), *([None] if field.allow_none else [])]
    return found


def _given(**rules: Any) -> JsonSchema:
    return {name: rule for name, rule in rules.items() if rule is not None}


def _search(listing: Listing | None) -> JsonSchema:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": MOST_ROWS}
    page = {"from": {"type": "integer"}, "after": {"type": "string"}, "before": {"type": "string"}, "limit": limit}
    properties: JsonSchema = {"page": {"type": "object", "properties": page}}
    if listing is None:
        return {"type": "object", "properties": {**properties, "filter": {"type": "object"}, "sort": {"type": "array"}}}
    order = {"field": {"enum": listing.sorts}, "order": {"enum": ["ASC", "DESC"], "default": "ASC"}}
    properties["sort"] = {"type": "array", "items": {"type": "object", "properties": order, "required": ["field"]}}
    filters = {name: _filter(field) for name, field in listing.fields.items()}
    properties["filter"] = {"type": "object", "properties": filters, "additionalProperties": listing.has_alternatives}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _filter(field: Field) -> JsonSchema:
    value = VALUES[field.kind] | ({"enum": list(field.choices)} if field.choices else {})
    several = {"type": "array", "items": value}
    others: dict[str, JsonSchema] = {"$in": several, "$notIn": several, "$exists": {"type": "boolean"}}
    operators = {name: others.get(name, value) for name in OPERATORS[field.kind]}
    return {"anyOf": [value, {"type": "object", "properties": operators, "additionalProperties": False}]}


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]
