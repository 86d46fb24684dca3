"""Shapes of the requests about decisions."""

from marshmallow import Schema, fields, validate


class Paging(Schema):
    """What stands in the address of a list; cursor and limit are read where they are used."""

    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class DecisionArguments(Paging):
    """What stands in the address of a decision. Without a version it is the newest."""

    version = fields.Integer(validate=validate.Range(1, 1_000_000), load_default=None)
