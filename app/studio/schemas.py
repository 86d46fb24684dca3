"""Shapes of the requests of the Studio."""

from marshmallow import Schema, fields, validate

from app.engine.checks.reading import MOST_BYTES

LONGEST_SEARCH = 100
LONGEST_REFERENCE = 300
MOST_FILES = 20  # of one upload
A_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FILLED = validate.Regexp(r"(?s).*\S", error="Fill this in.")


class Paging(Schema):
    """What stands in the address of a list; cursor and limit are read where they are used."""

    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class DecisionArguments(Paging):
    """What stands in the address of a decision. Without a version it is the newest."""

    version = fields.Integer(validate=validate.Range(1, 1_000_000), load_default=None)


class ListArguments(Paging):
    """What stands in the address of a list that is searched."""

    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")


class VersionArguments(Schema):
    """Which version of a process or form; without one it is the newest."""

    version = fields.Integer(validate=validate.Range(1, 1_000_000), load_default=None)


class DraftsArguments(Schema):
    """What stands in the address of the drafts: those that were just uploaded."""

    uploaded = fields.List(fields.UUID(), validate=validate.Length(max=MOST_FILES), load_default=list)


class Begin(Schema):
    """What comes with the wish to begin a draft."""

    csrf_token = fields.String(load_only=True)


class NewProcess(Schema):
    """What a new process is called."""

    name = fields.String(required=True, validate=[FILLED, validate.Length(max=100)])
    csrf_token = fields.String(load_only=True)


class Upload(Schema):
    """What comes with uploaded files besides them."""

    csrf_token = fields.String(load_only=True)


class EditedContent(Schema):
    """What an editor holds. revision: the one it has read or last saved."""

    content = fields.String(required=True, validate=validate.Length(1, MOST_BYTES))
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, 1_000_000_000))


class CheckedContent(Schema):
    """What an editor wants to be checked."""

    content = fields.String(required=True, validate=validate.Length(1, MOST_BYTES))


class Discarding(Schema):
    """Why a draft is thrown away; may be left out. revision: of the draft as it was shown."""

    reason = fields.String(validate=validate.Length(max=500), load_default="")
    revision = fields.Integer(validate=validate.Range(1, 1_000_000_000), load_default=None)
    csrf_token = fields.String(load_only=True)


class PlanArguments(Schema):
    """What stands in the address of a deployment: the drafts that go along. `chosen` tells that somebody chose."""

    along = fields.List(fields.UUID(), validate=validate.Length(max=100), load_default=list)
    chosen = fields.String(validate=validate.OneOf(["", "1"]), load_default="")


class Deploying(Schema):
    """A deployment that was decided. drafts: of each id, revision and version in force, as they were seen."""

    drafts = fields.List(
        fields.String(
            validate=validate.Regexp(rf"{A_UUID}@[0-9]{{1,9}}@[0-9]{{1,9}}\Z", error="Open this page again.")
        ),
        required=True,
        validate=validate.Length(1, 100),
    )
    reason = fields.String(required=True, validate=[FILLED, validate.Length(max=500)])
    csrf_token = fields.String(load_only=True)


class ComparisonArguments(Schema):
    """What stands in the address of a comparison: two versions or drafts."""

    old = fields.String(data_key="from", required=True, validate=validate.Length(1, LONGEST_REFERENCE))
    new = fields.String(data_key="to", required=True, validate=validate.Length(1, LONGEST_REFERENCE))


class ComparedFile(Schema):
    """Which side of a comparison."""

    side = fields.String(required=True, validate=validate.Length(1, LONGEST_REFERENCE))
