"""Shapes of what people send about themselves."""

from zoneinfo import available_timezones

from marshmallow import Schema, fields, validate

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
