"""How a refusal or an error is answered: a page, a part for htmx, or problem+json for programs. The one place."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.core.errors import AppError, Invalid, TooMany
from app.core.web.answers import is_htmx
from app.core.web.security import request_id
from app.core.web.wording import field_errors

PROGRAM_PATHS = ("/v2", "/api")
RETRY_SECONDS = 2
logger = logging.getLogger(__name__)

SENTENCES = {
    400: "The request could not be read.",
    401: "Log in first.",
    403: "You may not do this.",
    404: "There is nothing at this address.",
    405: "This address does not answer to that.",
    413: "That is larger than Pratica takes.",
    415: "That kind of content is not taken here.",
    429: "Too many tries. Wait a little and try again.",
}
TITLES = {
    403: "Not for you",
    404: "Not found",
    409: "Not as things stand",
    413: "Too large",
    422: "Please check",
    429: "Too many tries",
    500: "Something broke",
    503: "Busy",
}


@dataclass(frozen=True)
class Problem:
    """One refusal, ready to be shown.

    fields: field name to the sentences that stand beside it.
    """

    status: int
    detail: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Two or three words over the sentence."""
        return TITLES.get(self.status, HTTPStatus(self.status).phrase)

    @property
    def is_ours(self) -> bool:
        """Whether the fault is with Pratica; such a page carries the number of the request."""
        return self.status >= 500


def problem(status: int, detail: str, *, fields: Mapping[str, list[str]] | None = None) -> Response:
    """The answer to a refusal, in the form that the asker reads."""
    return _answer(Problem(status, detail, dict(fields or {})))


def init_problems(app: Flask) -> None:
    """Answer every error here."""
    app.register_error_handler(AppError, _for_app_error)
    app.register_error_handler(ValidationError, _for_validation_error)
    app.register_error_handler(CSRFError, _for_csrf_error)
    app.register_error_handler(SecurityError, _for_foreign_name)
    app.register_error_handler(HTTPException, _for_http_exception)
    app.register_error_handler(OperationalError, _for_busy_database)
    app.register_error_handler(Exception, _for_fault)


def _for_app_error(error: AppError) -> Response:
    if error.status >= 500:
        return _for_fault(error)
    fields = error.fields if isinstance(error, Invalid) else {}
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, TooMany) else {}
    return _answer(Problem(error.status, error.message, fields, headers))


def _for_validation_error(error: ValidationError) -> Response:
    fields = field_errors(error)
    count = len(fields)
    detail = "One field needs another look." if count == 1 else f"{count} fields need another look."
    return _answer(Problem(Invalid.status, detail, fields))


def _for_csrf_error(_error: CSRFError) -> Response:
    return _answer(Problem(400, "This page was open for too long. Reload it and try again; nothing was changed."))


def _for_foreign_name(_error: SecurityError) -> Response:
    """Asked by a name that TRUSTED_HOSTS does not have: no page, for a page would hold addresses with that name."""
    sentence = "This system does not answer to that name; TRUSTED_HOSTS says which ones are its own.\n"
    return Response(sentence, status=HTTPStatus.BAD_REQUEST, mimetype="text/plain")


def _for_http_exception(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    if status >= 500:
        return _for_fault(error)
    kept = ("Allow", "Retry-After", "WWW-Authenticate")
    headers = {name: value for name, value in error.get_headers() if name in kept}
    return _answer(Problem(status, _sentence(error, status), headers=headers))


def _sentence(error: HTTPException, status: int) -> str:
    """Our own sentence, unless a view wrote one."""
    is_written_here = error.description is not None and error.description != type(error).description
    if is_written_here and error.description:
        return error.description
    return SENTENCES.get(status, HTTPStatus(status).phrase + ".")


def _for_busy_database(error: OperationalError) -> Response:
    """A lock or a statement that waited too long, or a database that is away: nothing was written."""
    logger.error("request %s: the database did not answer", request_id(), exc_info=error)
    sentence = "The database did not answer in time. Nothing was changed; try again."
    return _answer(Problem(503, sentence, headers={"Retry-After": str(RETRY_SECONDS)}))


def _for_fault(error: Exception) -> Response:
    """An error nobody foresaw. The person reads a number, the log has the traceback."""
    cause = error.original_exception if isinstance(error, InternalServerError) else None
    logger.error("request %s failed: %s %s", request_id(), request.method, request.path, exc_info=cause or error)
    sentence = f"This is our fault, not yours. Nothing was changed. Tell the administrator the number {request_id()}."
    return _answer(Problem(500, sentence))


def _answer(shown: Problem) -> Response:
    if _is_program():
        answer = _as_json(shown)
    elif is_htmx():
        answer = _as_partial(shown)
    else:
        answer = make_response(render_template(_page(shown), problem=shown))
    answer.status_code = shown.status
    answer.headers.update(shown.headers)
    return answer


def _is_program() -> bool:
    """Whether a program asked: by the address, or because it sent JSON or wants nothing but JSON."""
    if any(request.path == start or request.path.startswith(f"{start}/") for start in PROGRAM_PATHS):
        return True
    return not is_htmx() and (request.is_json or request.accept_mimetypes.best == "application/json")


def _as_json(shown: Problem) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(shown.status).phrase,
        "status": shown.status,
        "detail": shown.detail,
        "instance": request.path,
    }
    if shown.fields:
        body["fields"] = shown.fields
    if shown.is_ours:
        body["requestId"] = request_id()
    return Response(json.dumps(body), mimetype="application/problem+json")


def _as_partial(shown: Problem) -> Response:
    """Fields go to the summary over the content, everything else is a toast; what the person typed stays."""
    if shown.fields:
        answer = make_response(render_template("errors/_fields.html", problem=shown))
        answer.headers["HX-Retarget"] = "#page-errors"
        answer.headers["HX-Reswap"] = "innerHTML show:#page-errors:top"
    else:
        answer = make_response(render_template("errors/_toast.html", problem=shown))
        answer.headers["HX-Retarget"] = "#toasts"
        answer.headers["HX-Reswap"] = "beforeend"
    answer.headers["HX-Push-Url"] = "false"
    return answer


def _page(shown: Problem) -> str:
    """A page without the frame where the frame itself could fail."""
    return "errors/fault.html" if shown.is_ours else "errors/problem.html"
