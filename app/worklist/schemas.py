"""Shapes of the requests of the worklist."""

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from app.core.db import Json
from app.worklist.choice import Choice, Due, Order, Whose

LONGEST_SEARCH = 100
LONGEST_NAME = 200


class WorklistArguments(Schema):
    """What stands in the address of the worklist."""

    whose = fields.Enum(Whose, by_value=True, load_default=Whose.MINE)
    due = fields.Enum(Due, by_value=True, load_default=None)
    process = fields.String(validate=validate.Length(1, LONGEST_NAME), load_default=None)
    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    order = fields.Enum(Order, by_value=True, data_key="sort", load_default=Order.DUE)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)
    task = fields.Integer(load_only=True, strict=False)

    @post_load
    def as_choice(self, values: Json, **_options: object) -> Choice:
        """The choice; cursor, limit and open task are read where they are used."""
        chosen = {name: value for name, value in values.items() if name not in {"after", "limit", "task"}}
        return Choice(**{**chosen, "text": chosen["text"].strip()})


class Completion(Schema):
    """A submission of a task's form. `values`: JSON text, checked against that form next."""

    values = fields.String(required=True)
    revision = fields.Integer(required=True, strict=False)
    csrf_token = fields.String(load_only=True)
    following = fields.String(load_only=True)


class Delegation(Schema):
    """To whom a task goes, and why."""

    class Meta:
        """Buttons send their names too."""

        unknown = EXCLUDE

    assignee = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    reason = fields.String(validate=validate.Length(max=500), load_default="")
