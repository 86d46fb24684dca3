"""`pratica users ...` and `pratica groups ...`: people, groups and tokens from the command line."""

import secrets
import sys
from datetime import timedelta

import click

from app.core.actor import COMMAND_LINE
from app.core.clock import clock, now
from app.core.db import transaction
from app.identity import operations
from app.identity.operations.second_factor import reset_second_factor
from app.identity.queries import all_groups, all_people
from app.identity.roles import Role

MADE_PASSWORD_BYTES = 12

ROLES = click.Choice([role.value for role in Role])

role_option = click.option("--role", "roles", multiple=True, type=ROLES, help="May be given several times.")
group_option = click.option("--group", "groups", multiple=True, help="Id of a group; may be given several times.")


@click.group()
def users() -> None:
    """People who may log in."""


@users.command("add")
@click.argument("user_name")
@click.option("--name", "display_name", help="The name that colleagues see; the user name when not given.")
@role_option
@group_option
@click.option("--email")
@click.option("--locale", default="en", show_default=True)
@click.option("--time-zone", help="IANA name; the company's when not given.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else one is made.")
def add_user(
    *,
    user_name: str,
    display_name: str | None,
    roles: tuple[str, ...],
    groups: tuple[str, ...],
    email: str | None,
    locale: str,
    time_zone: str | None,
    password_stdin: bool,
) -> None:
    """Add a user."""
    password = _password(from_stdin=password_stdin)
    with transaction():
        operations.add_user(
            user_name,
            display_name or user_name,
            password=password,
            roles=[Role(role) for role in roles or (Role.STAFF,)],
            groups=groups,
            email=email,
            locale=locale,
            time_zone=time_zone or clock.zone.key,
            by=COMMAND_LINE,
            at=now(),
        )
    _say_done(f"{user_name} may log in.", password, is_made=not password_stdin)


@users.command("list")
def list_users() -> None:
    """Show every user with roles and groups."""
    for user, groups in all_people():
        state = "disabled" if user.disabled_at else "active"
        columns = (user.user_name, user.display_name, state, ",".join(user.roles), ",".join(groups))
        click.echo("\t".join(columns))


@users.command("change")
@click.argument("user_name")
@click.option("--name", "display_name")
@role_option
@group_option
@click.option("--email")
@click.option("--reason")
def change_user(
    *,
    user_name: str,
    display_name: str | None,
    roles: tuple[str, ...],
    groups: tuple[str, ...],
    email: str | None,
    reason: str | None,
) -> None:
    """Change what is given; the roles or groups given replace those of before."""
    with transaction():
        operations.change_user(
            user_name,
            display_name=display_name,
            email=email,
            roles=[Role(role) for role in roles] or None,
            groups=groups or None,
            by=COMMAND_LINE,
            at=now(),
            reason=reason,
        )
    click.echo(f"{user_name} was changed.")


@users.command("disable")
@click.argument("user_name")
@click.option("--reason")
def disable_user(user_name: str, reason: str | None) -> None:
    """End the sessions of a user and let nobody log in under this name."""
    with transaction():
        operations.disable_user(user_name, by=COMMAND_LINE, at=now(), reason=reason)
    click.echo(f"{user_name} may not log in any more.")


@users.command("enable")
@click.argument("user_name")
@click.option("--reason")
def enable_user(user_name: str, reason: str | None) -> None:
    """Let a disabled user log in again."""
    with transaction():
        operations.enable_user(user_name, by=COMMAND_LINE, at=now(), reason=reason)
    click.echo(f"{user_name} may log in again.")


@users.command("password")
@click.argument("user_name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else one is made.")
def set_password(user_name: str, password_stdin: bool) -> None:
    """Give a user another password and end their sessions."""
    password = _password(from_stdin=password_stdin)
    with transaction():
        operations.set_password(user_name, password, by=COMMAND_LINE, at=now())
    _say_done(f"{user_name} has a new password.", password, is_made=not password_stdin)


@users.command("second-factor")
@click.argument("user_name")
@click.option("--reason", required=True, help="Why; it stands in the trail.")
def take_second_factor(user_name: str, reason: str) -> None:
    """Take the second factor off a user who lost it, such as the only administrator."""
    with transaction():
        reset_second_factor(user_name, by=COMMAND_LINE, at=now(), reason=reason)
    click.echo(f"{user_name} logs in with the password alone.")


@users.command("token")
@click.argument("user_name")
@click.option("--name", required=True, help="What the token is for, such as the program that carries it.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it expires; never when not given.")
@click.option("--revoke", is_flag=True, help="Revoke the tokens of this name instead.")
def add_token(user_name: str, name: str, days: int | None, revoke: bool) -> None:
    """Print a new API token, shown this once; Bearer, or Basic with the user name."""
    at = now()
    if revoke:
        with transaction():
            count = operations.revoke_tokens(user_name, name, by=COMMAND_LINE, at=at)
        click.echo(f"{count} revoked.")
        return
    expires_at = None if days is None else at + timedelta(days=days)
    with transaction():
        secret = operations.add_token(user_name, name, expires_at=expires_at, by=COMMAND_LINE, at=at)
    click.echo(secret)


@click.group()
def groups() -> None:
    """Groups that diagrams give work to."""


@groups.command("add")
@click.argument("group_id")
@click.option("--name", help="The name that people see; made from the id when not given.")
def add_group(group_id: str, name: str | None) -> None:
    """Add a group."""
    shown = name or group_id.replace("_", " ").capitalize()
    with transaction():
        operations.add_group(group_id, shown, by=COMMAND_LINE, at=now())
    click.echo(f"The group {group_id} was added.")


@groups.command("list")
def list_groups() -> None:
    """Show every group with its members."""
    for group, members in all_groups():
        click.echo(f"{group.id}\t{group.name}\t{','.join(members)}")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return secrets.token_urlsafe(MADE_PASSWORD_BYTES)


def _say_done(sentence: str, password: str, *, is_made: bool) -> None:
    click.echo(f"{sentence} Password: {password}" if is_made else sentence)
