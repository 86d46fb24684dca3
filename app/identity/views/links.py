"""The page behind a link with which somebody sets their password, once."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import see_other
from app.identity.operations import use_link, user_of_link
from app.identity.passwords import password_slot
from app.identity.permissions import public
from app.identity.schemas import NewPassword
from app.identity.views.blueprint import bp


@bp.get("/welcome/<secret>")
@public
def show_link(secret: str) -> ResponseReturnValue:
    """The form for the password; looking at it spends nothing, so that scanners of mails may."""
    return render_template("identity/welcome.html", user=user_of_link(secret, at=now()), secret=secret)


@bp.post("/welcome/<secret>")
@public
def use_this_link(secret: str) -> ResponseReturnValue:
    """Take the password; the link is spent. The person then logs in as always."""
    form = NewPassword().load(request.form.to_dict())
    if form["new_password"] != form["new_password_again"]:
        raise Invalid("The two passwords differ.", {"new_password_again": ["Not the same as above."]})
    with password_slot(), transaction():
        use_link(secret, new=form["new_password"], at=now())
    flash("Your password is set. Log in with it.", "success")
    return see_other(".show_log_in")
