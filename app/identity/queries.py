"""Reads people, their groups, sessions and tokens."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Text, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.db import session
from app.identity.errors import NoSuchGroup, NoSuchSession, NoSuchUser
from app.identity.models import ApiToken, Group, Membership, User, UserSession

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)

group_ids: ColumnElement[list[str]] = func.array(
    select(Membership.group_id)
    .where(Membership.user_id == User.id)
    .order_by(Membership.group_id)
    .correlate(User)
    .scalar_subquery(),
    type_=ARRAY(Text),
)


def person_in_session(token_sha256: bytes, *, at: datetime) -> tuple[User, list[str], UserSession] | None:
    """The user, group ids and open session of a cookie, in one statement."""
    found = session().execute(
        select(User, group_ids, UserSession)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.token_sha256 == token_sha256, is_open(at), User.disabled_at.is_(None))
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def person_with_token(token_sha256: bytes, *, at: datetime) -> tuple[User, list[str], ApiToken] | None:
    """The user, group ids and token of a secret that a program sent, in one statement."""
    found = session().execute(
        select(User, group_ids, ApiToken)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(
            ApiToken.token_sha256 == token_sha256,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > at),
            User.disabled_at.is_(None),
        )
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], row[2])


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
