"""Adds and revokes the secrets with which programs act as their user."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import NoSuchToken
from app.identity.models import ApiToken, User
from app.identity.queries import user_for_update
from app.identity.secrets import TOKEN_PREFIX, new_secret, sha256_of
from app.trail.operations import record


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


def revoke_token(token_id: UUID, *, by: Actor, at: datetime, reason: str | None = None) -> None:
    """One token counts no more from now on. Raises NoSuchToken."""
    of_user = select(ApiToken, User.user_name).join(User, User.id == ApiToken.user_id)
    still_open = of_user.where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
    found = session().execute(still_open.with_for_update(of=ApiToken)).one_or_none()
    if found is None:
        raise NoSuchToken
    token, user_name = found
    token.revoked_at = at
    before = {"name": token.name}
    record(action="token.revoked", entity="user", entity_id=user_name, by=by, at=at, before=before, reason=reason)


def revoke_all_tokens(user: User, *, by: Actor, at: datetime) -> int:
    """How many tokens of a user count no more from now on."""
    open_ones = (ApiToken.user_id == user.id) & ApiToken.revoked_at.is_(None)
    names = session().scalars(update(ApiToken).where(open_ones).values(revoked_at=at).returning(ApiToken.name)).all()
    for name in names:
        record(action="token.revoked", entity="user", entity_id=user.user_name, by=by, at=at, before={"name": name})
    return len(names)
