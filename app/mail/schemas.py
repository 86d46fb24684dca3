"""Shapes of the requests about outgoing mail."""

from marshmallow import Schema, fields, validate

from app.mail.models import MailState

LONGEST_SEARCH = 100


class OutboxArguments(Schema):
    """What stands in the address of the list."""

    state = fields.Enum(MailState, by_value=True, load_default=None)
    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)
