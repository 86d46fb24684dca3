"""Shapes of the requests about documents and templates."""

from marshmallow import Schema, fields, validate

from app.documents.kinds import KINDS
from app.documents.labels import LABELS
from app.documents.operations import ATTACHMENT

LONGEST_SEARCH = 100
DOCUMENT_KINDS = (*KINDS, ATTACHMENT)


class DocumentsArguments(Schema):
    """What stands in the address of the list."""

    kind = fields.String(validate=validate.OneOf(["", *DOCUMENT_KINDS]), load_default="")
    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class Attachment(Schema):
    """What comes with a file that somebody brings. `key` names this attempt, so that a second click adds nothing."""

    case_key = fields.Integer(required=True, strict=False)
    key = fields.UUID(required=True)
    csrf_token = fields.String(load_only=True)


class TemplateUpload(Schema):
    """What comes with a template; an empty language stands for every language."""

    language = fields.String(validate=validate.OneOf(["", *LABELS]), load_default="")
    csrf_token = fields.String(load_only=True)


class PreviewArguments(Schema):
    """What stands in the address of a preview: whose data it shows."""

    data = fields.String(validate=validate.OneOf(["newest", "example"]), load_default="newest")


class InForce(Schema):
    """Why a version of a template is used from now on."""

    reason = fields.String(
        required=True, validate=[validate.Regexp(r"(?s).*\S", error="Say why."), validate.Length(max=500)]
    )
    csrf_token = fields.String(load_only=True)
