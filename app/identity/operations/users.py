"""Adds, changes, disables users. Nobody gives or takes rights beyond their own, and one administrator always stays.

giver: the rights of whoever does it; the command line has all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, text

from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import BadUserName, LastAdministrator, RoleUnusable, UserNameTaken
from app.identity.models import CustomRole, Membership, User
from app.identity.names import USER_NAME
from app.identity.operations.passwords import end_links
from app.identity.operations.tokens import revoke_all_tokens
from app.identity.operations.trail import record_change
from app.identity.passwords import check_password, hash_password
from app.identity.queries import person_named, refuse_unknown_groups, user_for_update
from app.identity.rights import EVERY_RIGHT, Rights, refuse_beyond
from app.identity.roles import SHIPPED, Role
from app.identity.sessions import end_all_sessions
from app.trail.operations import record

ADMINISTRATORS = 7_202_611  # the lock that orders those who may leave no administrator


def add_user(
    user_name: str,
    display_name: str,
    *,
    password: str,
    roles: Iterable[str],
    groups: Sequence[str] = (),
    email: str | None = None,
    locale: str = "en",
    time_zone: str = "Europe/Rome",
    giver: Rights = EVERY_RIGHT,
    by: Actor,
    at: datetime,
) -> User:
    """A new user who may log in at once. The groups exist already."""
    if USER_NAME.fullmatch(user_name) is None:
        raise BadUserName(user_name)
    if session().scalar(select(exists().where(User.user_name == user_name))):
        raise UserNameTaken(user_name)
    check_password(password, user_name=user_name)
    known = _known_roles(roles)
    refuse_beyond(giver, known)
    user = User(
        user_name=user_name,
        display_name=display_name,
        email=email,
        password_hash=hash_password(password),
        roles=known,
        locale=locale,
        time_zone=time_zone,
        created_at=at,
    )
    session().add(user)
    session().flush()  # the memberships need its id
    _set_groups(user, groups)
    after = {"display_name": display_name, "email": email, "roles": user.roles, "groups": sorted(groups)}
    record(action="user.added", entity="user", entity_id=user_name, by=by, at=at, after=after)
    return user


def change_user(
    user_name: str,
    *,
    display_name: str | None = None,
    email: str | None = None,
    roles: Iterable[str] | None = None,
    groups: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> User:
    """Change what is given; None leaves as it is. New rights count from the person's next request."""
    user = _locked(user_name)
    details = UserDetails(
        display_name=display_name or user.display_name,
        email=email or user.email,
        roles=tuple(user.roles if roles is None else roles),
        groups=tuple(_groups_of(user) if groups is None else groups),
        locale=user.locale,
        time_zone=user.time_zone,
    )
    return describe_user(user_name, details, by=by, at=at, reason=reason)


@dataclass(frozen=True)
class UserDetails:
    """All that an administrator says about a user."""

    display_name: str
    email: str | None
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    locale: str
    time_zone: str


def describe_user(
    user_name: str,
    details: UserDetails,
    *,
    giver: Rights = EVERY_RIGHT,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> User:
    """Keep what is said about a user; new rights count from their next request.

    Raises BeyondOwnRights, LastAdministrator, NoSuchGroup.
    """
    user = _locked(user_name)
    roles = _known_roles(details.roles)
    refuse_beyond(giver, [*user.roles, *roles])
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(user)
    before = _described(user)
    user.display_name, user.email, user.roles = details.display_name, details.email, roles
    user.locale, user.time_zone = details.locale, details.time_zone
    if sorted(set(details.groups)) != before["groups"]:
        _set_groups(user, details.groups)
    after = _described(user)
    changed = {name for name in after if before[name] != after[name]}
    if "email" in changed:
        end_links(user, at=at)  # they went to the address of before
    if changed:
        record_change(user, "user.changed", before, after, changed, by=by, at=at, reason=reason)
    return user


def disable_user(
    user_name: str, *, giver: Rights = EVERY_RIGHT, by: Actor, at: datetime, reason: str | None = None
) -> None:
    """Nobody logs in as this user any more; sessions and tokens end at once. Disabled stays disabled.

    Raises BeyondOwnRights, LastAdministrator.
    """
    user = _locked(user_name)
    refuse_beyond(giver, user.roles)
    if user.disabled_at is not None:
        return
    _keep_an_administrator(user)
    user.disabled_at = at
    end_all_sessions(user, by=by, at=at)
    revoke_all_tokens(user, by=by, at=at)
    end_links(user, at=at)
    before, after = {"account": "open"}, {"account": "shut"}
    record(
        action="user.disabled",
        entity="user",
        entity_id=user_name,
        by=by,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )


def enable_user(
    user_name: str, *, giver: Rights = EVERY_RIGHT, by: Actor, at: datetime, reason: str | None = None
) -> None:
    """Let a disabled user log in again. Raises BeyondOwnRights."""
    user = user_for_update(user_name)
    refuse_beyond(giver, user.roles)
    if user.disabled_at is None:
        return
    user.disabled_at = None
    before, after = {"account": "shut"}, {"account": "open"}
    record(
        action="user.enabled",
        entity="user",
        entity_id=user_name,
        by=by,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )


def _locked(user_name: str) -> User:
    """The user, locked, with the order of those who may take the last administrator away."""
    session().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADMINISTRATORS})
    return user_for_update(user_name)


def _keep_an_administrator(user: User) -> None:
    """Raises LastAdministrator when there would be none without this user."""
    if Role.ADMINISTRATOR not in user.roles or user.disabled_at is not None:
        return
    others = select(func.count()).select_from(User).where(User.id != user.id, User.disabled_at.is_(None))
    if not session().scalar(others.where(User.roles.contains([Role.ADMINISTRATOR.value]))):
        raise LastAdministrator(user.display_name)


def _known_roles(roles: Iterable[str]) -> list[str]:
    ids = sorted({str(role) for role in roles})
    own = [role for role in ids if role not in SHIPPED]
    if own and set(session().scalars(select(CustomRole.id).where(CustomRole.id.in_(own)))) != set(own):
        raise RoleUnusable({"roles": ["Choose roles of the list."]})
    return ids


def _set_groups(user: User, groups: Sequence[str]) -> None:
    refuse_unknown_groups(groups)
    session().execute(delete(Membership).where(Membership.user_id == user.id))
    session().add_all(Membership(user_id=user.id, group_id=group_id) for group_id in sorted(set(groups)))
    session().flush()  # what the trail says is read from the rows


def _groups_of(user: User) -> list[str]:
    person = person_named(user.user_name)
    return person[1] if person is not None else []


def _described(user: User) -> dict[str, object]:
    names = ("display_name", "email", "roles", "locale", "time_zone")
    return {name: getattr(user, name) for name in names} | {"groups": _groups_of(user)}
