"""Shapes of the requests about campaigns."""

from typing import Any
from uuid import uuid4

from marshmallow import Schema, fields, pre_load, validate

from app.campaigns.models import Answer, CampaignNature, CampaignStatus, CostDocument, MemberState

LONGEST_SEARCH = 100
LANGUAGES = {"en": "English", "it": "Italian", "ro": "Romanian", "cs": "Czech"}


class _Form(Schema):
    """A form of a page: an empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: dict[str, Any], **_options: Any) -> dict[str, Any]:  # Any: as sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


def _amount(**options: Any) -> fields.Decimal:  # Any: as marshmallow takes them
    return fields.Decimal(places=2, **options)


class CampaignsArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    status = fields.String(validate=validate.OneOf(["", "open", *CampaignStatus]), load_default="open")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class MembersArguments(Schema):
    """What stands in the address of the members of a campaign."""

    state = fields.Enum(MemberState, by_value=True, load_default=None)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class PlanForm(_Form):
    """The plan as it is entered."""

    name = fields.String(
        required=True, validate=validate.Length(1, 100), error_messages={"required": "Give the campaign a name."}
    )
    responsible = fields.String(required=True, validate=validate.Length(1, 100))
    objectives = fields.String(load_default="", validate=validate.Length(max=5_000))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    currency = fields.String(required=True, validate=validate.Regexp(r"\A[A-Z]{3}\Z", error="Choose a currency."))
    estimated_cost = _amount(required=True)
    estimated_revenue = _amount(required=True)
    nature = fields.Enum(CampaignNature, by_value=True, required=True)
    answer_days = fields.Integer(required=True, validate=validate.Range(1, 90))


class NewCampaignForm(PlanForm):
    """The first words about a campaign. `key` names this attempt."""

    key = fields.UUID(required=True)


class SavedPlanForm(PlanForm):
    """The whole plan: facts, parties and mails. What the parts say is checked by `segments` and `mail_texts`."""

    revision = fields.Integer(required=True)
    segment = fields.Dict(required=True)
    mails = fields.Dict(required=True)


class EndForm(_Form):
    """Why a campaign ends before its last day."""

    reason = fields.String(
        required=True, validate=validate.Length(1, 500), error_messages={"required": "Give a reason."}
    )


class AnswerForm(_Form):
    """What a contact said, noted by hand."""

    answer = fields.Enum(Answer, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=2_000))


class ChosenMembersForm(_Form):
    """The members for which opportunities are generated."""

    members = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(1, 100, error="Choose at least one party."),
        error_messages={"required": "Choose at least one party."},
    )


class CostForm(_Form):
    """A line of the cost grid. `key` names this attempt."""

    key = fields.UUID(load_default=uuid4)
    document = fields.Enum(CostDocument, by_value=True, required=True)
    document_number = fields.String(required=True, validate=validate.Length(1, 60))
    document_on = fields.Date(required=True)
    amount = _amount(required=True)
    currency = fields.String(required=True, validate=validate.Regexp(r"\A[A-Z]{3}\Z", error="Choose a currency."))
    partner = fields.String(required=True, validate=validate.Length(1, 200))


class RevenueForm(_Form):
    """A line of the revenue grid that no record of ours holds. `key` names this attempt."""

    key = fields.UUID(load_default=uuid4)
    document = fields.String(required=True, validate=validate.Length(1, 60))
    document_number = fields.String(required=True, validate=validate.Length(1, 60))
    document_on = fields.Date(required=True)
    accepted = _amount(load_default=0)
    invoiced = _amount(load_default=0)
    partner = fields.String(required=True, validate=validate.Length(1, 200))


class AssociationForm(_Form):
    """The campaign to which a document of ours is added."""

    campaign_id = fields.UUID(required=True, error_messages={"required": "Choose a campaign."})
