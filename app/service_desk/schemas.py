"""Shapes of the requests about service."""

from typing import Any

from marshmallow import Schema, fields, post_load, pre_load, validate

from app.service_desk.models import Channel, Charging, Priority, RequestStatus
from app.service_desk.queries import RequestChoice

LONGEST_SEARCH = 100
Messages = dict[str, str | list[Any] | dict[Any, Any]]  # Any: as marshmallow has it
NO_NUMBER: Messages = {"invalid": "Enter a number such as 12.50.", "required": "Enter a number."}
NO_MOMENT: Messages = {
    "invalid": "Enter a date and a time.",
    "format": "Enter a date and a time.",
    "required": "Enter a date and a time.",
}


def _text(longest: int, **options: Any) -> fields.String:  # Any: as marshmallow takes them
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=longest), **options)


def _moment(**options: Any) -> fields.NaiveDateTime:  # Any: as marshmallow takes them
    return fields.NaiveDateTime(error_messages=NO_MOMENT, **options)


class _WithoutEmpty(Schema):
    """An empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: Any, **_options: Any) -> Any:  # Any: as sent
        if not isinstance(sent, dict):
            return sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


class RequestsArguments(_WithoutEmpty):
    """What stands in the address of the list."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    state = fields.String(
        data_key="show",
        validate=validate.OneOf(["open", "mine", "overdue", "all", *RequestStatus]),
        load_default="open",
    )
    assignee = fields.String(data_key="who", validate=validate.Length(max=100), load_default="")
    party_id = fields.UUID(data_key="party", load_default=None)
    charging = fields.String(validate=validate.OneOf([*Charging]), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @post_load
    def _as_choice(self, data: dict[str, Any], **_options: Any) -> RequestChoice:  # Any: loaded values
        kept = {name: value for name, value in data.items() if name not in {"after", "limit"}}
        return RequestChoice(**{**kept, "state": "" if kept["state"] == "all" else kept["state"]})


class ReportsArguments(_WithoutEmpty):
    """What stands in the address of the list."""

    technician = fields.String(data_key="who", validate=validate.Length(max=100), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class NewRequestArguments(_WithoutEmpty):
    """For whom a request is entered, or the words by which they are looked for."""

    party_id = fields.UUID(data_key="party", load_default=None)
    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")


class CoverArguments(_WithoutEmpty):
    """For what the cover is looked up while somebody is on the phone; other fields of the form are left out."""

    service_id = fields.UUID(load_default=None)
    installed_product_id = fields.UUID(load_default=None)

    class Meta:
        """Comes with all fields of the form."""

        unknown = "exclude"


class NewRequestForm(_WithoutEmpty):
    """A request by phone or mail. `key` names this attempt."""

    key = fields.UUID(required=True)
    request_text = fields.String(
        required=True,
        validate=validate.Length(1, 5_000),
        error_messages={"required": "Say what the customer asks for."},
    )
    channel = fields.Enum(Channel, by_value=True, load_default=Channel.PHONE)
    priority = fields.Enum(Priority, by_value=True, load_default=Priority.NORMAL)
    service_id = fields.UUID(load_default=None)
    installed_product_id = fields.UUID(load_default=None)
    site_id = fields.UUID(load_default=None)
    contact_id = fields.UUID(load_default=None)
    term_at = _moment(load_default=None)


class PlanForm(_WithoutEmpty):
    """Another plan of a request."""

    technician = fields.String(
        required=True, validate=validate.Length(1, 100), error_messages={"required": "Choose who does it."}
    )
    visit_from = _moment(load_default=None)
    visit_until = _moment(load_default=None)
    term_at = _moment(required=True)
    priority = fields.Enum(Priority, by_value=True, required=True)


class AvailabilityArguments(_WithoutEmpty):
    """When somebody should come."""

    starts_at = _moment(load_default=None)
    ends_at = _moment(load_default=None)


class DetailsForm(_WithoutEmpty):
    """The head of a report."""

    worked_on = fields.Date(required=True, error_messages={"required": "Enter the day.", "invalid": "Enter a date."})
    notes = _text(5_000)
    signed_by = _text(200)


class ObjectForm(_WithoutEmpty):
    """One more object."""

    key = fields.UUID(required=True)
    installed_product_id = fields.UUID(load_default=None)
    name = _text(200, data_key="object_name")


class ActivityForm(_WithoutEmpty):
    """One more activity."""

    key = fields.UUID(required=True)
    object_id = fields.UUID(required=True, error_messages={"required": "Choose what you worked on."})
    type_code = fields.String(required=True, error_messages={"required": "Choose what you did."})
    starts_at = _moment(required=True)
    ends_at = _moment(required=True)
    pause_minutes = fields.Integer(load_default=0, validate=validate.Range(0, 1_439), error_messages=NO_NUMBER)
    note = _text(1_000)


class PartForm(_WithoutEmpty):
    """One more part."""

    key = fields.UUID(required=True)
    product_id = fields.UUID(required=True, error_messages={"required": "Look for a part and choose it."})
    quantity = fields.Decimal(
        required=True, validate=validate.Range(0, 100_000, min_inclusive=False), error_messages=NO_NUMBER
    )
    object_id = fields.UUID(load_default=None)
    serial_number = _text(100)
    q = fields.String(load_default="")


class TripForm(_WithoutEmpty):
    """One more journey."""

    key = fields.UUID(required=True)
    km = fields.Decimal(
        required=True, places=1, validate=validate.Range(0, 20_000, min_inclusive=False), error_messages=NO_NUMBER
    )
    note = _text(200, data_key="trip_note")


class ItemForm(_WithoutEmpty):
    """Something else that is charged."""

    key = fields.UUID(required=True)
    name = fields.String(
        data_key="item_name",
        required=True,
        validate=validate.Length(1, 200),
        error_messages={"required": "Say what it is."},
    )
    quantity = fields.Decimal(
        data_key="item_quantity",
        required=True,
        validate=validate.Range(0, 100_000, min_inclusive=False),
        error_messages=NO_NUMBER,
    )
    unit_price = fields.Decimal(
        required=True, places=2, validate=validate.Range(0, 10_000_000), error_messages=NO_NUMBER
    )


class PartsArguments(_WithoutEmpty):
    """The words by which a part is looked for; other fields of the form are left out."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")

    class Meta:
        """Comes with all fields of the form."""

        unknown = "exclude"


class WebRequest(_WithoutEmpty):
    """A request as a web site or program sends it.

    form_key: of the public form. homepage: a field that people do not see and leave empty.
    """

    company_name = _text(200)
    contact_name = _text(200)
    country = fields.String(load_default="IT", validate=validate.Regexp(r"\A[A-Za-z]{2}\Z", error="Two letters."))
    vat_number = _text(30)
    city = _text(100)
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    phone = _text(40)
    request_text = fields.String(
        required=True,
        validate=validate.Length(1, 5_000),
        error_messages={"required": "Say what we can do for you."},
    )
    serial_number = _text(100)
    priority = fields.String(load_default=Priority.NORMAL.value, validate=validate.OneOf([*Priority]))
    form_key = fields.String(load_default="", validate=validate.Length(max=100))
    homepage = fields.String(load_default="", validate=validate.Length(max=500))
