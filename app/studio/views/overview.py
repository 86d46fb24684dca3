"""The first pages of the Studio: what processes and forms are deployed."""

from flask import request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.web import page_of, page_or_partial, read_cursor, read_limit
from app.identity.permissions import Permission, require
from app.studio.drafts.models import DraftKind
from app.studio.drafts.queries import draft_counts
from app.studio.queries.forms import forms_deployed
from app.studio.queries.processes import MOST_COUNTED, processes_deployed
from app.studio.schemas import ListArguments
from app.studio.views.blueprint import bp

PROCESSES_CURSOR, FORMS_CURSOR = "studio-processes", "studio-forms"


@bp.get("/studio")
@require(Permission.VIEW_STUDIO)
def show_overview() -> ResponseReturnValue:
    """The processes that are deployed; the address holds the search."""
    text: str = ListArguments().load(request.args.to_dict())["text"]
    limit = read_limit()
    rows = processes_deployed(text=text, after=_after(PROCESSES_CURSOR), limit=limit)
    return page_or_partial(
        "studio/processes.html",
        "studio/_processes.html",
        text=text,
        shown=page_of(rows, limit=limit, position=lambda row: (row.definition.process_id,), kind=PROCESSES_CURSOR),
        drafts=draft_counts(DraftKind.BPMN),
        names=display_names(row.deployed_by for row in rows),
        most_counted=MOST_COUNTED,
    )


@bp.get("/studio/forms")
@require(Permission.VIEW_STUDIO)
def show_forms() -> ResponseReturnValue:
    """The forms that are deployed; the address holds the search."""
    text: str = ListArguments().load(request.args.to_dict())["text"]
    limit = read_limit()
    rows = forms_deployed(text=text, after=_after(FORMS_CURSOR), limit=limit)
    return page_or_partial(
        "studio/forms.html",
        "studio/_forms.html",
        text=text,
        shown=page_of(rows, limit=limit, position=lambda row: (row.definition.form_id,), kind=FORMS_CURSOR),
        drafts=draft_counts(DraftKind.FORM),
        names=display_names(row.deployed_by for row in rows),
    )


def _after(kind: str) -> str | None:
    position = read_cursor(kind)
    return str(position[0]) if position else None
