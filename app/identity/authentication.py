"""Who sent this request: by the cookie of a browser, or by the header of a program."""

from datetime import datetime

from flask import Request
from werkzeug.datastructures import Authorization

from app.core.db import transaction
from app.identity.current import CurrentUser, Duty
from app.identity.errors import TokenNeeded, WrongPassword
from app.identity.models import ApiToken, UserSession
from app.identity.names import as_typed
from app.identity.passwords import password_slot
from app.identity.queries import Person, person_in_session, person_with_token
from app.identity.secrets import TOKEN_PREFIX, sha256_of
from app.identity.sessions import Origin, is_stale, note_failed, prove_password, see_session, see_token
from app.trail.hashing import storable

PROGRAM_PATHS = ("/v2/", "/api/")
LONGEST_ADDRESS = 100
LONGEST_AGENT = 300


def is_for_programs(request: Request) -> bool:
    """Whether the address belongs to the engine's or the business API."""
    return request.path.startswith(PROGRAM_PATHS)


def origin_of(request: Request) -> Origin:
    """Network address and browser, as the list of sessions shows them."""
    agent = request.user_agent.string
    return Origin(storable(request.remote_addr or "")[:LONGEST_ADDRESS], storable(agent)[:LONGEST_AGENT])


def user_of_request(request: Request, *, cookie_name: str, at: datetime) -> CurrentUser | None:
    """The person behind the request; None for nobody.

    A header counts on the APIs only, and there before the cookie. Raises WrongPassword for one that proves nothing.
    """
    if is_for_programs(request) and request.authorization is not None:
        return _user_of_header(request.authorization, origin_of(request), at=at)
    if secret := request.cookies.get(cookie_name):
        return _user_of_cookie(secret, at=at)
    return None


def _user_of_cookie(secret: str, *, at: datetime) -> CurrentUser | None:
    person = person_in_session(sha256_of(secret), at=at)
    if person is None:
        return None
    found, opened = _current(*person), person[1]
    if is_stale(opened.last_seen_at, at=at):
        with transaction():
            see_session(opened.id, of_user=found.id, at=at)
    return found


def _user_of_header(sent: Authorization, origin: Origin, *, at: datetime) -> CurrentUser:
    user_name, secret = sent.username or "", sent.password or ""
    if sent.type == "bearer":
        return _user_of_token(sent.token or "", at=at)
    if sent.type == "basic" and secret.startswith(TOKEN_PREFIX):
        return _user_of_token(secret, at=at, user_name=user_name)
    if sent.type == "basic":
        return _user_of_password(user_name, secret, origin, at=at)
    raise WrongPassword


def _user_of_token(secret: str, *, at: datetime, user_name: str | None = None) -> CurrentUser:
    person = person_with_token(sha256_of(secret), at=at)
    if person is None or user_name not in {None, person[0].user.user_name}:
        raise WrongPassword
    found, token = _current(*person), person[1]
    if is_stale(token.last_used_at, at=at):
        with transaction():
            see_token(token.id, of_user=found.id, at=at)
    return found


def _user_of_password(user_name: str, password: str, origin: Origin, *, at: datetime) -> CurrentUser:
    with password_slot(), transaction():
        person = prove_password(as_typed(user_name), password, origin=origin, at=at)
        found = None if person is None else _current(person, None)
        refusal = None if person is None or found is None else _refusal_of_password(person, found)
        if found is not None and refusal is not None:
            note_failed(found.user_name, origin=origin, at=at, reason=refusal.message)
    if found is None:
        raise WrongPassword
    if refusal is not None:
        raise refusal
    return found


def _refusal_of_password(person: Person, found: CurrentUser) -> TokenNeeded | None:
    """Why the right password is not enough for a program."""
    return TokenNeeded() if person.has_second_factor or found.duty is not None else None


def _current(person: Person, proof: UserSession | ApiToken | None) -> CurrentUser:
    user = person.user
    return CurrentUser(
        id=user.id,
        user_name=user.user_name,
        display_name=user.display_name,
        email=user.email,
        roles=frozenset(user.roles),
        rights=person.rights,
        groups=frozenset(person.groups),
        locale=user.locale,
        time_zone=user.time_zone,
        theme=user.theme,
        by="session" if isinstance(proof, UserSession) else "token" if proof else "password",
        proof_id=proof.id if proof is not None else None,
        duty=None if isinstance(proof, ApiToken) else _duty(person),
    )


def _duty(person: Person) -> Duty | None:
    if person.user.password_until is not None:
        return Duty.PASSWORD
    return Duty.SECOND_FACTOR if person.needs_second_factor and not person.has_second_factor else None
