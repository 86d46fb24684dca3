"""One's own second factor: set up with an app, recovery codes, turned off."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import session, transaction
from app.core.web import see_other
from app.identity.authentication import origin_of
from app.identity.current import Duty, current_user
from app.identity.errors import WrongCode
from app.identity.models import User
from app.identity.operations import second_factor as operations
from app.identity.passwords import password_slot
from app.identity.permissions import Permission, require
from app.identity.queries import is_second_factor_needed
from app.identity.schemas import Code, PasswordAndCode, PresentPassword
from app.identity.second_factor import picture_of_secret, shown_secret
from app.identity.sessions import end_other_sessions
from app.identity.views.blueprint import bp
from app.identity.views.present_password import counted_tries


@bp.get("/account/second-factor")
@require(Permission.OWN_ACCOUNT)
def show_second_factor() -> ResponseReturnValue:
    """Whether a code is asked at the log-in, or the next step of setting it up."""
    user = current_user()
    secret = operations.secret_to_confirm(user.id, at=now())
    return render_template(
        "identity/second_factor.html",
        user=user,
        is_on=operations.has_second_factor(user.id),
        is_needed=is_second_factor_needed(user.id),
        is_duty=user.duty is Duty.SECOND_FACTOR,
        codes_left=operations.recovery_codes_left(user.id),
        picture=secret and picture_of_secret(secret, user_name=user.user_name),
        secret=secret and shown_secret(secret),
    )


@bp.post("/account/second-factor")
@require(Permission.OWN_ACCOUNT)
def create_second_factor() -> ResponseReturnValue:
    """Begin: a secret to be photographed, after the password was shown."""
    form = PresentPassword().load(request.form.to_dict())
    user = current_user()
    with counted_tries(user), password_slot(), transaction():
        operations.begin_second_factor(user.user_name, password=form["password"], at=now())
    return see_other(".show_second_factor")


@bp.post("/account/second-factor/confirmation")
@require(Permission.OWN_ACCOUNT)
def confirm_second_factor() -> ResponseReturnValue:
    """The app works: from now on a code is asked. Shows the recovery codes, once."""
    form = Code().load(request.form.to_dict())
    user, at = current_user(), now()
    with transaction():
        codes = operations.confirm_second_factor(user.user_name, form["code"], by=user.actor, at=at)
        if codes is not None:
            end_other_sessions(user.proof_id, of_user=user.id, by=user.actor, at=at)
    if codes is None:
        raise WrongCode
    return render_template("identity/recovery_codes.html", user=user, codes=codes)


@bp.post("/account/second-factor/codes")
@require(Permission.OWN_ACCOUNT)
def create_recovery_codes() -> ResponseReturnValue:
    """Other recovery codes, shown once; a code proves who asks."""
    form = Code().load(request.form.to_dict())
    _prove(form["code"])
    user = current_user()
    with transaction():
        codes = operations.renew_recovery_codes(user.user_name, by=user.actor, at=now())
    return render_template("identity/recovery_codes.html", user=user, codes=codes)


@bp.post("/account/second-factor/removal")
@require(Permission.OWN_ACCOUNT)
def create_second_factor_removal() -> ResponseReturnValue:
    """A password is enough again; password and code prove who asks."""
    form = PasswordAndCode().load(request.form.to_dict())
    _prove(form["code"])
    user, is_needed = current_user(), is_second_factor_needed(current_user().id)
    with counted_tries(user), password_slot(), transaction():
        operations.end_second_factor(
            user.user_name, password=form["password"], is_needed=is_needed, by=user.actor, at=now()
        )
    flash("Two-factor authentication is off.", "success")
    return see_other(".show_second_factor")


def _prove(code: str) -> None:
    """Raises WrongCode, after the try was counted and recorded."""
    with transaction():
        is_right = operations.prove_code(
            session().get_one(User, current_user().id), code, origin=origin_of(request), at=now()
        )
    if not is_right:
        raise WrongCode
