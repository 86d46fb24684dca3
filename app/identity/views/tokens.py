"""One's own API tokens."""

from datetime import timedelta
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.operations import add_token, revoke_token
from app.identity.permissions import Permission, require
from app.identity.queries import open_tokens, own_token
from app.identity.schemas import NewToken
from app.identity.views.blueprint import bp


@bp.get("/account/tokens")
@require(Permission.OWN_ACCOUNT)
def show_tokens() -> ResponseReturnValue:
    """What programs act in my name."""
    user = current_user()
    return render_template("identity/tokens.html", user=user, tokens=open_tokens(user.id), secret=None, at=now())


@bp.post("/account/tokens")
@require(Permission.OWN_ACCOUNT)
def create_token() -> ResponseReturnValue:
    """A new token, shown on this page and never again."""
    form = NewToken().load(request.form.to_dict())
    user, at = current_user(), now()
    expires_at = None if form["days"] is None else at + timedelta(days=form["days"])
    with transaction():
        secret = add_token(user.user_name, form["name"], expires_at=expires_at, by=user.actor, at=at)
    return render_template("identity/tokens.html", user=user, tokens=open_tokens(user.id), secret=secret, at=at)


@bp.post("/account/tokens/<uuid:token_id>/revocation")
@require(Permission.OWN_ACCOUNT)
def create_token_revocation(token_id: UUID) -> ResponseReturnValue:
    """The token counts no more."""
    user = current_user()
    with transaction():
        revoke_token(own_token(token_id, user_id=user.id).id, by=user.actor, at=now())
    flash("The token was revoked.", "success")
    return see_other(".show_tokens")
