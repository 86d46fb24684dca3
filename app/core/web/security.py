"""Headers that every answer carries, and the number that names a request in the log."""

from uuid import uuid4

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
BUILT_FILES = "/static/dist/"
BUILT_FILES_SECONDS = 31_536_000


def allow_inline_styles() -> None:
    """Let this one answer carry inline styles; the modeler of the Studio sets some."""
    g.inline_styles = True


def request_id() -> str:
    """Names this request on the error page, in the `X-Request-Id` header and in the log."""
    if "request_id" not in g:
        g.request_id = uuid4().hex[:12]
    name: str = g.request_id
    return name


def init_security(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_with_security_headers)


def _with_security_headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Content-Security-Policy", _policy())
    answer.headers.setdefault("X-Request-Id", request_id())
    _set_caching(answer)
    return answer


def _policy() -> str:
    directives = dict(CONTENT_SECURITY_POLICY)
    if g.get("inline_styles"):
        directives["style-src"] += " 'unsafe-inline'"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _set_caching(answer: Response) -> None:
    """Built files never change under their name; what a person sees is nobody else's to keep."""
    if request.path.startswith(BUILT_FILES) and answer.status_code == 200:
        answer.headers["Cache-Control"] = f"public, max-age={BUILT_FILES_SECONDS}, immutable"
    elif "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "private, no-store"
