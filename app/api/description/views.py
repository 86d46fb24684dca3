"""`/api/openapi.json` and `/api/docs`, for programmers; public, as there is no secret in them."""

from collections import defaultdict

from flask import Blueprint, Response, current_app, jsonify, render_template

from app.api.description.marks import gives
from app.api.description.openapi import document
from app.api.description.shapes import JsonSchema
from app.identity.permissions import public

bp = Blueprint("api_description", __name__, url_prefix="/api")
KEPT_SECONDS = 300


@bp.get("/openapi.json")
@gives("application/json")
@public
def show_openapi() -> Response:
    """Describe both APIs in OpenAPI 3.1."""
    answer = jsonify(_document())
    answer.cache_control.private = True
    answer.cache_control.max_age = KEPT_SECONDS
    return answer


@bp.get("/docs")
@gives("text/html")
@public
def show_docs() -> str:
    """List the operations of both APIs for people."""
    found = _document()
    return render_template("api/docs.html", about=found["info"]["description"], parts=_by_tag(found))


def _document() -> JsonSchema:
    """Made once for each application: its addresses never change."""
    made: JsonSchema | None = current_app.extensions.get("openapi")
    if made is None:
        made = current_app.extensions["openapi"] = document(current_app)
    return made


def _by_tag(found: JsonSchema) -> dict[str, list[JsonSchema]]:
    parts: dict[str, list[JsonSchema]] = defaultdict(list)
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            parts[operation["tags"][0]].append({"method": method.upper(), "path": path, **operation})
    return parts
