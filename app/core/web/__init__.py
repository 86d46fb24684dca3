"""What every page and address shares: answers, error pages, security headers, paging, request bodies, the frame."""

from app.core.web.answers import is_htmx, page_or_partial, see_other
from app.core.web.body import load_json
from app.core.web.frame import counter, new_action, place, refresh_source
from app.core.web.paging import Page, page_of, read_cursor, read_limit, write_cursor
from app.core.web.problems import problem
from app.core.web.reader import Reader, preferences, reader
from app.core.web.security import allow_inline_styles, request_id
from app.core.web.setup import init_web
from app.core.web.wording import field_errors

__all__ = [
    "Page",
    "Reader",
    "allow_inline_styles",
    "counter",
    "field_errors",
    "init_web",
    "is_htmx",
    "load_json",
    "new_action",
    "page_of",
    "page_or_partial",
    "place",
    "preferences",
    "problem",
    "read_cursor",
    "read_limit",
    "reader",
    "refresh_source",
    "request_id",
    "see_other",
    "write_cursor",
]
