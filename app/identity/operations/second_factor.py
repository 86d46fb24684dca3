"""Sets up, checks and ends second factors."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, select

from app.core.actor import Actor
from app.core.db import session
from app.core.sealing import seal, sealed_anew, unseal
from app.identity.delays import count_wrong_code, forget_wrong_codes, refuse_hasty_code
from app.identity.errors import NotYourPassword, SecondFactorNeeded, SecondFactorOn
from app.identity.models import RecoveryCode, TwoFactor, User
from app.identity.passwords import fits
from app.identity.queries import person_with_id, user_for_update
from app.identity.rights import EVERY_RIGHT, Rights, refuse_beyond
from app.identity.second_factor import RECOVERY_CODES, as_kept, new_recovery_code, new_shared_secret, step_of_code
from app.identity.secrets import sha256_of
from app.identity.sessions import LOG_IN, CodeAwaited, Opened, Origin, end_all_sessions, open_session_of
from app.trail.operations import record

SET_UP_WITHIN = timedelta(minutes=15)


def log_in_with_code(awaited: CodeAwaited, code: str, *, origin: Origin, at: datetime) -> Opened | None:
    """A new session after the second step; None, counted and in the trail, for a code that does not count.

    Raises TooManyTries while a delay runs. Commit also when it gives None.
    """
    person = person_with_id(awaited.user_id)
    if person is None or not prove_code(person.user, code, origin=origin, at=at):
        return None
    return open_session_of(person.user, origin=origin, at=at)


def prove_code(user: User, code: str, *, origin: Origin, at: datetime) -> bool:
    """Whether a code or recovery code of this person counts; it then counts no more. As `log_in_with_code`."""
    factor = session().get(TwoFactor, user.id, with_for_update=True)  # of many at once, each counts those before it
    refuse_hasty_code(user.user_name, address=origin.address, at=at)
    is_on = factor is not None and factor.confirmed_at is not None
    if factor is not None and is_on and (_is_recovery_code(user, code, at) or _is_fresh(factor, code, at)):
        forget_wrong_codes(user.user_name, address=origin.address, at=at)
        return True
    count_wrong_code(user.user_name, address=origin.address, at=at)
    after = {"address": origin.address}
    record(action="code.refused", entity="user", entity_id=user.user_name, by=LOG_IN, at=at, after=after)
    return False


def begin_second_factor(user_name: str, *, password: str, at: datetime) -> None:
    """A new shared secret, still to be confirmed by a code. Raises NotYourPassword, SecondFactorOn."""
    user = user_for_update(user_name)
    if not fits(user.password_hash, password):
        raise NotYourPassword
    factor = session().get(TwoFactor, user.id) or TwoFactor(user_id=user.id)
    if factor.confirmed_at is not None:
        raise SecondFactorOn
    factor.sealed_secret, factor.created_at = seal(new_shared_secret(), purpose=_purpose(user.id)), at
    session().add(factor)


def secret_to_confirm(user_id: UUID, *, at: datetime) -> str | None:
    """The shared secret of a set-up that goes on; None when there is none, or it was begun too long ago."""
    factor = session().get(TwoFactor, user_id)
    if factor is None or factor.confirmed_at is not None or factor.created_at < at - SET_UP_WITHIN:
        return None
    return unseal(factor.sealed_secret, purpose=_purpose(user_id))


def confirm_second_factor(user_name: str, code: str, *, by: Actor, at: datetime) -> Sequence[str] | None:
    """From now on a log-in asks for a code; the recovery codes, shown once. None for a code that is not right."""
    user = user_for_update(user_name)
    secret = secret_to_confirm(user.id, at=at)
    step = None if secret is None else step_of_code(secret, code, at=at)
    if step is None:
        return None
    factor = session().get_one(TwoFactor, user.id)
    factor.confirmed_at, factor.last_step = at, step
    record(action="second_factor.set_up", entity="user", entity_id=user_name, by=by, at=at)
    return _new_codes(user)


def renew_recovery_codes(user_name: str, *, by: Actor, at: datetime) -> Sequence[str]:
    """Other recovery codes; the earlier ones count no more. The caller has proved a code."""
    user = user_for_update(user_name)
    record(action="recovery_codes.renewed", entity="user", entity_id=user_name, by=by, at=at)
    return _new_codes(user)


def end_second_factor(user_name: str, *, password: str, is_needed: bool, by: Actor, at: datetime) -> None:
    """A password is enough again. The caller has proved a code. Raises SecondFactorNeeded, NotYourPassword."""
    user = user_for_update(user_name)
    if is_needed:
        raise SecondFactorNeeded
    if not fits(user.password_hash, password):
        raise NotYourPassword
    _forget(user)
    record(action="second_factor.ended", entity="user", entity_id=user_name, by=by, at=at)


def reset_second_factor(
    user_name: str, *, giver: Rights = EVERY_RIGHT, by: Actor, at: datetime, reason: str | None
) -> None:
    """Take the second factor off somebody who lost it; their sessions end. Raises BeyondOwnRights."""
    user = user_for_update(user_name)
    refuse_beyond(giver, user.roles)
    _forget(user)
    end_all_sessions(user, by=by, at=at)
    record(action="second_factor.reset", entity="user", entity_id=user_name, by=by, at=at, reason=reason)


def recovery_codes_left(user_id: UUID) -> int:
    """How many recovery codes have not been used."""
    unused = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return session().scalar(unused.where(RecoveryCode.used_at.is_(None))) or 0


def has_second_factor(user_id: UUID) -> bool:
    """Whether a log-in of this person asks for a code."""
    mine = exists().where(TwoFactor.user_id == user_id, TwoFactor.confirmed_at.is_not(None))
    return bool(session().scalar(select(mine)))


def _is_fresh(factor: TwoFactor, code: str, at: datetime) -> bool:
    """Whether it is a code of this moment, and later than the last one that counted."""
    purpose = _purpose(factor.user_id)
    step = step_of_code(unseal(factor.sealed_secret, purpose=purpose), code, at=at)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step, factor.sealed_secret = step, sealed_anew(factor.sealed_secret, purpose=purpose)
    return True


def _is_recovery_code(user: User, code: str, at: datetime) -> bool:
    found = session().get(RecoveryCode, (user.id, sha256_of(as_kept(code))), with_for_update=True)
    if found is None or found.used_at is not None:
        return False
    found.used_at = at
    by = Actor("user", user.user_name, user.display_name)
    record(action="recovery_code.used", entity="user", entity_id=user.user_name, by=by, at=at)
    return True


def _new_codes(user: User) -> list[str]:
    session().execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    session().add_all(RecoveryCode(user_id=user.id, code_sha256=sha256_of(as_kept(code))) for code in codes)
    return codes


def _forget(user: User) -> None:
    session().execute(delete(TwoFactor).where(TwoFactor.user_id == user.id))


def _purpose(user_id: UUID) -> str:
    return f"second_factor:{user_id}"
