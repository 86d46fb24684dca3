"""Shapes of the requests of the administrator's screens."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate
from werkzeug.datastructures import MultiDict

from app.admin.operations import NewUser
from app.admin.queries.people import UserChoice
from app.identity.operations import RoleDetails, UserDetails
from app.identity.roles import Permission
from app.identity.schemas import LOCALES, TIME_ZONES
from app.mail.models import MailSecurity
from app.mail.server import ServerDetails


def sent_fields(form: MultiDict[str, str], *lists: str) -> dict[str, Any]:  # Any: texts and lists of texts
    """The fields of a form; those named are lists, empty when nothing was ticked."""
    single = {name: value for name, value in form.items() if name not in lists and value.strip()}
    return {**single, **{name: form.getlist(name) for name in lists}}


class UserArguments(Schema):
    """What stands in the address of the list of users."""

    words = fields.String(data_key="q", load_default="", validate=validate.Length(max=100))
    role = fields.String(load_default="", validate=validate.Length(max=100))
    group = fields.String(load_default="", validate=validate.Length(max=100))
    state = fields.String(load_default="active", validate=validate.OneOf(["active", "disabled", "all"]))
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @post_load
    def _as_choice(self, data: dict[str, Any], **_options: Any) -> UserChoice:  # Any: loaded values
        return UserChoice(**{name: value for name, value in data.items() if name not in {"after", "limit"}})


class OfPerson(Schema):
    """What stands in the address of lists that may be of one person."""

    user = fields.String(load_default="", validate=validate.Length(max=100))
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class UserForm(Schema):
    """A user as entered."""

    display_name = fields.String(
        required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."}
    )
    email = fields.Email(load_default=None, validate=validate.Length(max=320))
    roles = fields.List(
        fields.String(), required=True, validate=validate.Length(min=1, error="Choose at least one role.")
    )
    groups = fields.List(fields.String(), load_default=list)
    locale = fields.String(load_default="en", validate=validate.OneOf(LOCALES, error="Choose a language of the list."))
    time_zone = fields.String(
        load_default="Europe/Rome", validate=validate.OneOf(TIME_ZONES, error="Choose a time zone of the list.")
    )
    reason = fields.String(load_default=None, validate=validate.Length(max=500))


def user_details(data: dict[str, Any]) -> UserDetails:  # Any: loaded values
    """The details among the values of a form."""
    lists = {name: tuple(data[name]) for name in ("roles", "groups")}
    return UserDetails(
        display_name=data["display_name"].strip(),
        email=data["email"],
        locale=data["locale"],
        time_zone=data["time_zone"],
        **lists,
    )


class NewUserForm(UserForm):
    """Somebody new, with the name to log in with."""

    user_name = fields.String(required=True, error_messages={"required": "Enter the name to log in with."})

    @post_load
    def _as_new(self, data: dict[str, Any], **_options: Any) -> NewUser:  # Any: loaded values
        return NewUser(data["user_name"].strip().lower(), user_details(data))


class Disabling(Schema):
    """What becomes of the tasks of somebody who leaves, and why they leave."""

    tasks_to = fields.String(load_default="", validate=validate.Length(max=100))
    reason = fields.String(load_default=None, validate=validate.Length(max=500))


class Reason(Schema):
    """Why something is done that somebody will ask about."""

    reason = fields.String(
        required=True, validate=validate.Length(1, 500), error_messages={"required": "Say why; it stands in the trail."}
    )


class NewGroup(Schema):
    """A group as entered."""

    id = fields.String(required=True, error_messages={"required": "Enter the id that diagrams name."})
    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})


class GroupForm(Schema):
    """A group with its people."""

    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})
    members = fields.List(fields.String(), load_default=list)


class RoleForm(Schema):
    """A role of the company's own."""

    name = fields.String(required=True, validate=validate.Length(1, 200), error_messages={"required": "Enter a name."})
    permissions = fields.List(fields.Enum(Permission, by_value=True), load_default=list)
    sees_all = fields.Boolean(load_default=False)

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> RoleDetails:  # Any: loaded values
        return RoleDetails(data["name"], frozenset(data["permissions"]), data["sees_all"])


class SecurityForm(Schema):
    """Whose log-in needs a second factor."""

    two_factor_roles = fields.List(fields.String(), load_default=list)


class ServerForm(Schema):
    """The mail server as entered."""

    host = fields.String(
        required=True, validate=validate.Length(1, 255), error_messages={"required": "Enter its name."}
    )
    port = fields.Integer(
        required=True,
        validate=validate.Range(1, 65535, error="From 1 to 65535."),
        error_messages={"required": "Enter its port.", "invalid": "Enter a whole number."},
    )
    security = fields.Enum(MailSecurity, by_value=True, required=True)
    user_name = fields.String(load_default=None, validate=validate.Length(max=320))
    password = fields.String(load_default=None, validate=validate.Length(max=1_000))
    from_address = fields.String(load_default=None, validate=validate.Length(max=320))

    @post_load
    def _as_details(self, data: dict[str, Any], **_options: Any) -> ServerDetails:  # Any: loaded values
        return ServerDetails(**data)


class TestMail(Schema):
    """To whom the mail goes that tries the server."""

    __test__ = False  # no test of pytest

    to = fields.Email(required=True, error_messages={"required": "Enter an address."})
