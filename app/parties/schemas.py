"""Shapes of the requests about parties."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, pre_load, validate

from app.parties.choice import PartyChoice
from app.parties.details import LANGUAGES, LONGEST_WAY_KM, ContactDetails, PartyDetails, SiteDetails
from app.parties.importing.reading import ENCODINGS
from app.parties.models import PartyKind, PartyRole, RowOutcome

LONGEST_SEARCH = 100
LANGUAGE_NAMES = {"en": "English", "it": "Italian", "ro": "Romanian", "cs": "Czech"}
CURRENCIES = ("EUR", "RON", "CZK", "CHF", "GBP", "USD")
LARGEST_TURNOVER = Decimal(10**15)


def _text(longest: int) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=longest))


class _Form(Schema):
    """A form of a page: an empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: dict[str, Any], **_options: Any) -> dict[str, Any]:  # Any: as sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


def _filter(**options: Any) -> fields.String:  # Any: as marshmallow takes them
    return fields.String(validate=validate.Length(max=LONGEST_SEARCH), load_default="", **options)


class PartiesArguments(Schema):
    """What stands in the address of the list."""

    words = _filter(data_key="q")
    role = fields.String(validate=validate.OneOf(["", *PartyRole]), load_default="")
    sales_rep = _filter(data_key="rep")
    service_rep = _filter(data_key="service")
    industry = _filter()
    county = _filter()
    country = _filter()

    @post_load
    def _as_choice(self, data: dict[str, str], **_options: Any) -> PartyChoice:  # Any: as marshmallow calls it
        return PartyChoice(**data)


class PartyForm(_Form):
    """A party as it is entered. Numbers are checked by `parties.details`."""

    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})
    kind = fields.String(load_default=PartyKind.ORGANISATION.value, validate=validate.OneOf([*PartyKind]))
    roles = fields.List(fields.String(validate=validate.OneOf([*PartyRole])), load_default=list)
    country = fields.String(
        required=True, validate=validate.Length(2, 2), error_messages={"required": "Choose a country."}
    )
    vat_number = _text(30)
    fiscal_code = _text(30)
    email = _text(254)
    phone = _text(40)
    website = _text(200)
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))
    currency = fields.String(load_default="EUR", validate=validate.OneOf(CURRENCIES))
    payment_terms_days = fields.Integer(
        load_default=30, strict=False, error_messages={"invalid": "Enter a whole number of days."}
    )
    sales_rep = _text(100)
    service_rep = _text(100)
    street = _text(200)
    postal_code = _text(20)
    city = _text(100)
    county = _text(100)
    industry = _text(100)
    turnover = fields.Decimal(
        load_default=None,
        places=2,
        validate=validate.Range(max=LARGEST_TURNOVER),
        error_messages={"invalid": "Enter an amount such as 250000.00."},
    )
    employees = fields.Integer(
        load_default=None, validate=validate.Range(max=10_000_000), error_messages={"invalid": "Enter a whole number."}
    )
    notes = _text(5_000)
    external_id = _text(60)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> PartyDetails:  # Any: loaded values
        return PartyDetails(**{**data, "roles": tuple(data["roles"])})


class ChangedPartyForm(Schema):
    """What a form about a party that is there sends besides its details."""

    revision = fields.Integer(required=True)


class ContactForm(_Form):
    """A contact person as it is entered."""

    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})
    function = _text(100)
    email = _text(254)
    phone = _text(40)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> ContactDetails:  # Any: loaded values
        return ContactDetails(**data)


class SiteForm(_Form):
    """A site as it is entered."""

    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})
    street = _text(200)
    postal_code = _text(20)
    city = _text(100)
    county = _text(100)
    country = fields.String(
        required=True, validate=validate.Length(2, 2), error_messages={"required": "Choose a country."}
    )
    km = fields.Decimal(
        load_default=None,
        places=1,
        validate=validate.Range(min=0, max=LONGEST_WAY_KM, error="Enter 0 to 20000 km."),
        error_messages={"invalid": "Enter a number such as 42.5.", "special": "Enter a number such as 42.5."},
    )
    phone = _text(40)
    is_main = fields.Boolean(load_default=False)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> SiteDetails:  # Any: loaded values
        return SiteDetails(**data)


class OptForm(_Form):
    """Why campaigns may write to a party no more, or again."""

    reason = fields.String(
        required=True, validate=validate.Length(1, 200), error_messages={"required": "Say how you know."}
    )


class MergeArguments(Schema):
    """What is searched for, to be joined with a party."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")


class MergeForm(Schema):
    """The party that turned out to be another."""

    duplicate_id = fields.UUID(required=True, error_messages={"required": "Choose a party."})


class ImportArguments(Schema):
    """Which rows of an import are shown."""

    outcome = fields.Enum(RowOutcome, by_value=True, load_default=None)
    after = fields.String(load_only=True)


class MappingForm(_Form):
    """How a file is read, besides its columns."""

    country = fields.String(load_default="IT", validate=validate.Length(2, 2))
    role = fields.String(load_default=None, validate=validate.OneOf([*PartyRole]))
    encoding = fields.String(load_default="utf-8", validate=validate.OneOf(list(ENCODINGS)))
    takes_suspected = fields.Boolean(load_default=False)


class ConfirmationForm(Schema):
    """Which dry run is confirmed."""

    revision = fields.Integer(required=True)


class LikenessArguments(Schema):
    """What is typed so far of a new party; the rest of the form comes along and is not looked at."""

    class Meta:
        """The whole form is sent; only these fields count."""

        unknown = "exclude"

    name = fields.String(load_default="", validate=validate.Length(max=200))
    country = fields.String(load_default="", validate=validate.Length(max=2))
    vat_number = fields.String(load_default="", validate=validate.Length(max=30))
    fiscal_code = fields.String(load_default="", validate=validate.Length(max=30))
    email = fields.String(load_default="", validate=validate.Length(max=254))
    phone = fields.String(load_default="", validate=validate.Length(max=40))
    party_id = fields.UUID(load_default=None, allow_none=True)


class CompanyForm(_Form):
    """Our own company as it stands on papers."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    street = fields.String(load_default="", validate=validate.Length(max=200))
    postal_code = fields.String(load_default="", validate=validate.Length(max=20))
    city = fields.String(load_default="", validate=validate.Length(max=100))
    county = fields.String(load_default="", validate=validate.Length(max=100))
    country = fields.String(required=True, validate=validate.Length(2, 2))
    vat_number = fields.String(load_default="", validate=validate.Length(max=20))
    fiscal_code = fields.String(load_default="", validate=validate.Length(max=20))
    email = fields.String(required=True, validate=validate.Length(max=254))
    phone = fields.String(load_default="", validate=validate.Length(max=40))
    website = fields.String(load_default="", validate=validate.Length(max=200))
    bank_name = fields.String(load_default="", validate=validate.Length(max=100))
    iban = fields.String(load_default="", validate=validate.Length(max=42))
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))
    currency = fields.String(load_default="EUR", validate=validate.OneOf(CURRENCIES))
    quote_valid_days = fields.Integer(load_default=30, validate=validate.Range(1, 365))
    reminder_after_days = fields.Integer(load_default=7, validate=validate.Range(1, 365))
    payment_reminder_days = fields.Integer(load_default=7, validate=validate.Range(1, 365))
