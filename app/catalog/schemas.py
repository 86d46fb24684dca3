"""Shapes of the requests about the catalogue."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from app.catalog.models import TaxCategory
from app.catalog.operations import ProductDetails, ServiceDetails, TaxCodeDetails
from app.parties.schemas import CURRENCIES

Messages = dict[str, str | list[Any] | dict[Any, Any]]  # Any: as marshmallow has it
PRICE: Messages = {"required": "Enter a price.", "invalid": "Enter a price such as 12.50."}
RATE: Messages = {"required": "Enter a rate.", "invalid": "Enter a rate such as 22 or 5.5."}


def _text(longest: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=longest))


class _Form(Schema):
    """A form of a page: an empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: Any, **_options: Any) -> Any:  # Any: as sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


class ProductsArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=100), load_default="")
    category = fields.String(validate=validate.Length(max=100), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class RevisionForm(Schema):
    """What a form about something that is there sends besides its values."""

    revision = fields.Integer(required=True)


class ProductForm(_Form):
    """A product as it is entered; the prices of the lists are read by `list_prices`."""

    code = _text(40)
    name = _text(200)
    description = _text(2_000)
    category = _text(100)
    unit = _text(20)
    tax_category = fields.Enum(TaxCategory, by_value=True, load_default=TaxCategory.STANDARD)
    net_price = fields.Decimal(required=True, places=4, error_messages=PRICE)
    is_sold = fields.Boolean(load_default=False)
    is_serialised = fields.Boolean(load_default=False)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> ProductDetails:  # Any: loaded values
        return ProductDetails(**data)


class ServiceForm(_Form):
    """An after-sales service as it is entered."""

    code = _text(40)
    name = _text(200)
    product_id = fields.UUID(required=True, error_messages={"required": "Choose the article."})
    hourly_rate = fields.Decimal(required=True, places=2, error_messages=PRICE)
    currency = fields.String(required=True, validate=validate.OneOf(CURRENCIES))
    is_offered = fields.Boolean(load_default=False)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> ServiceDetails:  # Any: loaded values
        return ServiceDetails(**data)


class TaxCodeForm(_Form):
    """A rate as it is entered."""

    country = fields.String(
        required=True,
        validate=validate.Regexp(r"\A[A-Z]{2}\Z", error="Choose a country."),
        error_messages={"required": "Choose a country."},
    )
    category = fields.Enum(TaxCategory, by_value=True, required=True)
    name = _text(100)
    rate_percent = fields.Decimal(required=True, places=2, error_messages=RATE)
    note = _text(200)
    valid_from = fields.Date(
        required=True, error_messages={"required": "Enter the first day.", "invalid": "Enter a date."}
    )

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> TaxCodeDetails:  # Any: loaded values
        return TaxCodeDetails(**data)


def list_prices(sent: dict[str, str]) -> dict[UUID, Decimal | None]:
    """The prices typed in fields `price.<id of the list>`; None for an empty one. Raises ValidationError."""
    found: dict[UUID, Decimal | None] = {}
    wrong: dict[str, Any] = {}  # Any: as marshmallow has it
    price = fields.Decimal(places=4, error_messages=PRICE)
    for name, text in sent.items():
        if not name.startswith("price."):
            continue
        try:
            list_id = fields.UUID().deserialize(name.removeprefix("price."))
            found[list_id] = price.deserialize(text) if text.strip() else None
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return found
