"""Shapes of the requests about people at work."""

from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, pre_load, validate

from app.activities.operations.personnel import EmployeeDetails
from app.activities.operations.registers import ActivityTypeDetails
from app.identity.models import AbsenceKind
from app.identity.operations import AbsenceDetails

LONGEST_SEARCH = 100
CURRENCIES = ("EUR", "RON", "CZK", "CHF", "GBP", "USD")
Messages = dict[str, str | list[Any] | dict[Any, Any]]  # Any: as marshmallow takes them
DATE: Messages = {"invalid": "Enter a date.", "required": "Enter a date."}
NEAR = validate.Range(date(2000, 1, 1), date(2199, 12, 31), error="From the year 2000 to 2199.")
NEAR_MOMENT = validate.Range(datetime(2000, 1, 1), datetime(2199, 12, 31), error="From the year 2000 to 2199.")  # noqa: DTZ001  # typed without a zone
MOMENT: Messages = {"invalid": "Enter a date and a time.", "required": "Enter a date and a time."}


def _text(longest: int) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=longest))


class _Form(Schema):
    """A form of a page: an empty field is a missing value."""

    @pre_load
    def _without_empty_fields(self, sent: dict[str, Any], **_options: Any) -> dict[str, Any]:  # Any: as sent
        return {name: value for name, value in sent.items() if not isinstance(value, str) or value.strip()}


class PersonnelArguments(_Form):
    """What stands in the address of the personnel register."""

    words = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    shown = fields.String(validate=validate.OneOf(["", "left", "all"]), load_default="")
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class EmployeeForm(_Form):
    """An employee as entered."""

    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})
    user_name = _text(100)
    function = _text(100)
    email = _text(254)
    phone = _text(40)
    hours_per_day = fields.Decimal(
        required=True,
        places=2,
        validate=validate.Range(0, 24, min_inclusive=False, error="More than 0 and at most 24 hours."),
        error_messages={"invalid": "Enter hours such as 7.5.", "required": "Enter the hours of a day."},
    )
    weekdays = fields.List(fields.Integer(validate=validate.Range(0, 6)), load_default=list)
    hourly_cost = fields.Decimal(
        load_default=None,
        places=2,
        validate=validate.Range(0, 100_000, error="From 0 to 100,000."),
        error_messages={"invalid": "Enter an amount such as 32.50."},
    )
    currency = fields.String(load_default="EUR", validate=validate.OneOf(CURRENCIES))
    left_on = fields.Date(load_default=None, validate=NEAR, error_messages=DATE)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> EmployeeDetails:  # Any: loaded values
        return EmployeeDetails(**{**data, "weekdays": tuple(data["weekdays"])})


class RevisionForm(Schema):
    """The state that a form was opened in."""

    revision = fields.Integer(required=True)


class AbsenceForm(_Form):
    """Days on which somebody is away."""

    starts_on = fields.Date(required=True, validate=NEAR, error_messages=DATE)
    ends_on = fields.Date(required=True, validate=NEAR, error_messages=DATE)
    kind = fields.Enum(AbsenceKind, by_value=True, load_default=AbsenceKind.HOLIDAY)
    substitute = _text(100)
    note = _text(200)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> AbsenceDetails:  # Any: loaded values
        return AbsenceDetails(**data)


class ActivityTypeForm(_Form):
    """A type of activity as entered."""

    name = fields.String(required=True, validate=validate.Length(1, 100), error_messages={"required": "Enter a name."})
    is_billable = fields.Boolean(load_default=False)
    is_used = fields.Boolean(load_default=False)
    position = fields.Integer(
        load_default=0, validate=validate.Range(0, 1000), error_messages={"invalid": "Enter a whole number."}
    )

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> ActivityTypeDetails:  # Any: loaded values
        return ActivityTypeDetails(**data)


class NewActivityTypeForm(ActivityTypeForm):
    """A new type also has a code."""

    code = fields.String(required=True, validate=validate.Length(1, 40), error_messages={"required": "Enter a code."})

    @post_load
    def _as_details(
        self, data: dict[str, Any], **_options: Any
    ) -> tuple[str, ActivityTypeDetails]:  # Any: loaded values
        return data.pop("code"), ActivityTypeDetails(**data)


class AgendaArguments(_Form):
    """What stands in the address of the agenda."""

    view = fields.String(validate=validate.OneOf(["week", "day"]), load_default="week")
    day = fields.Date(data_key="on", load_default=None, validate=NEAR, error_messages=DATE)
    person = fields.String(validate=validate.Length(max=100), load_default="")


class AppointmentForm(_Form):
    """An appointment as entered; times are those of the reader's zone."""

    user_name = fields.String(
        required=True, validate=validate.Length(1, 100), error_messages={"required": "Choose a person."}
    )
    title = fields.String(
        required=True, validate=validate.Length(1, 200), error_messages={"required": "Say what it is for."}
    )
    starts_at = fields.NaiveDateTime(required=True, validate=NEAR_MOMENT, error_messages=MOMENT)
    ends_at = fields.NaiveDateTime(required=True, validate=NEAR_MOMENT, error_messages=MOMENT)
    party_id = fields.UUID(load_default=None, error_messages={"invalid_uuid": "Choose one of the list."})


class MoveForm(_Form):
    """Other times for an appointment."""

    starts_at = fields.NaiveDateTime(required=True, validate=NEAR_MOMENT, error_messages=MOMENT)
    ends_at = fields.NaiveDateTime(required=True, validate=NEAR_MOMENT, error_messages=MOMENT)
    revision = fields.Integer(required=True)


class TasksArguments(_Form):
    """What stands in the address of the lists of tasks."""

    shown = fields.String(data_key="list", validate=validate.OneOf(["for_me", "from_me", "all"]), load_default="for_me")
    state = fields.String(validate=validate.OneOf(["open", "solved", "any"]), load_default="open")
    person = fields.String(validate=validate.Length(max=100), load_default="")
    first = fields.Date(data_key="from", load_default=None, validate=NEAR, error_messages=DATE)
    last = fields.Date(data_key="until", load_default=None, validate=NEAR, error_messages=DATE)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class DaysArguments(_Form):
    """What stands in the address of the table of days."""

    first = fields.Date(data_key="from", load_default=None, validate=NEAR, error_messages=DATE)


class AvailabilityArguments(Schema):
    """What a form holds when it asks who is free; what is not typed yet is missing."""

    user_name = fields.String(load_default="")
    starts_at = fields.NaiveDateTime(load_default=None, validate=NEAR_MOMENT)
    ends_at = fields.NaiveDateTime(load_default=None, validate=NEAR_MOMENT)

    class Meta:
        """The rest of the form is of no concern."""

        unknown = EXCLUDE

    @pre_load
    def _without_empty_fields(self, sent: dict[str, Any], **_options: Any) -> dict[str, Any]:  # Any: as sent
        return {name: value for name, value in sent.items() if value.strip()}
