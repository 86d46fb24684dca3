"""Shapes of the requests about cases."""

from marshmallow import Schema, fields, post_load, validate

from app.cases.choice import Choice, Shown
from app.core.db import Json

LONGEST_SEARCH = 100
LONGEST_NAME = 200
SAY_WHY = "Say why, in at most 500 characters."
NOT_OF_THE_CHOICE = frozenset({"after", "limit"})


class CasesArguments(Schema):
    """What stands in the address of the list. Empty fields of the filter form count as not given."""

    shown = fields.Enum(Shown, by_value=True, data_key="state", load_default=Shown.ACTIVE)
    process = fields.String(validate=validate.Length(1, LONGEST_NAME), load_default=None)
    version = fields.Integer(validate=validate.Range(1, 1_000_000), load_default=None)
    element = fields.String(validate=validate.Length(1, LONGEST_NAME), load_default=None)
    party = fields.UUID(load_default=None)
    only_overdue = fields.Boolean(data_key="overdue", truthy={"1"}, falsy={"0"}, load_default=False)
    only_incidents = fields.Boolean(data_key="incident", truthy={"1"}, falsy={"0"}, load_default=False)
    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @post_load
    def as_choice(self, values: Json, **_options: object) -> Choice:
        """The choice; cursor and limit are read where they are used."""
        chosen = {name: value for name, value in values.items() if name not in NOT_OF_THE_CHOICE}
        return Choice(**{**chosen, "text": chosen["text"].strip()})


class NeededReason(Schema):
    """Why somebody mends or ends a case; nobody may leave it out."""

    reason = fields.String(
        required=True,
        validate=[validate.Regexp(r"(?s).*\S", error=SAY_WHY), validate.Length(max=500, error=SAY_WHY)],
    )


class StartArguments(Schema):
    """What the address fills into a start form."""

    party_id = fields.UUID()
    about_case_key = fields.Integer(validate=validate.Range(1, 2**63 - 1))

    @post_load
    def as_variables(self, values: Json, **_options: object) -> Json:
        """The values as variables have them."""
        return {name: str(value) for name, value in values.items()}


def given_sent(sent: object) -> Json:
    """Party and case in what a start form sends: choices that hang on them are those it was shown with."""
    given = {name: sent.get(name) for name in StartArguments().fields} if isinstance(sent, dict) else {}
    return {name: value for name, value in given.items() if isinstance(value, str)}


class Start(Schema):
    """A submission of a start form. `values`: JSON text; `start_key`: the same for every try.

    party_id: whose card the case was begun from.
    """

    values = fields.String(load_default="{}")
    party_id = fields.UUID(load_default=None)
    start_key = fields.String(required=True, validate=validate.Length(8, 100))
