"""Shapes of the requests about billing."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from app.billing.models import InvoiceStatus, PaymentMethod
from app.billing.queries import OPEN, OVERDUE, InvoiceChoice
from app.catalog.models import TaxCategory

LONGEST_SEARCH = 100
LARGEST_AMOUNT = Decimal(10**12)
CURRENCY = r"\A[A-Z]{3}\Z"


def _text(longest: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=longest))


def _amount(**options: Any) -> fields.Decimal:  # Any: as marshmallow takes them
    return fields.Decimal(places=None, validate=validate.Range(0, LARGEST_AMOUNT), **options)


class _Form(Schema):
    """A form of a page: an empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: dict[str, Any], **_options: Any) -> dict[str, Any]:  # Any: as sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


class InvoicesArguments(_Form):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    state = fields.String(validate=validate.OneOf(["", OPEN, OVERDUE, *InvoiceStatus]), load_default="")
    party_id = fields.UUID(data_key="party", load_default=None)
    issued_from = fields.Date(data_key="from", load_default=None)
    issued_to = fields.Date(data_key="to", load_default=None)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_options: Any) -> None:  # Any: as marshmallow calls it
        begin, end = data.get("issued_from"), data.get("issued_to")
        if begin and end and end < begin:
            raise ValidationError("The period ends before it begins.", "to")

    @post_load
    def _as_choice(self, data: dict[str, Any], **_options: Any) -> InvoiceChoice:  # Any: as marshmallow calls it
        return InvoiceChoice(**{name: value for name, value in data.items() if name not in {"after", "limit"}})


class NewInvoiceArguments(_Form):
    """What stands in the address of the form: for whom, or whom to look for."""

    party_id = fields.UUID(data_key="party", load_default=None)
    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")


class InvoiceLineForm(_Form):
    """A line of a new invoice. What is empty comes from the product, when one is chosen."""

    product_id = fields.UUID(load_default=None)
    name = _text(500)
    quantity = _amount(load_default=Decimal(1))
    unit = _text(20)
    unit_price = _amount(load_default=None)
    discount_percent = fields.Decimal(load_default=Decimal(0), validate=validate.Range(0, 100))
    tax = fields.Enum(TaxCategory, by_value=True, load_default=None)


class NewInvoiceForm(_Form):
    """A new invoice. key: names this attempt."""

    key = fields.UUID(required=True)
    party_id = fields.UUID(required=True)
    contact_id = fields.UUID(load_default=None)
    currency = fields.String(required=True, validate=validate.Regexp(CURRENCY, error="Three letters, such as EUR."))
    payment_terms_days = fields.Integer(required=True, validate=validate.Range(0, 365))
    notes = _text(2_000)
    lines = fields.List(fields.Nested(InvoiceLineForm), load_default=list)


class ContractPeriodForm(_Form):
    """Which period of a contract is invoiced: the one that begins on this day."""

    first = fields.Date(required=True)


class PaymentForm(_Form):
    """Money that came."""

    amount = _amount(required=True)
    paid_on = fields.Date(required=True)
    method = fields.Enum(PaymentMethod, by_value=True, required=True)
    note = _text(500)


class ReasonForm(_Form):
    """Why something is taken back."""

    reason = fields.String(required=True, validate=validate.Length(1, 500), error_messages={"required": "Say why."})


class RateForm(_Form):
    """What a currency was worth on a day."""

    currency = fields.String(required=True, validate=validate.Regexp(CURRENCY, error="Three letters, such as RON."))
    valid_on = fields.Date(required=True)
    rate = fields.Decimal(
        required=True, places=8, validate=validate.Range(0, 10**6, min_inclusive=False, error="Above 0.")
    )
