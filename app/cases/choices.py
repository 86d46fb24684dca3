"""What people may choose in a field where they search by typing."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from app.core.errors import Missing
from app.engine.registry import searched_sources
from app.identity.current import current_user
from app.identity.errors import NotAllowed
from app.identity.permissions import Permission, require

bp = Blueprint("choices", __name__)
LONGEST_WORDS = 200


class ChoicesArguments(Schema):
    """What was typed so far."""

    words = fields.String(load_default="", validate=validate.Length(max=LONGEST_WORDS))


@bp.get("/choices/<name>")
@require(Permission.VIEW_CASES)
def show_choices(name: str) -> ResponseReturnValue:
    """The first choices of a register for some words, as JSON."""
    words = ChoicesArguments().load(request.args.to_dict())["words"]
    source, user = searched_sources.get(name), current_user()
    if source is None:
        raise Missing("There is no such register to choose from.")
    if not user.may(source.permission):
        raise NotAllowed(source.permission)
    return jsonify(options=source.found(user.viewer, words))
