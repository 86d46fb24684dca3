"""The OpenAPI document of both APIs, made from the addresses of the running application."""

import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.api.description.marks import Description, described
from app.api.description.shapes import JsonSchema, Shapes
from app.api.searching import PageInfo
from app.identity.permissions import declared_permission, is_public
from app.sales.schemas import WebLead
from app.service_desk.schemas import WebRequest

PREFIXES = ("/v2/", "/api/")
ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
NOT_IN_RULE = {"HEAD", "OPTIONS"}

OTHERS = {
    "sales_api.create_lead": Description(body=WebLead, status=201),
    "service_desk_api.create_service_request": Description(body=WebRequest, status=201),
}
"""Views of lower slices, which cannot know the marks of this one."""

PROBLEM: JsonSchema = {
    "type": "object",
    "description": "What was refused, and why (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "findings": {"type": "array", "items": {"type": "object"}},
        "requestId": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
ABOUT = (
    "Under /v2 the engine speaks Camunda 8's Orchestration Cluster API; what is written is seen by the next request. "
    "Under /api is what belongs to the business. Programs log in with an API token (Bearer, or Basic with the user "
    "name) or with user name and password (Basic)."
)


def document(app: Flask) -> JsonSchema:
    """The whole description."""
    shapes = Shapes()
    shapes.of_result(PageInfo)
    paths: dict[str, JsonSchema] = {}
    for rule, method in _addresses(app):
        view = app.view_functions[rule.endpoint]
        marks = OTHERS.get(rule.endpoint) or described(view)
        paths.setdefault(path_of(rule), {})[method.lower()] = _operation(rule, view, marks, shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pratica", "version": version("pratica"), "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": {**dict(sorted(shapes.schemas.items())), "Problem": PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic"},
            },
        },
    }


def path_of(rule: Rule) -> str:
    """The address of a rule as OpenAPI writes it."""
    return ARGUMENT.sub(r"{\1}", rule.rule)


def _addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if rule.rule.startswith(PREFIXES):
            for method in sorted((rule.methods or set()) - NOT_IN_RULE):
                yield rule, method


def _operation(rule: Rule, view: Callable[..., Any], marks: Description, shapes: Shapes) -> JsonSchema:
    summary, _, rest = (view.__doc__ or "").strip().partition("\n")
    permission = declared_permission(view)
    found: JsonSchema = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "summary": summary.rstrip("."),
        "tags": [rule.rule.split("/")[2] if rule.rule.startswith("/v2/") else "business"],
        "parameters": [_parameter(name) for name in ARGUMENT.findall(rule.rule)],
        "responses": {str(marks.status): _answer(marks, shapes), "default": _problem()},
        "security": [{}] if is_public(view) else [{"token": []}, {"password": []}],
    }
    if details := " ".join(rest.split()):
        found["description"] = details
    if permission is not None:
        found["x-permission"] = permission.value
    if (body := _body(marks, shapes)) is not None:
        found["requestBody"] = {"content": body}
    return found


def _parameter(name: str) -> JsonSchema:
    is_key = name.endswith("_key")
    schema: JsonSchema = {"type": "string", **({"pattern": "^[0-9]{1,19}$"} if is_key else {})}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _body(marks: Description, shapes: Shapes) -> JsonSchema | None:
    if marks.files is not None:
        file = {"type": "array", "items": {"type": "string", "format": "binary"}}
        schema = {"type": "object", "properties": {marks.files: file}, "required": [marks.files]}
        return {"multipart/form-data": {"schema": schema}}
    if marks.is_search:
        name = "".join(part.capitalize() for part in (marks.listing.name if marks.listing else "variables").split("-"))
        return {"application/json": {"schema": shapes.of_search(name, marks.listing)}}
    if marks.body is not None:
        return {"application/json": {"schema": shapes.of_request(marks.body)}}
    return None


def _answer(marks: Description, shapes: Shapes) -> JsonSchema:
    if marks.items is not None:
        schema = shapes.of_items(marks.items, has_page=marks.is_search)
        return {"description": "Found.", "content": {"application/json": {"schema": schema}}}
    if isinstance(marks.gives, str):
        return {"description": "Found.", "content": {marks.gives: {"schema": {"type": "string"}}}}
    if marks.gives is None:
        return {"description": "Done."}
    return {"description": "Done.", "content": {"application/json": {"schema": shapes.of_result(marks.gives)}}}


def _problem() -> JsonSchema:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": "Refused.", "content": {"application/problem+json": reference}}
