"""What happens before every view: who is it, may they, and did their own page ask for it."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableMultiDict

from app.core.clock import now
from app.core.db import transaction
from app.core.web import is_htmx, problem, request_id, see_other
from app.identity.addresses import local_address
from app.identity.authentication import is_for_programs, user_of_request
from app.identity.cookies import cookie_name, form_cookie_name
from app.identity.current import CurrentUser, Duty, current_user_or_none
from app.identity.errors import NotAllowed, NotLoggedIn, OtherSite
from app.identity.permissions import Permission, declared_permission, is_public, is_signed_link
from app.identity.views import bp
from app.settings import Settings
from app.trail.operations import name_request, record

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PUBLIC_ENDPOINTS = frozenset({"static"})
LOWER_ENDPOINTS = {"frame.show_counts": Permission.OWN_ACCOUNT}
"""Views of `core.web`, which lies below the permissions and cannot name one."""

DUTY_PAGES = {Duty.PASSWORD: "identity.show_password", Duty.SECOND_FACTOR: "identity.show_second_factor"}
WITH_A_DUTY = frozenset(
    {
        "identity.log_out",
        "identity.show_password",
        "identity.save_password",
        "identity.show_second_factor",
        "identity.create_second_factor",
        "identity.confirm_second_factor",
    }
)
"""Where people go who must do something before they work."""

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Sessions, permissions, protection against forged requests, and the pages of one's own account."""
    settings: Settings = app.extensions["settings"]
    app.config.update(
        SESSION_COOKIE_NAME=form_cookie_name(secure=settings.secure_cookies),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, once it is known who asks
        WTF_CSRF_TIME_LIMIT=None,  # pages stay open all day; the token goes with the session
    )
    csrf.init_app(app)
    app.extensions["identify"] = _identify
    app.before_request(_name_request)
    app.before_request(_check_permission)
    app.before_request(_check_own_page)
    app.register_error_handler(NotLoggedIn, _ask_to_log_in)
    app.register_blueprint(bp)


def _name_request() -> None:
    name_request(request_id())


def _identify() -> CurrentUser | None:
    settings: Settings = current_app.extensions["settings"]
    return user_of_request(request, cookie_name=cookie_name(secure=settings.secure_cookies), at=now())


def _check_permission() -> ResponseReturnValue | None:
    """Deny by default: a view that names no permission is for nobody. Who has a duty is sent to its page."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC_ENDPOINTS:
        return None
    view = current_app.view_functions[endpoint]
    if is_public(view):
        return None
    permission = LOWER_ENDPOINTS.get(endpoint) or declared_permission(view)
    if permission is None:
        raise RuntimeError(f"The view {endpoint} names no permission and is not public.")
    user = current_user_or_none()
    if user is None:
        raise NotLoggedIn
    if not user.may(permission):
        _record_refusal(user, permission)
        raise NotAllowed(permission)
    if user.duty is not None and endpoint not in WITH_A_DUTY | LOWER_ENDPOINTS.keys():
        return see_other(DUTY_PAGES[user.duty])
    return None


def _record_refusal(user: CurrentUser, permission: Permission) -> None:
    path = request.path[:500]
    after = {"permission": permission, "method": request.method}
    with transaction():
        record(action="access.refused", entity="address", entity_id=path, by=user.actor, at=now(), after=after)


def _check_own_page() -> None:
    """A change asked for with a cookie must come from a page of ours: token, Origin and Sec-Fetch-Site say so."""
    if request.method not in UNSAFE or request.endpoint is None or not _is_from_browser():
        return
    if is_signed_link(current_app.view_functions[request.endpoint]):
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if site not in {"same-origin", "none"} or (origin is not None and urlsplit(origin).netloc != request.host):
        raise OtherSite
    csrf.protect()
    # The token is no field of any form: schemas refuse what they do not know.
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    request.form = ImmutableMultiDict(fields)


def _is_from_browser() -> bool:
    user = current_user_or_none()
    return user.by == "session" if user is not None else not is_for_programs(request)


def _ask_to_log_in(error: NotLoggedIn) -> ResponseReturnValue:
    """Programs and scripts get 401; a person gets the log-in page and comes back to where they were."""
    if is_for_programs(request) or (request.is_json and not is_htmx()):
        answer = problem(HTTPStatus.UNAUTHORIZED, error.message)
        if "Sec-Fetch-Site" not in request.headers:  # a browser would open a box of its own
            answer.headers["WWW-Authenticate"] = 'Basic realm="Pratica", charset="UTF-8"'
        return answer
    if is_htmx():
        shown = local_address(urlsplit(request.headers.get("HX-Current-URL", "")).path)
        return "", HTTPStatus.NO_CONTENT, {"HX-Redirect": url_for("identity.show_log_in", next=shown)}
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("identity.show_log_in", next=wanted if wanted != "/" else None), code=303)
