"""Answers of views: a page, its part for htmx, or the way to another address."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse


def is_htmx() -> bool:
    """True when htmx asks for a part of a page; a boosted link or a restored history entry wants the whole page."""
    asked = request.headers
    return "HX-Request" in asked and "HX-Boosted" not in asked and "HX-History-Restore-Request" not in asked


def see_other(endpoint: str, **values: Any) -> BaseResponse:  # Any: values of the address, as in url_for
    """Send the browser to the page of `endpoint` after a change, so that a reload changes nothing again."""
    return to_path(url_for(endpoint, **values))


def to_path(path: str) -> BaseResponse:
    """As `see_other`, to a path of our own that was kept; whatever is none leads to the first page."""
    address = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, code=303)


def page_or_partial(page: str, partial: str, **context: Any) -> Response:  # Any: context of a template
    """The partial for htmx, else the page; caches keep the two apart."""
    answer = make_response(render_template(partial if is_htmx() else page, **context))
    answer.vary.update(("HX-Request", "HX-Boosted"))
    return answer
