"""Logs people in and out. A session is a row; ending the row ends the session at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.core.actor import Actor
from app.core.db import session
from app.identity.delays import count_wrong_try, forget_wrong_tries, refuse_hasty_try
from app.identity.models import ApiToken, Theme, User, UserSession
from app.identity.names import as_typed
from app.identity.passwords import fits, hash_password, is_outdated
from app.identity.queries import Person, open_session, person_who_logs_in
from app.identity.secrets import new_secret, sha256_of
from app.trail.operations import record

LOG_IN = Actor("web", "log_in", "Log-in page")
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: network address and browser."""

    address: str
    agent: str = ""


def prove_password(user_name: str, password: str, *, origin: Origin, at: datetime) -> Person | None:
    """The person if the password is right; None, counted and in the trail, if not.

    Wrong tries stay counted for whoever has a second factor: the right code forgets them. Takes equally long for a
    name that nobody has. Raises TooManyTries while a delay runs.
    Call it inside `password_slot()`, and commit also when it gives None.
    """
    user_name = as_typed(user_name)
    refuse_hasty_try(user_name, address=origin.address, at=at)
    person = person_who_logs_in(user_name)
    if person is not None and fits(_hash_that_counts(person.user, at), password):
        if not person.has_second_factor:
            forget_wrong_tries(user_name, address=origin.address, at=at)
        if is_outdated(person.user.password_hash):
            person.user.password_hash = hash_password(password)
        return person
    if person is None:
        fits(None, password)
    count_wrong_try(user_name, address=origin.address, at=at)
    # A name that nobody has may be a password typed into the wrong field: it is not kept.
    note_failed(user_name if person is not None else "unknown", origin=origin, at=at)
    return None


def note_failed(user_name: str, *, origin: Origin, at: datetime, reason: str | None = None) -> None:
    """Note a log-in that was refused."""
    after = {"address": origin.address}
    record(action="log_in.failed", entity="user", entity_id=user_name, by=LOG_IN, at=at, after=after, reason=reason)


def _hash_that_counts(user: User, at: datetime) -> str | None:
    is_over = user.password_until is not None and user.password_until <= at
    return None if user.disabled_at is not None or is_over else user.password_hash


@dataclass(frozen=True)
class Opened:
    """A session just begun: the secret for the cookie, and the colours this person likes."""

    secret: str
    theme: Theme


@dataclass(frozen=True)
class CodeAwaited:
    """The password was right; a code of the second factor is still to come."""

    user_id: UUID


def log_in(user_name: str, password: str, *, origin: Origin, at: datetime) -> Opened | CodeAwaited | None:
    """A new session, or the wait for a code; None when name and password do not belong together."""
    person = prove_password(user_name, password, origin=origin, at=at)
    if person is None:
        return None
    if person.has_second_factor:
        return CodeAwaited(person.user.id)
    return open_session_of(person.user, origin=origin, at=at)


def open_session_of(user: User, *, origin: Origin, at: datetime) -> Opened:
    """A new session of somebody who has proved who they are."""
    user.last_seen_at = at
    secret = new_secret()
    opened = UserSession(
        token_sha256=sha256_of(secret),
        user_id=user.id,
        created_at=at,
        last_seen_at=at,
        address=origin.address,
        agent=origin.agent,
    )
    session().add(opened)
    session().flush()  # the trail names the session by its id
    by = Actor("user", user.user_name, user.display_name)
    after = {"address": origin.address}
    record(action="session.started", entity="session", entity_id=opened.id, by=by, at=at, after=after)
    return Opened(secret, user.theme)


def end_session(session_id: UUID, *, of_user: UUID, by: Actor, at: datetime) -> None:
    """Log out here, or log out another browser of the same person."""
    ended = open_session(session_id, user_id=of_user, at=at)
    ended.ended_at = at
    record(action="session.ended", entity="session", entity_id=session_id, by=by, at=at)


def end_other_sessions(session_id: UUID | None, *, of_user: UUID, by: Actor, at: datetime) -> int:
    """How many other browsers of this person were logged out."""
    others = (UserSession.user_id == of_user) & UserSession.ended_at.is_(None)
    if session_id is not None:
        others &= UserSession.id != session_id
    ended = session().scalars(update(UserSession).where(others).values(ended_at=at).returning(UserSession.id)).all()
    for other_id in ended:
        record(action="session.ended", entity="session", entity_id=other_id, by=by, at=at)
    return len(ended)


def end_all_sessions(user: User, *, by: Actor, at: datetime) -> int:
    """How many browsers this person was logged out of."""
    return end_other_sessions(None, of_user=user.id, by=by, at=at)


def is_stale(seen_at: datetime | None, *, at: datetime) -> bool:
    """Whether it is time to write again when somebody was last seen."""
    return seen_at is None or at - seen_at >= SEEN_EVERY


def see_session(session_id: UUID, *, of_user: UUID, at: datetime) -> None:
    """Note that the session was used; keeps it from going idle."""
    _see_user(of_user, at)
    session().execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=at))


def see_token(token_id: UUID, *, of_user: UUID, at: datetime) -> None:
    """Note that the token was used."""
    _see_user(of_user, at)
    session().execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))


def _see_user(user_id: UUID, at: datetime) -> None:
    """Locks the user before their sessions and tokens, as whoever ends these does."""
    session().execute(update(User).where(User.id == user_id).values(last_seen_at=at))
