"""Shapes of the requests about contracts and installed products."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from app.contracts.coverage import ContractType
from app.contracts.drafts import LineDraft
from app.contracts.listing import ContractChoice
from app.contracts.models import ContractStatus, InstalledProductStatus
from app.core.web import field_errors

Messages = dict[str, str | list[Any] | dict[Any, Any]]  # Any: as marshmallow has it
Typed = dict[str, str]
LONGEST_SEARCH = 100
LINE_FIELD = re.compile(r"lines\.(\d{1,3})\.([a-z_]{1,30})")
NO_DAY: Messages = {"invalid": "Enter a date.", "format": "Enter a date."}
NO_NUMBER: Messages = {"invalid": "Enter a number such as 12.50."}
LINE_FIELDS = ("item", "installed_product_id", "quantity", "unit_price", "covered_hours")


def _text(longest: int, missing: str | None = None) -> fields.String:
    return fields.String(load_default=missing, allow_none=True, validate=validate.Length(max=longest))


def _number() -> fields.Decimal:
    return fields.Decimal(load_default=None, allow_none=True, error_messages=NO_NUMBER)


def _whole(**options: Any) -> fields.Integer:  # Any: as marshmallow takes them
    return fields.Integer(
        load_default=None, strict=False, error_messages={"invalid": "Enter a whole number."}, **options
    )


class _Form(Schema):
    """A form of a page: an empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: Any, **_options: Any) -> Any:  # Any: as sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


class ContractsArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    type = fields.String(validate=validate.OneOf(["", *ContractType]), load_default="")
    status = fields.String(validate=validate.OneOf(["", *ContractStatus]), load_default="")
    show = fields.String(validate=validate.OneOf(["", "due", "ending"]), load_default="")
    days = fields.Integer(validate=validate.Range(1, 730), load_default=60)
    party_id = fields.UUID(data_key="party", load_default=None)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @post_load
    def _as_choice(self, data: dict[str, Any], **_options: Any) -> ContractChoice:  # Any: loaded values
        return ContractChoice(**{name: value for name, value in data.items() if name not in {"after", "limit"}})


class NewContractArguments(Schema):
    """Whose contract is begun, or the words by which the party is looked for."""

    party_id = fields.UUID(data_key="party", load_default=None)
    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")


class InstalledArguments(Schema):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    party_id = fields.UUID(data_key="party", load_default=None)
    product_id = fields.UUID(data_key="product", load_default=None)
    status = fields.String(validate=validate.OneOf(["", *InstalledProductStatus]), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class ContractForm(_Form):
    """A draft as it is entered; its lines are read by `lines_typed` and checked by `ContractLineForm`."""

    title = _text(200, "")
    type = fields.Enum(ContractType, by_value=True, required=True, error_messages={"required": "Choose a type."})
    starts_on = fields.Date(required=True, error_messages={"required": "Enter the first day.", **NO_DAY})
    ends_on = fields.Date(load_default=None, error_messages=NO_DAY)
    contact_id = fields.UUID(load_default=None)
    site_id = fields.UUID(load_default=None)
    responsible = _text(100)
    currency = fields.String(required=True, validate=validate.Length(3, 3))
    language = fields.String(required=True, validate=validate.Length(2, 2))
    payment_terms_days = _whole()
    billing_period_months = _whole()
    notes = _text(4_000)


class ContractLineForm(_Form):
    """A line as it is entered. item: `service:<id>` or `product:<id>`."""

    item = fields.String(
        required=True,
        validate=validate.Regexp(r"\A(service|product):[0-9a-f-]{36}\Z", error="Choose a service or a product."),
        error_messages={"required": "Choose a service or a product."},
    )
    installed_product_id = fields.UUID(load_default=None)
    quantity = fields.Decimal(required=True, error_messages={"required": "Enter a quantity.", **NO_NUMBER})
    unit_price = _number()
    covered_hours = _number()

    @post_load
    def _as_draft(self, data: dict[str, Any], **_options: Any) -> LineDraft:  # Any: loaded values
        kind, _, item_id = data.pop("item").partition(":")
        return LineDraft(**{f"{kind}_id": fields.UUID().deserialize(item_id)}, **data)


class SignatureForm(_Form):
    """What the customer said to a contract."""

    answer = fields.String(required=True, validate=validate.OneOf(["signed", "refused"]))
    signed_on = fields.Date(load_default=None, error_messages=NO_DAY)
    signed_by = _text(200, "")
    reason = _text(2_000, "")


class EndForm(_Form):
    """That a contract ends."""

    on = fields.Date(required=True, error_messages={"required": "Enter the last day.", **NO_DAY})
    reason = _text(2_000, "")


class AttemptForm(Schema):
    """Names one attempt, so that a second click does nothing more."""

    key = fields.UUID(required=True)


class RevisionForm(Schema):
    """What a form about something that is there sends besides its values."""

    revision = fields.Integer(required=True)


class InstalledForm(_Form):
    """An installed product as it is entered."""

    product_id = fields.UUID(load_default=None)
    name = _text(200, "")
    serial_number = _text(60, "")
    site_id = fields.UUID(load_default=None)
    installed_on = fields.Date(load_default=None, error_messages=NO_DAY)
    warranty_until = fields.Date(load_default=None, error_messages=NO_DAY)
    is_in_use = fields.Boolean(load_default=False)


class NoteForm(_Form):
    """A note about an installed product."""

    text = _text(4_000, "")


def lines_typed(sent: Mapping[str, str]) -> list[Typed]:
    """The lines of a form as they were typed, in order; other fields are left out."""
    lines: dict[int, Typed] = {}
    for name, value in sent.items():
        if found := LINE_FIELD.fullmatch(name):
            lines.setdefault(int(found[1]), {})[found[2]] = value
    return [lines[number] for number in sorted(lines)]


def lines_loaded(typed: list[Typed]) -> tuple[LineDraft, ...]:
    """The lines, checked. Raises ValidationError with names such as `lines.0.quantity`."""
    loaded: list[LineDraft] = []
    wrong: dict[str, Any] = {}  # Any: as marshmallow has it
    for number, line in enumerate(typed):
        try:
            loaded.append(ContractLineForm().load(line))
        except ValidationError as error:
            wrong |= {f"lines.{number}.{name}": texts for name, texts in field_errors(error).items()}
    if wrong:
        raise ValidationError(wrong)
    return tuple(loaded)
