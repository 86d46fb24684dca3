"""Shapes of the requests about the trail."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from app.audit.choice import TrailChoice
from app.trail.hashing import storable

LONGEST = 200
NEAR = validate.Range(date(2000, 1, 1), date(2199, 12, 31), error="From the year 2000 to 2199.")
LARGEST_KEY = 2**63 - 1


def _text(**options: Any) -> fields.String:  # Any: as marshmallow takes them
    return fields.String(load_default="", validate=validate.Length(max=LONGEST), **options)


class TrailArguments(Schema):
    """What stands in the address of the list and of its files."""

    case = fields.Integer(load_default=None, validate=validate.Range(1, LARGEST_KEY))
    person = _text()
    subject = _text()
    action = _text()
    since = fields.Date(data_key="from", validate=NEAR, load_default=None)
    until = fields.Date(data_key="to", validate=NEAR, load_default=None)
    words = _text(data_key="q")

    @pre_load
    def _without_empty_fields(self, sent: dict[str, str], **_options: Any) -> dict[str, str]:  # Any: as called
        return {name: storable(text.strip()) for name, text in sent.items() if text.strip()}

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_options: Any) -> None:  # Any: loaded values
        if data["since"] and data["until"] and data["since"] > data["until"]:
            raise ValidationError("The last day lies before the first.", "to")

    @post_load
    def _as_choice(self, data: dict[str, Any], **_options: Any) -> TrailChoice:  # Any: loaded values
        return TrailChoice(**data)
