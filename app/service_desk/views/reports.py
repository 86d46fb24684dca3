"""Pages of work reports: the list, one report, begin, finish, take back."""

from datetime import timedelta
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.queries.people import activity_types
from app.contracts.queries import installed_product_by_id, installed_products_of
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.core.web import is_htmx, page_of, page_or_partial, read_cursor, read_limit, see_other
from app.documents.conversion import can_make_pdf
from app.documents.queries import documents_of
from app.engine.opening import locked_instance
from app.engine.operations import publish_message
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import users_named
from app.parties.models import Site
from app.service_desk.correspondence import REPORT
from app.service_desk.models import ReportStatus, ServiceRequest, WorkReport
from app.service_desk.operations.charging import currency_of
from app.service_desk.operations.reports import (
    begin_report,
    describe_report,
    drop_report,
    finish_report,
    take_back_report,
)
from app.service_desk.queries import (
    draft_report_of,
    last_work_of,
    report_by_id,
    report_for_update,
    reports_page,
    request_by_id,
)
from app.service_desk.schemas import DetailsForm, ReportsArguments
from app.service_desk.views.blueprint import bp

FINISHED = "report_finished"
KEPT_SECONDS = 3600
FIVE_MINUTES = 300
THERE_AND_BACK = 2
LONGEST_DAY = timedelta(hours=12)


@bp.get("/reports")
@require(Permission.VIEW_SERVICE)
def show_reports() -> ResponseReturnValue:
    """The list of work reports."""
    choice = ReportsArguments().load(request.args.to_dict())
    limit, after = read_limit(), read_cursor("work_reports")
    rows = reports_page(technician=choice["technician"], after=after, limit=limit)
    return page_or_partial(
        "service_desk/reports.html",
        "service_desk/_reports.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.created_at, row.id), kind="work_reports"),
        choice=choice,
        people=users_named(row.technician for row in rows),
    )


@bp.get("/<uuid:request_id>/reports/new")
@require(Permission.EDIT_SERVICE)
def show_new_report(request_id: UUID) -> ResponseReturnValue:
    """Go on with the report begun, or begin one."""
    begun = draft_report_of(request_id, current_user().user_name)
    if begun is not None:
        return see_other(".show_report", report_id=begun.id)
    return render_template("service_desk/new_report.html", wanted=request_by_id(request_id))


@bp.post("/<uuid:request_id>/reports")
@require(Permission.EDIT_SERVICE)
def create_report(request_id: UUID) -> ResponseReturnValue:
    """Begin a report; begun twice, it is the same."""
    user = current_user()
    with transaction():
        found = request_by_id(request_id)
        report = begin_report(found, technician=user.user_name, object_name=_object_of(found), by=user.actor, at=now())
    return see_other(".show_report", report_id=report.id)


@bp.get("/reports/<uuid:report_id>")
@require(Permission.VIEW_SERVICE)
def show_report(report_id: UUID) -> ResponseReturnValue:
    """One report: to be filled in while it is a draft, else to be read."""
    return render_template("service_desk/report.html", **report_context(report_by_id(report_id)))


@bp.post("/reports/<uuid:report_id>/details")
@require(Permission.EDIT_SERVICE)
def save_details(report_id: UUID) -> ResponseReturnValue:
    """The day, the notes, who saw it; kept by itself as soon as a field is left."""
    form = DetailsForm().load(request.form.to_dict())
    with transaction():
        describe_report(report_for_update(report_id), **form)
    return ("", 204) if is_htmx() else see_other(".show_report", report_id=report_id)


@bp.post("/reports/<uuid:report_id>/completion")
@require(Permission.EDIT_SERVICE)
def create_completion(report_id: UUID) -> ResponseReturnValue:
    """The report is finished; a worker writes it."""
    at, by = now(), current_user().actor
    with transaction():
        locked_instance(Key(report_by_id(report_id).request.case_key))
        report = report_for_update(report_id)
        finish_report(report, by=by, at=at)
        session().flush()  # the case reads what was finished
        _tell_case(report)
    flash("The report is finished. A worker writes it.", "success")
    return see_other(".show_report", report_id=report_id)


@bp.delete("/reports/<uuid:report_id>/completion")
@require(Permission.EDIT_SERVICE)
def delete_completion(report_id: UUID) -> ResponseReturnValue:
    """Take the report back to correct it."""
    with transaction():
        take_back_report(report_for_update(report_id), by=current_user().actor, at=now())
    return see_other(".show_report", report_id=report_id)


@bp.delete("/reports/<uuid:report_id>")
@require(Permission.EDIT_SERVICE)
def delete_report(report_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction():
        report = report_for_update(report_id)
        request_id = report.request_id
        drop_report(report, by=current_user().actor, at=now())
    return see_other(".show_request", request_id=request_id)


def report_context(report: WorkReport) -> dict[str, object]:
    """What the page of a report shows, and proposes for what comes next."""
    wanted = report.request
    site = session().get(Site, wanted.site_id) if wanted.site_id else None
    until = now()
    until -= timedelta(seconds=until.timestamp() % FIVE_MINUTES)
    is_draft = report.status is ReportStatus.DRAFT
    last = max((one.ends_at for one in report.activities), default=None)
    last = last or (last_work_of(report.technician, until - LONGEST_DAY, until) if is_draft else None)
    since = last or (wanted.planned_from if wanted.planned_from and wanted.planned_from < until else None)
    return {
        "report": report,
        "wanted": wanted,
        "site": site,
        "currency": None if is_draft else _currency_of(wanted),
        "installed": installed_products_of(wanted.party_id) if is_draft else (),
        "kinds": activity_types(used_only=True) if is_draft else (),
        "proposed_from": since or until - timedelta(hours=1),
        "proposed_until": until,
        "proposed_km": site.km * THERE_AND_BACK if site and site.km else None,
        "people": users_named([report.technician]),
        "documents": documents_of(REPORT, report.id),
        "can_make_pdf": can_make_pdf(),
    }


def _currency_of(found: ServiceRequest) -> str:
    return currency_of(found) if found.service_id else found.party.currency


def _object_of(found: ServiceRequest) -> str:
    if found.installed_product_id is None:
        return found.title
    return installed_product_by_id(found.installed_product_id).label


def _tell_case(report: WorkReport) -> None:
    assert report.finished_at is not None
    publish_message(
        FINISHED,
        correlation_key=str(report.request_id),
        variables={"report_id": str(report.id)},
        time_to_live_seconds=KEPT_SECONDS,
        message_id=None,
        by=current_user().actor,
        at=report.finished_at,
    )
