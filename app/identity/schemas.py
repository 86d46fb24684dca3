"""Shapes of what people send about themselves."""

from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, fields, pre_load, validate

from app.identity.models import Theme

LOCALES = {
    "en": "English",
    "en_GB": "English (United Kingdom)",
    "en_US": "English (United States)",
    "cs": "Čeština",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "ro": "Română",
}
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
TIME_ZONES = ["UTC", *sorted(name for name in available_timezones() if name.startswith(AREAS))]


class LogIn(Schema):
    """Name and password. Their length is checked with the password itself, so that nothing is told."""

    user_name = fields.String(required=True)
    password = fields.String(required=True)
    next = fields.String(load_default="")


class Code(Schema):
    """A code of the second factor, or a recovery code."""

    code = fields.String(required=True, validate=validate.Length(1, 60))


class PasswordAndCode(Code):
    """Both, before something that a stolen browser must not do."""

    password = fields.String(required=True)


class PresentPassword(Schema):
    """The password of whoever is logged in."""

    password = fields.String(required=True)


class NewPassword(Schema):
    """Twice the new password."""

    new_password = fields.String(required=True)
    new_password_again = fields.String(required=True)


class NewToken(Schema):
    """What a token is for, and how long it counts."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    days = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 3650, error="From 1 to 3650 days."),
        error_messages={"invalid": "Enter a whole number of days."},
    )

    @pre_load
    def _without_empty_fields(self, sent: dict[str, Any], **_options: Any) -> dict[str, Any]:  # Any: as sent
        return {name: value for name, value in sent.items() if str(value).strip()}


class Profile(Schema):
    """What people say about themselves."""

    display_name = fields.String(required=True, validate=validate.Length(1, 200))
    locale = fields.String(required=True, validate=validate.OneOf(LOCALES, error="Choose a language of the list."))
    time_zone = fields.String(
        required=True, validate=validate.OneOf(TIME_ZONES, error="Choose a time zone of the list.")
    )
    theme = fields.Enum(Theme, by_value=True, required=True)


class PasswordChange(Schema):
    """The present password and twice the new one."""

    password = fields.String(required=True)
    new_password = fields.String(required=True)
    new_password_again = fields.String(required=True)
