"""The page of a repair: what is now, what shall be, why; and the same after somebody else was quicker."""

from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from app.core.errors import Refused
from app.core.web import page_or_partial


def repair_page(kind: str, **context: Any) -> Response:  # Any: context of a template
    """The page of one kind of repair, or its part for htmx."""
    usual: dict[str, Any] = {"typed": MultiDict(), "notice": None, "told": ""}
    part = f"monitor/_{kind}.html"
    return page_or_partial("monitor/repair.html", part, part=part, kind=kind, **usual | context)


def shown_again(kind: str, refusal: Refused, told: str, **context: Any) -> Response:  # Any: as above
    """The page as things are now, under the sentence of the refusal and what was changed; what was typed stays."""
    answer = repair_page(kind, notice=refusal.message, told=told, **context)
    answer.status_code = refusal.status
    return answer
