"""The page of a search, and what is suggested while somebody types."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.core.web import is_htmx, page_or_partial
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.search.groups import address_of_number
from app.search.queries import groups_found
from app.search.schemas import SearchArguments

bp = Blueprint("search", __name__)


@bp.get("/search")
@require(Permission.OWN_ACCOUNT)
def show_results() -> ResponseReturnValue:
    """All that fits the words; an exact number or key goes straight to its page."""
    text = SearchArguments().load(request.args.to_dict())["words"].replace("\0", " ").strip()
    groups = groups_found(text, current_user())
    if not is_htmx() and (address := address_of_number(text, groups)):
        return redirect(address, code=303)
    return page_or_partial("search/results.html", "search/_suggestions.html", text=text, groups=groups)
