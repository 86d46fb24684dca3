"""Pages of who is logged in, and of the tokens of programs."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.admin.queries import proofs as queries
from app.admin.schemas import OfPerson
from app.admin.views.blueprint import bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.identity.agents import browser_name
from app.identity.current import current_user
from app.identity.operations import revoke_token
from app.identity.permissions import Permission, require
from app.identity.sessions import end_session

SESSIONS, TOKENS = "sessions", "tokens"


@bp.get("/sessions")
@require(Permission.MANAGE_USERS)
def show_all_sessions() -> ResponseReturnValue:
    """Who is logged in, from where, since when."""
    choice, limit = OfPerson().load(request.args.to_dict()), read_limit()
    rows = queries.sessions_page(at=now(), after=read_cursor(SESSIONS), limit=limit, user_name=choice["user"])
    return page_or_partial(
        "admin/sessions.html",
        "admin/_sessions.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.opened.last_seen_at, row.opened.id), kind=SESSIONS),
        user_name=choice["user"],
        browser_name=browser_name,
        own_id=current_user().proof_id,
    )


@bp.post("/sessions/<uuid:session_id>/end")
@require(Permission.MANAGE_USERS)
def end_any_session(session_id: UUID) -> ResponseReturnValue:
    """Log out one browser of anybody."""
    with transaction():
        owner = queries.owner_of_session(session_id)
        end_session(session_id, of_user=owner, by=current_user().actor, at=now())
    flash("That log-in was ended.", "success")
    return see_other(".show_all_sessions")


@bp.get("/tokens")
@require(Permission.MANAGE_USERS)
def show_all_tokens() -> ResponseReturnValue:
    """Which programs may act for whom."""
    choice, limit = OfPerson().load(request.args.to_dict()), read_limit()
    rows = queries.tokens_page(after=read_cursor(TOKENS), limit=limit, user_name=choice["user"])
    return page_or_partial(
        "admin/tokens.html",
        "admin/_tokens.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.token.created_at, row.token.id), kind=TOKENS),
        user_name=choice["user"],
        at=now(),
    )


@bp.post("/tokens/<uuid:token_id>/revocation")
@require(Permission.MANAGE_USERS)
def create_any_token_revocation(token_id: UUID) -> ResponseReturnValue:
    """The token of anybody counts no more."""
    with transaction():
        revoke_token(token_id, by=current_user().actor, at=now())
    flash("The token was revoked.", "success")
    return see_other(".show_all_tokens")
