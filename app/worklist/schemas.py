"""Shapes of the requests of the worklist."""

from marshmallow import Schema, fields, post_load, validate

from app.core.db import Json
from app.notices.schemas import Channels, Offsets
from app.worklist.choice import Choice, Due, Order, Whose

LONGEST_SEARCH = 100
LONGEST_NAME = 200
LONGEST_REASON = 500
NOT_OF_THE_CHOICE = frozenset({"after", "limit"})


class WorklistArguments(Schema):
    """What stands in the address of the worklist."""

    whose = fields.Enum(Whose, by_value=True, load_default=Whose.MINE)
    due = fields.Enum(Due, by_value=True, load_default=None)
    process = fields.String(validate=validate.Length(1, LONGEST_NAME), load_default=None)
    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    order = fields.Enum(Order, by_value=True, data_key="sort", load_default=Order.DUE)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @post_load
    def as_choice(self, values: Json, **_options: object) -> Choice:
        """The choice; cursor and limit are read where they are used."""
        chosen = {name: value for name, value in values.items() if name not in NOT_OF_THE_CHOICE}
        return Choice(**{**chosen, "text": chosen["text"].strip()})


class Completion(Schema):
    """A submission of a task's form. `values`: JSON text, checked against that form next."""

    values = fields.String(required=True)
    revision = fields.Integer(required=True, validate=validate.Range(0, 2**62))


class Draft(Schema):
    """What was typed so far."""

    values = fields.Dict(keys=fields.String(), required=True)


class Delegation(Schema):
    """To whom a task goes, and why."""

    assignee = fields.String(
        required=True, validate=validate.Length(1, LONGEST_NAME, error="Choose who gets the task.")
    )
    reason = fields.String(validate=validate.Length(max=LONGEST_REASON), load_default="")


class Schedule(Schema):
    """Dates, priority, reminders of a task; times are the reader's, without a zone. An empty field takes a date away.

    Empty reminders are those of the person who has the task.
    """

    due_at = fields.NaiveDateTime("%Y-%m-%dT%H:%M", load_default=None)
    follow_up_at = fields.NaiveDateTime("%Y-%m-%dT%H:%M", load_default=None)
    priority = fields.Integer(required=True, validate=validate.Range(0, 100, error="The priority goes from 0 to 100."))
    reminders = Offsets(load_default=None)
    reminder_channels = Channels(load_default=None)
