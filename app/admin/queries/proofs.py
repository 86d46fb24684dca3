"""Reads who is logged in, and which programs may act for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from app.core.db import session
from app.core.web.paging import Position
from app.identity.errors import NoSuchSession
from app.identity.models import ApiToken, User, UserSession
from app.identity.queries import is_open


@dataclass(frozen=True)
class SessionRow:
    """One log-in and whose it is."""

    opened: UserSession
    user: User


@dataclass(frozen=True)
class TokenRow:
    """One token and whose it is."""

    token: ApiToken
    user: User


def sessions_page(*, at: datetime, after: Position | None, limit: int, user_name: str = "") -> Sequence[SessionRow]:
    """Up to `limit` + 1 open sessions, the one used last first. One statement."""
    query = select(UserSession, User).join(User, User.id == UserSession.user_id)
    query = query.where(is_open(at), User.disabled_at.is_(None))
    if user_name:
        query = query.where(User.user_name == user_name)
    if after is not None:
        query = query.where(tuple_(UserSession.last_seen_at, UserSession.id) < tuple_(*after))
    ordered = query.order_by(UserSession.last_seen_at.desc(), UserSession.id.desc()).limit(limit + 1)
    return [SessionRow(*row) for row in session().execute(ordered)]


def owner_of_session(session_id: UUID) -> UUID:
    """Whose session it is. Raises NoSuchSession."""
    owner = session().scalar(select(UserSession.user_id).where(UserSession.id == session_id))
    if owner is None:
        raise NoSuchSession
    return owner


def tokens_page(*, after: Position | None, limit: int, user_name: str = "") -> Sequence[TokenRow]:
    """Up to `limit` + 1 tokens that were not revoked, newest first. One statement."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id).where(ApiToken.revoked_at.is_(None))
    if user_name:
        query = query.where(User.user_name == user_name)
    if after is not None:
        query = query.where(tuple_(ApiToken.created_at, ApiToken.id) < tuple_(*after))
    ordered = query.order_by(ApiToken.created_at.desc(), ApiToken.id.desc()).limit(limit + 1)
    return [TokenRow(*row) for row in session().execute(ordered)]
