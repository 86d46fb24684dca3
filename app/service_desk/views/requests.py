"""Pages of requests: the list, one request, another plan of it."""

from dataclasses import replace
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.queries import availability
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.documents.conversion import can_make_pdf
from app.engine.opening import locked_instance
from app.engine.operations import publish_message
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import users_named
from app.service_desk.handlers.planning import KEPT_SECONDS, REPLANNED, planned, request_href
from app.service_desk.models import Charging, ReportStatus, RequestStatus, ServiceRequest
from app.service_desk.operations.planning import WorkPlan, plan_work
from app.service_desk.queries import request_by_id, request_for_update, requests_page
from app.service_desk.record import record_of
from app.service_desk.schemas import AvailabilityArguments, PlanForm, RequestsArguments
from app.service_desk.views.blueprint import bp, in_reader_zone

STATES = (("open", "Open"), ("mine", "Mine"), ("overdue", "Overdue"), ("all", "All"))


@bp.get("")
@require(Permission.VIEW_SERVICE)
def show_requests() -> ResponseReturnValue:
    """The list of requests, the open ones at first."""
    choice = replace(RequestsArguments().load(request.args.to_dict()), mine=current_user().user_name)
    limit, after = read_limit(), read_cursor("service_requests")
    rows = requests_page(choice, at=now(), after=after, limit=limit)
    return page_or_partial(
        "service_desk/requests.html",
        "service_desk/_requests.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.registered_at, row.id), kind="service_requests"),
        choice=choice,
        states=STATES,
        statuses=[*RequestStatus],
        chargings=[*Charging],
        people=users_named(row.assignee for row in rows),
    )


@bp.get("/<uuid:request_id>")
@require(Permission.VIEW_SERVICE)
def show_request(request_id: UUID) -> ResponseReturnValue:
    """One request: who covers it, the plan, reports, estimate, invoice, documents, history."""
    found = request_by_id(request_id)
    return render_template(
        "service_desk/request.html",
        wanted=found,
        record=record_of(found),
        is_draft=lambda report: report.status is ReportStatus.DRAFT,
        may_replan=found.status is RequestStatus.PLANNED,
        can_make_pdf=can_make_pdf(),
    )


@bp.get("/<uuid:request_id>/plan")
@require(Permission.EDIT_SERVICE)
def show_plan(request_id: UUID) -> ResponseReturnValue:
    """The form for another plan."""
    found = request_by_id(request_id)
    starts_at, ends_at = found.planned_from or now(), found.planned_until or now()
    people = availability(starts_at, max(starts_at, ends_at))
    return render_template("service_desk/plan.html", wanted=found, people=people)


@bp.post("/<uuid:request_id>/plan")
@require(Permission.EDIT_SERVICE)
def save_plan(request_id: UUID) -> ResponseReturnValue:
    """Another person, another visit or another term; the task of the work follows."""
    form = PlanForm().load(request.form.to_dict())
    for name in ("visit_from", "visit_until", "term_at"):
        form[name] = in_reader_zone(form[name]) if form[name] else None
    with transaction():
        found = _with_its_case_locked(request_id)
        plan_work(found, WorkPlan(**form), href=request_href(found), by=current_user().actor, at=now())
        _tell_case(found)
    flash("The plan is changed.", "success")
    return see_other(".show_request", request_id=request_id)


@bp.get("/availability")
@require(Permission.VIEW_SERVICE)
def show_availability() -> ResponseReturnValue:
    """Who is free at a time, counting everything they have."""
    typed = AvailabilityArguments().load(request.args.to_dict())
    begin, end = typed["starts_at"], typed["ends_at"]
    found = availability(in_reader_zone(begin), in_reader_zone(end)) if begin and end and begin < end else []
    return page_or_partial(
        "service_desk/availability.html", "service_desk/_availability.html", found=found, begin=begin, end=end
    )


def _with_its_case_locked(request_id: UUID) -> ServiceRequest:
    """The request, locked after its case, as everywhere."""
    locked_instance(Key(request_by_id(request_id).case_key))
    return request_for_update(request_id)


def _tell_case(found: ServiceRequest) -> None:
    session().flush()  # the case reads what was planned
    publish_message(
        REPLANNED,
        correlation_key=str(found.id),
        variables=planned(found),
        time_to_live_seconds=KEPT_SECONDS,
        message_id=None,
        by=current_user().actor,
        at=now(),
    )
