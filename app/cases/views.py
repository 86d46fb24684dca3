"""Pages of cases: the list, one case with its tabs and diagram, starting, mending and ending one."""

from uuid import uuid4

from flask import Blueprint, Response, flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.cases import case as reads
from app.cases import queries
from app.cases.beginning import begin_case, party_of, processes_for_people, start_form
from app.cases.choice import SHOWN_LABELS
from app.cases.marks import marks_of
from app.cases.people import display_names
from app.cases.schemas import CasesArguments, NeededReason, Start, StartArguments
from app.cases.tabs import Tab, tab_items, tab_rows
from app.core.clock import now
from app.core.db import Key, transaction
from app.core.web import (
    is_htmx,
    new_action,
    page_of,
    page_or_partial,
    place,
    preferences,
    read_cursor,
    read_limit,
    see_other,
)
from app.core.web.body import read_json
from app.engine import operations
from app.engine.catalogue import latest_definition
from app.engine.queries import case_variables, diagram_of, instance_for
from app.identity.current import current_user
from app.identity.permissions import Permission, require

bp = Blueprint("cases", __name__)
CURSOR = "cases"
CASE = "/cases/<int(max=9223372036854775807):key>"


def _count() -> int:
    return queries.count_of_running(current_user().viewer)


place("cases.show_cases", "Cases", "stack-2", group="", permission=Permission.VIEW_CASES, order=20, count=_count)
new_action("cases.show_beginnings", "Case", "route", permission=Permission.START_CASE, order=90)


@bp.get("/cases")
@require(Permission.VIEW_CASES)
def show_cases() -> ResponseReturnValue:
    """The list of cases; the address holds every filter."""
    choice = CasesArguments().load({name: value for name, value in request.args.items() if value})
    viewer, at, limit = current_user().viewer, now(), read_limit()
    rows = queries.cases_chosen(viewer, choice, at=at, after=read_cursor(CURSOR), limit=limit)
    return page_or_partial(
        "cases/cases.html",
        "cases/_cases.html",
        shown=page_of(rows, limit=limit, position=queries.position_of, kind=CURSOR),
        choice=choice,
        counts=queries.case_counts(viewer, at=at),
        processes=queries.processes(),
        shown_labels=SHOWN_LABELS,
        at=at,
    )


@bp.get(CASE)
@require(Permission.VIEW_CASES)
def show_case(key: int) -> ResponseReturnValue:
    """One case: header, diagram, tabs."""
    viewer = current_user().viewer
    case = instance_for(viewer, Key(key))
    counts = reads.tab_counts(case.key)
    tab = _chosen_tab(counts)
    return page_or_partial(
        "cases/case.html",
        "cases/_tab.html",
        case=case,
        tab=tab,
        tabs=tab_items(case.key, counts, tab),
        steps=queries.current_steps([case.key])[case.key],
        starter=display_names([case.started_by])[case.started_by],
        facts=[] if is_htmx() else reads.facts_of(viewer, case.key, case_variables(case.key)),
        at=now(),
        **tab_rows(tab, case),
    )


@bp.get(f"{CASE}/marks")
@require(Permission.VIEW_CASES)
def show_marks(key: int) -> ResponseReturnValue:
    """What to draw on the diagram of a case."""
    case = instance_for(current_user().viewer, Key(key))
    stuck = reads.stuck_elements(case.key)
    return jsonify(marks_of(reads.passages_of(case.key), stuck, at=case.ended_at or now(), to=preferences()))


@bp.get(f"{CASE}/diagram")
@require(Permission.VIEW_CASES)
def show_case_diagram(key: int) -> ResponseReturnValue:
    """The diagram of a case with its marks, as a part of another page."""
    return render_template("cases/_diagram.html", case=instance_for(current_user().viewer, Key(key)))


@bp.get(f"{CASE}/history")
@require(Permission.VIEW_CASES)
def show_history(key: int) -> ResponseReturnValue:
    """The history of a case, as a part of another page."""
    case = instance_for(current_user().viewer, Key(key))
    return render_template("cases/_history.html", case=case, **tab_rows(Tab.HISTORY, case))


@bp.get("/definitions/<int(max=9223372036854775807):definition_key>/diagram")
@require(Permission.VIEW_CASES)
def show_diagram(definition_key: int) -> ResponseReturnValue:
    """The BPMN of a deployed definition; it never changes."""
    answer = Response(diagram_of(Key(definition_key)), mimetype="application/xml")
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.cache_control.private = True
    answer.cache_control.max_age = 86_400
    return answer


@bp.get("/cases/new")
@require(Permission.START_CASE)
def show_beginnings() -> ResponseReturnValue:
    """The processes that can be started, perhaps for a party; for its card as a menu."""
    given = StartArguments().load(request.args.to_dict())
    return page_or_partial(
        "cases/beginnings.html",
        "cases/_beginnings.html",
        processes=processes_for_people(),
        given=given,
        party=party_of(given),
    )


@bp.get("/cases/new/<process_id>")
@require(Permission.START_CASE)
def show_start(process_id: str) -> ResponseReturnValue:
    """The form that starts a process."""
    given = StartArguments().load(request.args.to_dict())
    definition = latest_definition(process_id)
    return render_template(
        "cases/start.html",
        definition=definition,
        offered=start_form(definition, given=given, viewer=current_user().viewer),
        party=party_of(given),
        start_key=f"form:{uuid4()}",
    )


@bp.post("/cases/new/<process_id>")
@require(Permission.START_CASE)
def create_case(process_id: str) -> ResponseReturnValue:
    """Start a case; sent twice, it starts once."""
    form = Start().load(request.form.to_dict())
    user = current_user()
    with transaction():
        key = begin_case(
            process_id,
            read_json(form["values"].encode()),
            party_id=form["party_id"],
            files=[(file.filename, file.read()) for file in request.files.getlist("files") if file.filename],
            start_key=f"{user.user_name}:{form['start_key']}",
            viewer=user.viewer,
            by=user.actor,
            at=now(),
        )
    flash("The case has started.", "success")
    return see_other("cases.show_case", key=key)


@bp.post(f"{CASE}/cancellation")
@require(Permission.CANCEL_CASE)
def create_cancellation(key: int) -> ResponseReturnValue:
    """End a case wherever it stands."""
    form = NeededReason().load(request.form.to_dict())
    user = current_user()
    with transaction():
        case = instance_for(user.viewer, Key(key))
        operations.cancel_instance(case.key, reason=form["reason"], by=user.actor, at=now())
    flash("The case is cancelled.", "success")
    return see_other("cases.show_case", key=key)


@bp.post(f"{CASE}/incidents/<int(max=9223372036854775807):incident_key>/retry")
@require(Permission.RETRY_INCIDENT)
def create_retry(key: int, incident_key: int) -> ResponseReturnValue:
    """Try again what is stuck."""
    form = NeededReason().load(request.form.to_dict())
    user = current_user()
    with transaction():
        incident = reads.incident_of(instance_for(user.viewer, Key(key)).key, incident_key)
        operations.retry_incident(incident.key, by=user.actor, at=now(), reason=form["reason"])
    flash("The step is tried again.", "success")
    return see_other("cases.show_case", key=key)


def _chosen_tab(counts: reads.TabCounts) -> Tab:
    asked = request.args.get("tab", "")
    if asked in list(Tab):
        return Tab(asked)
    return Tab.INCIDENTS if counts.incidents else Tab.TASKS
