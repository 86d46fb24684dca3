"""Reads people, their groups, sessions and tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.db import session
from app.identity.errors import NoSuchGroup, NoSuchSession, NoSuchToken, NoSuchUser
from app.identity.models import ApiToken, Group, Membership, SecurityPolicy, TwoFactor, User, UserSession
from app.identity.rights import Rights, added_up, custom_permissions, sees_all_by_custom_role

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
MOST_TOKENS = 200

group_ids: ColumnElement[list[str]] = func.array(
    select(Membership.group_id)
    .where(Membership.user_id == User.id)
    .order_by(Membership.group_id)
    .correlate(User)
    .scalar_subquery(),
    type_=ARRAY(Text),
)


@dataclass(frozen=True)
class Person:
    """A user with all that decides what their request may do."""

    user: User
    groups: list[str]
    rights: Rights
    needs_second_factor: bool
    has_second_factor: bool


has_second_factor: ColumnElement[bool] = exists(
    select(TwoFactor.user_id).where(TwoFactor.user_id == User.id, TwoFactor.confirmed_at.is_not(None)).correlate(User)
)
needs_second_factor: ColumnElement[bool] = exists(
    select(SecurityPolicy.id).where(SecurityPolicy.two_factor_roles.overlap(User.roles)).correlate(User)
)
person_columns = (
    User,
    group_ids,
    custom_permissions,
    sees_all_by_custom_role,
    needs_second_factor,
    has_second_factor,
)


def person_in_session(token_sha256: bytes, *, at: datetime) -> tuple[Person, UserSession] | None:
    """The person and open session of a cookie, in one statement."""
    found = session().execute(
        select(*person_columns, UserSession)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.token_sha256 == token_sha256, is_open(at), User.disabled_at.is_(None))
    )
    row = found.one_or_none()
    return None if row is None else (_person(tuple(row)), row[-1])


def person_with_token(token_sha256: bytes, *, at: datetime) -> tuple[Person, ApiToken] | None:
    """The person and token of a secret that a program sent, in one statement."""
    found = session().execute(
        select(*person_columns, ApiToken)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(
            ApiToken.token_sha256 == token_sha256,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > at),
            User.disabled_at.is_(None),
        )
    )
    row = found.one_or_none()
    return None if row is None else (_person(tuple(row)), row[-1])


def person_who_logs_in(user_name: str) -> Person | None:
    """The person of this name, also one who is disabled."""
    row = session().execute(select(*person_columns).where(User.user_name == user_name)).one_or_none()
    return None if row is None else _person(tuple(row))


def person_with_id(user_id: UUID) -> Person | None:
    """The person of this id, unless disabled."""
    wanted = select(*person_columns).where(User.id == user_id, User.disabled_at.is_(None))
    row = session().execute(wanted).one_or_none()
    return None if row is None else _person(tuple(row))


def person_named(user_name: str) -> tuple[User, list[str]] | None:
    """The user and group ids, also of somebody disabled."""
    row = session().execute(select(User, group_ids).where(User.user_name == user_name)).one_or_none()
    return None if row is None else (row[0], row[1])


def user_for_update(user_name: str) -> User:
    """The user, locked. Raises NoSuchUser."""
    user = session().scalar(select(User).where(User.user_name == user_name).with_for_update())
    if user is None:
        raise NoSuchUser(user_name)
    return user


def users_named(user_names: Iterable[str | None]) -> dict[str, User]:
    """The users of these names, by user name; unknown ones are left out."""
    wanted = {name for name in user_names if name}
    if not wanted:
        return {}
    return {user.user_name: user for user in session().scalars(select(User).where(User.user_name.in_(wanted)))}


def is_second_factor_needed(user_id: UUID) -> bool:
    """Whether one of this person's roles needs a second factor."""
    return bool(session().scalar(select(needs_second_factor).where(User.id == user_id)))


def open_tokens(user_id: UUID) -> Sequence[ApiToken]:
    """The tokens of a person that were not revoked, newest first."""
    mine = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return session().scalars(mine.order_by(ApiToken.created_at.desc(), ApiToken.id).limit(MOST_TOKENS)).all()


def own_token(token_id: UUID, *, user_id: UUID) -> ApiToken:
    """A token of this person. Raises NoSuchToken."""
    found = session().scalar(select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user_id))
    if found is None:
        raise NoSuchToken
    return found


def all_people() -> Sequence[tuple[User, list[str]]]:
    """Every user with group ids, by user name."""
    return [(user, groups) for user, groups in session().execute(select(User, group_ids).order_by(User.user_name))]


def all_groups() -> Sequence[tuple[Group, list[str]]]:
    """Every group with the user names of its members, by id."""
    members = (
        select(User.user_name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.group_id == Group.id)
        .order_by(User.user_name)
        .correlate(Group)
        .scalar_subquery()
    )
    found = session().execute(select(Group, func.array(members, type_=ARRAY(Text))).order_by(Group.id))
    return [(group, list(names)) for group, names in found]


def refuse_unknown_groups(ids: Sequence[str]) -> None:
    """Raises NoSuchGroup for the first id that is none."""
    known = set(session().scalars(select(Group.id).where(Group.id.in_(ids))))
    for group_id in ids:
        if group_id not in known:
            raise NoSuchGroup(group_id)


def is_open(at: datetime) -> ColumnElement[bool]:
    """Sessions that are neither ended nor too old, nor idle for too long."""
    return (
        UserSession.ended_at.is_(None)
        & (UserSession.last_seen_at > at - IDLE)
        & (UserSession.created_at > at - LONGEST)
    )


def open_sessions(user_id: UUID, *, at: datetime) -> Sequence[UserSession]:
    """Where this person is logged in, the one used last first."""
    mine = select(UserSession).where(UserSession.user_id == user_id, is_open(at))
    return session().scalars(mine.order_by(UserSession.last_seen_at.desc(), UserSession.id)).all()


def open_session(session_id: UUID, *, user_id: UUID, at: datetime) -> UserSession:
    """One open session of this person, locked. Raises NoSuchSession."""
    mine = select(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id, is_open(at))
    found = session().scalar(mine.with_for_update())
    if found is None:
        raise NoSuchSession
    return found


def _person(row: Sequence[Any]) -> Person:  # Any: values of several types
    """From the values of `person_columns`, with which the row begins."""
    user, groups, custom, sees_all, needs_second, has_second = row[: len(person_columns)]
    return Person(user, groups, added_up(user.roles, custom=custom, sees_all=sees_all), needs_second, has_second)
