"""Adds and changes users, groups and tokens. Sessions are in `identity.sessions`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import BadUserName, GroupTaken, NotYourPassword, UserNameTaken
from app.identity.models import ApiToken, Group, Membership, Theme, User
from app.identity.names import USER_NAME
from app.identity.passwords import check_password, fits, hash_password
from app.identity.queries import person_named, refuse_unknown_groups, user_for_update
from app.identity.roles import Role
from app.identity.secrets import TOKEN_PREFIX, new_secret, sha256_of
from app.identity.sessions import end_all_sessions
from app.trail.operations import record


def add_user(
    user_name: str,
    display_name: str,
    *,
    password: str,
    roles: Iterable[Role],
    groups: Sequence[str] = (),
    email: str | None = None,
    locale: str = "en",
    time_zone: str = "Europe/Rome",
    by: Actor,
    at: datetime,
) -> User:
    """A new user who may log in at once. The groups exist already."""
    if USER_NAME.fullmatch(user_name) is None:
        raise BadUserName(user_name)
    if session().scalar(select(exists().where(User.user_name == user_name))):
        raise UserNameTaken(user_name)
    check_password(password, user_name=user_name)
    user = User(
        user_name=user_name,
        display_name=display_name,
        email=email,
        password_hash=hash_password(password),
        roles=_in_order(roles),
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
    roles: Iterable[Role] | None = None,
    groups: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> User:
    """Change what is given; None leaves as it is. New rights count from the person's next request."""
    user = user_for_update(user_name)
    before = _described(user)
    user.display_name = display_name or user.display_name
    user.email = email or user.email
    if roles is not None:
        user.roles = _in_order(roles)
    if groups is not None:
        _set_groups(user, groups)
    after = _described(user)
    changed = {name for name in after if before[name] != after[name]}
    if changed:
        _record_change(user, "user.changed", before, after, changed, by=by, at=at, reason=reason)
    return user


def change_profile(
    user_name: str, *, display_name: str, locale: str, time_zone: str, theme: Theme, by: Actor, at: datetime
) -> None:
    """What people say about themselves: name, language, time zone, light or dark."""
    user = user_for_update(user_name)
    names = ("display_name", "locale", "time_zone", "theme")
    before = {name: getattr(user, name) for name in names}
    user.display_name, user.locale, user.time_zone, user.theme = display_name, locale, time_zone, theme
    after = {name: getattr(user, name) for name in names}
    changed = {name for name in names if before[name] != after[name]}
    if changed:
        _record_change(user, "profile.changed", before, after, changed, by=by, at=at)


def change_own_reminders(user_name: str, *, offsets: str | None, channels: str | None, by: Actor, at: datetime) -> None:
    """How a person wants to be reminded, in the notation of `core.reminders`; None is as the company has it."""
    user = user_for_update(user_name)
    names = ("reminder_offsets", "reminder_channels")
    before = {name: getattr(user, name) for name in names}
    user.reminder_offsets, user.reminder_channels = offsets, channels
    after = {name: getattr(user, name) for name in names}
    changed = {name for name in names if before[name] != after[name]}
    if changed:
        _record_change(user, "reminders.changed", before, after, changed, by=by, at=at)


def set_password(user_name: str, password: str, *, by: Actor, at: datetime) -> None:
    """Give a user another password and end their sessions; for administrators."""
    user = user_for_update(user_name)
    check_password(password, user_name=user_name)
    user.password_hash = hash_password(password)
    end_all_sessions(user, by=by, at=at)
    record(action="password.set", entity="user", entity_id=user_name, by=by, at=at)


def change_password(user_name: str, *, present: str, new: str, by: Actor, at: datetime) -> None:
    """Take a new password after the present one was shown. Raises NotYourPassword, WeakPassword."""
    user = user_for_update(user_name)
    if not fits(user.password_hash, present):
        raise NotYourPassword
    check_password(new, user_name=user_name)
    user.password_hash = hash_password(new)
    record(action="password.changed", entity="user", entity_id=user_name, by=by, at=at)


def disable_user(user_name: str, *, by: Actor, at: datetime, reason: str | None = None) -> None:
    """Nobody logs in as this user any more; open sessions end, tokens no longer count. Disabled stays disabled."""
    user = user_for_update(user_name)
    if user.disabled_at is not None:
        return
    user.disabled_at = at
    end_all_sessions(user, by=by, at=at)
    record(action="user.disabled", entity="user", entity_id=user_name, by=by, at=at, reason=reason)


def enable_user(user_name: str, *, by: Actor, at: datetime, reason: str | None = None) -> None:
    """Let a disabled user log in again."""
    user = user_for_update(user_name)
    if user.disabled_at is None:
        return
    user.disabled_at = None
    record(action="user.enabled", entity="user", entity_id=user_name, by=by, at=at, reason=reason)


def add_group(group_id: str, name: str, *, by: Actor, at: datetime) -> Group:
    """A new group; diagrams name it by its id."""
    if session().get(Group, group_id) is not None:
        raise GroupTaken(group_id)
    group = Group(id=group_id, name=name)
    session().add(group)
    session().flush()  # users of the same transaction join it
    record(action="group.added", entity="group", entity_id=group_id, by=by, at=at, after={"name": name})
    return group


def add_token(user_name: str, name: str, *, expires_at: datetime | None = None, by: Actor, at: datetime) -> str:
    """A new secret for a program that acts as this user. It is shown once and never again."""
    user = user_for_update(user_name)
    secret = TOKEN_PREFIX + new_secret()
    session().add(
        ApiToken(token_sha256=sha256_of(secret), user_id=user.id, name=name, created_at=at, expires_at=expires_at)
    )
    after = {"name": name, "expires_at": expires_at}
    record(action="token.added", entity="user", entity_id=user_name, by=by, at=at, after=after)
    return secret


def revoke_tokens(user_name: str, name: str, *, by: Actor, at: datetime) -> int:
    """How many tokens of this name no longer count from now on."""
    user = user_for_update(user_name)
    mine = (ApiToken.user_id == user.id) & (ApiToken.name == name) & ApiToken.revoked_at.is_(None)
    revoked = session().scalars(update(ApiToken).where(mine).values(revoked_at=at).returning(ApiToken.id)).all()
    if revoked:
        record(action="token.revoked", entity="user", entity_id=user_name, by=by, at=at, before={"name": name})
    return len(revoked)


def _in_order(roles: Iterable[Role]) -> list[str]:
    return sorted({Role(role).value for role in roles})


def _set_groups(user: User, groups: Sequence[str]) -> None:
    refuse_unknown_groups(groups)
    session().execute(delete(Membership).where(Membership.user_id == user.id))
    session().add_all(Membership(user_id=user.id, group_id=group_id) for group_id in sorted(set(groups)))
    session().flush()  # what the trail says is read from the rows


def _described(user: User) -> dict[str, object]:
    person = person_named(user.user_name)
    groups = person[1] if person is not None else []
    return {"display_name": user.display_name, "email": user.email, "roles": user.roles, "groups": groups}


def _record_change(
    user: User,
    action: str,
    before: dict[str, object],
    after: dict[str, object],
    changed: set[str],
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="user",
        entity_id=user.user_name,
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        reason=reason,
    )
