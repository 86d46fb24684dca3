"""Shapes of the requests about sales."""

from typing import Any
from uuid import uuid4

from marshmallow import Schema, fields, pre_load, validate

from app.sales.agreements import Agreement
from app.sales.models import LeadSource, OrderStatus, QuoteStatus, Stage
from app.sales.operations.answers import Answer

LONGEST_SEARCH = 100


def _text(longest: int) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=longest))


class _WithoutEmpty(Schema):
    """An empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: Any, **_options: Any) -> Any:  # Any: as sent
        if not isinstance(sent, dict):
            return sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


class OpportunitiesArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    stage = fields.String(validate=validate.OneOf(["", "open", *Stage]), load_default="open")
    sales_rep = fields.String(data_key="rep", validate=validate.Length(max=100), load_default="")
    party_id = fields.UUID(data_key="party", load_default=None)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class QuotesArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    status = fields.String(validate=validate.OneOf(["", *QuoteStatus]), load_default="")
    party_id = fields.UUID(data_key="party", load_default=None)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class OrdersArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    status = fields.String(validate=validate.OneOf(["", *OrderStatus]), load_default="")
    party_id = fields.UUID(data_key="party", load_default=None)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class QuoteAnswerForm(_WithoutEmpty):
    """What the customer said to a quote."""

    answer = fields.Enum(Answer, by_value=True, required=True)
    answered_by = _text(200)
    loss_reason = _text(40)
    note = _text(2_000)
    agreement = fields.Enum(Agreement, by_value=True, load_default=None, allow_none=True)
    with_options = fields.Boolean(load_default=False)


class NextStepForm(_WithoutEmpty):
    """What follows the stage of an opportunity.

    delegate: a user name, or `employee:` and an id. `key` names this attempt.
    """

    key = fields.UUID(load_default=uuid4)
    stage = fields.Enum(Stage, by_value=True, required=True)
    follow_up_on = fields.Date(required=True, error_messages={"required": "Choose the day."})
    delegate = _text(100)
    note = _text(500)


class NewLeadForm(_WithoutEmpty):
    """A lead of a party that we know, from its card. `key` names this attempt."""

    key = fields.UUID(required=True)
    interest = fields.String(
        required=True, validate=validate.Length(1, 2_000), error_messages={"required": "Say what they want."}
    )


class WebLead(_WithoutEmpty):
    """A lead as a web site or program sends it.

    form_key: of the public form. homepage: a field that people do not see and leave empty.
    """

    company_name = _text(200)
    contact_name = _text(200)
    contact_function = _text(100)
    country = fields.String(load_default="IT", validate=validate.Regexp(r"\A[A-Za-z]{2}\Z", error="Two letters."))
    vat_number = _text(30)
    city = _text(100)
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    phone = _text(40)
    interest = _text(2_000)
    message = _text(5_000)
    campaign = _text(100)
    lead_source = fields.String(load_default=LeadSource.WEB.value, validate=validate.OneOf([*LeadSource]))
    estimated_revenue = fields.Decimal(load_default=None, allow_none=True, places=2, validate=validate.Range(0, 10**12))
    form_key = fields.String(load_default="", validate=validate.Length(max=100))
    homepage = fields.String(load_default="", validate=validate.Length(max=500))
