"""The shape of a search."""

from marshmallow import Schema, fields, validate

LONGEST_SEARCH = 100


class SearchArguments(Schema):
    """What stands in the address."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
