"""Shapes of the requests about the catalogue."""

from marshmallow import Schema, fields, validate


class ProductsArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=100), load_default="")
    category = fields.String(validate=validate.Length(max=100), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)
