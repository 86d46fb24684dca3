"""One's own account: profile, password, sessions."""

from uuid import UUID

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import see_other
from app.identity.agents import browser_name
from app.identity.cookies import set_theme_cookie
from app.identity.current import current_user
from app.identity.models import Theme
from app.identity.operations import change_password, change_profile
from app.identity.passwords import password_slot
from app.identity.permissions import Permission, require
from app.identity.queries import open_sessions
from app.identity.schemas import LOCALES, TIME_ZONES, PasswordChange, Profile
from app.identity.sessions import end_other_sessions, end_session
from app.identity.views.blueprint import bp
from app.identity.views.present_password import counted_tries

THEMES = [(Theme.AUTO.value, "As the device"), (Theme.LIGHT.value, "Light"), (Theme.DARK.value, "Dark")]


@bp.get("/account")
@require(Permission.OWN_ACCOUNT)
def show_profile() -> ResponseReturnValue:
    """Name, language, time zone, colours; groups and roles to read."""
    zones = [(name, name.replace("_", " ")) for name in TIME_ZONES]
    return render_template(
        "identity/profile.html", user=current_user(), locales=list(LOCALES.items()), time_zones=zones, themes=THEMES
    )


@bp.post("/account")
@require(Permission.OWN_ACCOUNT)
def save_profile() -> ResponseReturnValue:
    """Keep what the person says about themselves."""
    form = Profile().load(request.form.to_dict())
    user = current_user()
    with transaction():
        change_profile(user.user_name, **form, by=user.actor, at=now())
    flash("Saved.", "success")
    answer = make_response(see_other(".show_profile"))
    set_theme_cookie(answer, form["theme"])
    return answer


@bp.get("/account/password")
@require(Permission.OWN_ACCOUNT)
def show_password() -> ResponseReturnValue:
    """The form for another password."""
    return render_template("identity/password.html", user=current_user())


@bp.post("/account/password")
@require(Permission.OWN_ACCOUNT)
def save_password() -> ResponseReturnValue:
    """Take the new password and log out every other browser."""
    form = PasswordChange().load(request.form.to_dict())
    if form["new_password"] != form["new_password_again"]:
        raise Invalid("The two new passwords differ.", {"new_password_again": ["Not the same as above."]})
    user = current_user()
    with counted_tries(user), password_slot(), transaction():
        change_password(user.user_name, present=form["password"], new=form["new_password"], by=user.actor, at=now())
        end_other_sessions(user.proof_id, of_user=user.id, by=user.actor, at=now())
    flash("Your password was changed. Other browsers were logged out.", "success")
    return see_other(".show_sessions")


@bp.get("/account/sessions")
@require(Permission.OWN_ACCOUNT)
def show_sessions() -> ResponseReturnValue:
    """Where this person is logged in."""
    user = current_user()
    rows = [(opened, browser_name(opened.agent)) for opened in open_sessions(user.id, at=now())]
    return render_template("identity/sessions.html", user=user, sessions=rows)


@bp.post("/account/sessions/<uuid:session_id>/end")
@require(Permission.OWN_ACCOUNT)
def end_one_session(session_id: UUID) -> ResponseReturnValue:
    """Log out one browser."""
    user = current_user()
    with transaction():
        end_session(session_id, of_user=user.id, by=user.actor, at=now())
    flash("That browser was logged out.", "success")
    return see_other(".show_sessions")


@bp.post("/account/sessions/end")
@require(Permission.OWN_ACCOUNT)
def end_all_other_sessions() -> ResponseReturnValue:
    """Log out every browser but this one."""
    user = current_user()
    with transaction():
        ended = end_other_sessions(user.proof_id, of_user=user.id, by=user.actor, at=now())
    flash("No other browser was logged in." if not ended else "Every other browser was logged out.", "success")
    return see_other(".show_sessions")
