"""Log-in, log-out, and the first page of each role."""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from flask import Response, current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.addresses import local_address
from app.identity.authentication import origin_of
from app.identity.cookies import drop_log_in_cookie, set_log_in_cookie, set_theme_cookie
from app.identity.current import CurrentUser, current_user, current_user_or_none
from app.identity.errors import TooManyTries, WrongCode, WrongPassword
from app.identity.operations.second_factor import log_in_with_code
from app.identity.passwords import password_slot
from app.identity.permissions import Permission, public, require
from app.identity.schemas import Code, LogIn
from app.identity.sessions import CodeAwaited, Opened, end_session, log_in
from app.identity.views.blueprint import bp

SECOND_STEP = "second_step"
CODE_WITHIN = timedelta(minutes=5)
WORKLIST = "worklist.show_worklist"
CASES = "cases.show_cases"


@bp.get("/")
@require(Permission.OWN_ACCOUNT)
def show_home() -> ResponseReturnValue:
    """The page where this person's day begins."""
    wanted = WORKLIST if current_user().may(Permission.VIEW_WORKLIST) else CASES
    known = [endpoint for endpoint in (wanted, CASES) if endpoint in current_app.view_functions]
    return see_other(known[0] if known else ".show_profile")


@bp.get("/log-in")
@public
def show_log_in() -> ResponseReturnValue:
    """The log-in page; who is logged in already goes on."""
    goal = local_address(request.args.get("next"))
    if current_user_or_none() is not None:
        return redirect(goal or url_for(".show_home"), code=303)
    return render_template("identity/log_in.html", next=goal or "", user_name="", message=None)


@bp.post("/log-in")
@public
def try_log_in() -> ResponseReturnValue:
    """Open a session and go where the person wanted to; else the page again with one sentence."""
    form = LogIn().load(request.form.to_dict())
    goal = local_address(form["next"])
    before = current_user_or_none()
    try:
        with password_slot(), transaction():
            opened = log_in(form["user_name"], form["password"], origin=origin_of(request), at=now())
            _end_session_of(before if isinstance(opened, Opened) else None)
    except TooManyTries as refusal:
        return _page_again(form["user_name"], goal, refusal.message, retry_after_seconds=refusal.retry_after_seconds)
    if opened is None:
        return _page_again(form["user_name"], goal, WrongPassword().message)
    if isinstance(opened, CodeAwaited):
        return _ask_for_code(opened, goal)
    return _enter(opened, goal)


@bp.get("/log-in/code")
@public
def show_code() -> ResponseReturnValue:
    """The second step of a log-in: a code of the authenticator app."""
    if _awaited() is None:
        return see_other(".show_log_in")
    return render_template("identity/code.html", message=None)


@bp.post("/log-in/code")
@public
def try_code() -> ResponseReturnValue:
    """Open a session when the code counts; else the page again with one sentence."""
    form = Code().load(request.form.to_dict())
    if (awaited := _awaited()) is None:
        return see_other(".show_log_in")
    goal, before = local_address(session[SECOND_STEP]["next"]), current_user_or_none()
    try:
        with transaction():
            opened = log_in_with_code(awaited, form["code"], origin=origin_of(request), at=now())
            _end_session_of(before if opened is not None else None)
    except TooManyTries as refusal:
        page = render_template("identity/code.html", message=refusal.message)
        return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(refusal.retry_after_seconds)}
    if opened is None:
        message = WrongCode().message
        return render_template("identity/code.html", message=message), HTTPStatus.UNPROCESSABLE_ENTITY
    return _enter(opened, goal)


def _ask_for_code(awaited: CodeAwaited, goal: str | None) -> ResponseReturnValue:
    session.clear()
    session[SECOND_STEP] = {"user_id": str(awaited.user_id), "at": now().isoformat(), "next": goal or ""}
    return see_other(".show_code")


def _awaited() -> CodeAwaited | None:
    """Whose code this browser may send: the password was right some minutes ago."""
    step = session.get(SECOND_STEP)
    if step is None or datetime.fromisoformat(step["at"]) < now() - CODE_WITHIN:
        return None
    return CodeAwaited(UUID(step["user_id"]))


def _enter(opened: Opened, goal: str | None) -> ResponseReturnValue:
    session.clear()  # a new session gets a new token for its forms
    answer = make_response(redirect(goal or url_for(".show_home"), code=303))
    set_log_in_cookie(answer, opened.secret)
    set_theme_cookie(answer, opened.theme)
    return answer


def _page_again(
    user_name: str, goal: str | None, message: str, *, retry_after_seconds: int | None = None
) -> ResponseReturnValue:
    page = render_template("identity/log_in.html", next=goal or "", user_name=user_name, message=message)
    if retry_after_seconds is None:
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(retry_after_seconds)}


@bp.post("/log-out")
@require(Permission.OWN_ACCOUNT)
def log_out() -> Response:
    """End this session, here and in the table."""
    with transaction():
        _end_session_of(current_user())
    session.clear()
    answer = make_response(see_other(".show_log_in"))
    drop_log_in_cookie(answer)
    return answer


def _end_session_of(user: CurrentUser | None) -> None:
    if user is not None and user.proof_id is not None:
        end_session(user.proof_id, of_user=user.id, by=user.actor, at=now())
