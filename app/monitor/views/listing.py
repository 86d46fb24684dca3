"""The first page of the Monitor: numbers that need a decision, and every case by any filter; the same as a file."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.cases.choice import SHOWN_LABELS
from app.cases.people import people_who_complete
from app.cases.queries import processes
from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit
from app.core.web.downloads import DOWNLOAD_POLICY
from app.engine.catalogue import UnknownProcess, compiled, latest_definition
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.monitor.choice import NEED_LABELS, NEED_NOTES, SORT_LABELS, WORK_LABELS, Choice, address_of
from app.monitor.exporting import csv_lines
from app.monitor.queries.causes import causes_open
from app.monitor.queries.listing import every_row, position_of, rows_chosen
from app.monitor.queries.needs import MOST_COUNTED, counts_of_needs
from app.monitor.queries.parties import party_name
from app.monitor.schemas import MonitorArguments
from app.monitor.views.blueprint import bp, days
from app.trail.operations import record

CAUSES_SHOWN = 5


@bp.get("/monitor")
@require(Permission.VIEW_MONITOR)
def show_monitor() -> ResponseReturnValue:
    """What needs a decision, and the list; the address holds every filter."""
    choice, viewer, limit = _choice(), current_user().viewer, read_limit()
    kind = f"monitor-{choice.sort}"
    rows = rows_chosen(viewer, choice, days=days(), after=read_cursor(kind), limit=limit)
    return page_or_partial(
        "monitor/monitor.html",
        "monitor/_monitor.html",
        shown=page_of(rows, limit=limit, position=lambda row: position_of(row, choice.sort), kind=kind),
        choice=choice,
        counts=counts_of_needs(viewer, at=now()),
        causes=causes_open(viewer, limit=CAUSES_SHOWN + 1),
        causes_shown=CAUSES_SHOWN,
        **_filters(choice),
    )


@bp.get("/monitor/cases.csv")
@require(Permission.VIEW_MONITOR)
def download_cases() -> ResponseReturnValue:
    """The cases of the list's filters as CSV, written while it is read; the trail says who took it."""
    choice, user = _choice(), current_user()
    with transaction():
        taken = {"filters": address_of(choice)}
        record(action="cases.exported", entity="case_list", entity_id="monitor", by=user.actor, at=now(), after=taken)
    lines = stream_with_context(csv_lines(every_row(user.viewer, choice, days=days())))
    answer = Response(lines, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=cases.csv"
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _choice() -> Choice:
    choice: Choice = MonitorArguments().load({name: value for name, value in request.args.items() if value})
    return choice


def _filters(choice: Choice) -> dict[str, Any]:  # Any: context of a template
    """What the fields of the filters offer."""
    return {
        "processes": processes(),
        "elements": _elements(choice),
        "people": people_who_complete(),
        "party_name": party_name(choice.party) if choice.party else None,
        "shown_labels": SHOWN_LABELS,
        "need_labels": NEED_LABELS,
        "need_notes": NEED_NOTES,
        "sort_labels": SORT_LABELS,
        "work_labels": WORK_LABELS,
        "most_counted": MOST_COUNTED,
    }


def _elements(choice: Choice) -> Sequence[tuple[str, str]]:
    """Id and name of the elements at which cases of the chosen process can stand."""
    if choice.process is None:
        return []
    try:
        definition = latest_definition(choice.process, choice.version)
    except UnknownProcess:
        return []
    nodes = compiled(definition.key).process.every_node()
    return sorted(((node.id, node.name) for node in nodes if node.name), key=lambda pair: pair[1])


bp.add_app_template_global(address_of, "monitor_address")
