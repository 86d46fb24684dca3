"""Sets passwords: one's own, those an administrator gives, and by a link that works once."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import LinkSpent, NotYourPassword
from app.identity.models import AccountLink, User
from app.identity.passwords import check_password, fits, hash_password
from app.identity.queries import user_for_update
from app.identity.rights import EVERY_RIGHT, Rights, refuse_beyond
from app.identity.secrets import new_secret, sha256_of
from app.identity.sessions import end_all_sessions
from app.trail.operations import record

LINK_LASTS = timedelta(days=3)
GIVEN_PASSWORD_LASTS = timedelta(days=7)
GIVEN_PASSWORD_BYTES = 12


def set_password(user_name: str, password: str, *, by: Actor, at: datetime) -> None:
    """Give a user another password and end their sessions; for administrators."""
    user = user_for_update(user_name)
    check_password(password, user_name=user_name)
    _set(user, password, at)
    end_all_sessions(user, by=by, at=at)
    record(action="password.set", entity="user", entity_id=user_name, by=by, at=at)


def change_password(user_name: str, *, present: str, new: str, by: Actor, at: datetime) -> None:
    """Take a new password after the present one was shown. Raises NotYourPassword, WeakPassword."""
    user = user_for_update(user_name)
    if not fits(user.password_hash, present):
        raise NotYourPassword
    check_password(new, user_name=user_name)
    _set(user, new, at)
    record(action="password.changed", entity="user", entity_id=user_name, by=by, at=at)


def give_password(user_name: str, *, giver: Rights = EVERY_RIGHT, by: Actor, at: datetime) -> str:
    """A password to be told to its user, who must change it at the first log-in. It is shown once and never again."""
    user = user_for_update(user_name)
    refuse_beyond(giver, user.roles)
    password = secrets.token_urlsafe(GIVEN_PASSWORD_BYTES)
    _set(user, password, at)
    user.password_until = at + GIVEN_PASSWORD_LASTS
    end_all_sessions(user, by=by, at=at)
    after = {"valid_until": user.password_until}
    record(action="password.given", entity="user", entity_id=user_name, by=by, at=at, after=after)
    return password


def make_link(user_name: str, *, giver: Rights = EVERY_RIGHT, by: Actor, at: datetime) -> str:
    """The secret of a link with which the user sets their password, once; earlier links end. Shown once."""
    user = user_for_update(user_name)
    refuse_beyond(giver, user.roles)
    end_links(user, at=at)
    secret = new_secret()
    link = AccountLink(
        token_sha256=sha256_of(secret), user_id=user.id, created_at=at, created_by=by.id, expires_at=at + LINK_LASTS
    )
    session().add(link)
    after = {"valid_until": link.expires_at}
    record(action="password_link.made", entity="user", entity_id=user_name, by=by, at=at, after=after)
    return secret


def user_of_link(secret: str, *, at: datetime) -> User:
    """Whose link this is. Raises LinkSpent."""
    wanted = select(User).join(AccountLink, AccountLink.user_id == User.id)
    still_open = wanted.where(AccountLink.ended_at.is_(None), AccountLink.expires_at > at, User.disabled_at.is_(None))
    user = session().scalar(still_open.where(AccountLink.token_sha256 == sha256_of(secret)))
    if user is None:
        raise LinkSpent
    return user


def use_link(secret: str, *, new: str, at: datetime) -> User:
    """Set the password of the link's user; the link ends, and so do their sessions. Raises LinkSpent, WeakPassword."""
    user = user_for_update(user_of_link(secret, at=at).user_name)
    user_of_link(secret, at=at)  # of two at once, the second finds it spent
    check_password(new, user_name=user.user_name)
    _set(user, new, at)
    by = Actor("user", user.user_name, user.display_name)
    end_all_sessions(user, by=by, at=at)
    record(action="password.set_by_link", entity="user", entity_id=user.user_name, by=by, at=at)
    return user


def end_links(user: User, *, at: datetime) -> None:
    """Links that went to this person set no password any more."""
    mine = (AccountLink.user_id == user.id) & AccountLink.ended_at.is_(None)
    session().execute(update(AccountLink).where(mine).values(ended_at=at))


def _set(user: User, password: str, at: datetime) -> None:
    user.password_hash = hash_password(password)
    user.password_until = None
    end_links(user, at=at)
