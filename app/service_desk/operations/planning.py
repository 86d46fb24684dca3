"""Verbs of the plan of a request: who goes when, until when it must be solved, what happens when it was not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.activities.errors import PersonNotFree
from app.activities.models import Appointment
from app.activities.operations.appointments import cancel_appointments, move_appointment, plan_appointment
from app.core.actor import Actor
from app.core.db import session
from app.identity.queries import person_named
from app.service_desk.errors import RequestSettled, ServiceInvalid
from app.service_desk.models import Priority, RequestStatus, ServiceRequest
from app.service_desk.operations.telling import note, tell_of_request

WORKABLE = frozenset({RequestStatus.NEW, RequestStatus.PLANNED, RequestStatus.SOLVED})


@dataclass(frozen=True)
class WorkPlan:
    """Who does it, when they are there (both or none of the two), until when it must be solved."""

    technician: str
    visit_from: datetime | None
    visit_until: datetime | None
    term_at: datetime
    priority: Priority


def plan_work(request: ServiceRequest, plan: WorkPlan, *, href: str, by: Actor, at: datetime) -> None:
    """Give the request to somebody and keep their time. Planned anew, the visit is moved or goes to the other person.

    Raises PersonNotFree beside `visit_from`, ServiceInvalid, RequestSettled.
    """
    if request.status not in WORKABLE:
        raise RequestSettled(request)
    _refuse_impossible(plan, at)
    before = _told(request)
    request.assignee, request.term_at, request.priority = plan.technician, plan.term_at, plan.priority
    request.planned_from, request.planned_until = plan.visit_from, plan.visit_until
    request.status = RequestStatus.PLANNED
    request.solved_at = None
    try:
        _keep_visit(request, href=href, by=by, at=at)
    except PersonNotFree as refused:
        raise PersonNotFree(refused.reasons, field="visit_from") from refused
    tell_of_request(request, "service_request.planned", by=by, at=at, before=before, after=_told(request))


def move_term(request: ServiceRequest, term_at: datetime, *, by: Actor, at: datetime) -> None:
    """Another term for a request that nobody has yet. Raises ServiceInvalid beside `new_term_at`, RequestSettled."""
    if request.status not in WORKABLE:
        raise RequestSettled(request)
    if term_at <= at:
        raise ServiceInvalid({"new_term_at": ["The term must lie in the future."]})
    before, request.term_at = request.term_at, term_at
    told = {"term": term_at}
    tell_of_request(request, "service_request.planned", by=by, at=at, before={"term": before}, after=told)


def note_missed_term(request: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """The term has passed and the request is not solved."""
    request.term_missed_at = request.term_missed_at or at
    note(request, f"The term of {request.term_at:%d %B %Y} was missed.", by=by, at=at)
    tell_of_request(request, "service_request.term_missed", by=by, at=at, after={"term": request.term_at})


def note_decision(request: ServiceRequest, text: str, *, by: Actor, at: datetime) -> None:
    """What a manager decided about a missed term."""
    note(request, text, by=by, at=at)


def _refuse_impossible(plan: WorkPlan, at: datetime) -> None:
    wrong: dict[str, list[str]] = {}
    if person_named(plan.technician) is None:
        wrong["technician"] = ["There is no such person."]
    if (plan.visit_from is None) is not (plan.visit_until is None):
        missing = "visit_from" if plan.visit_from is None else "visit_until"
        wrong[missing] = ["Give both the beginning and the end of the visit, or neither."]
    elif plan.visit_from is not None and plan.visit_until is not None and plan.visit_until <= plan.visit_from:
        wrong["visit_until"] = ["The end must be after the beginning."]
    if plan.term_at <= at:
        wrong["term_at"] = ["The term must lie in the future."]
    if wrong:
        raise ServiceInvalid(wrong)


def _keep_visit(request: ServiceRequest, *, href: str, by: Actor, at: datetime) -> None:
    """One visit to come, at most: that of the plan."""
    standing = _visit_to_come(request, at)
    starts_at, ends_at = request.planned_from, request.planned_until
    if standing is not None and (starts_at is None or standing.user_name != request.assignee):
        cancel_appointments(case_key=request.case_key, by=by, at=at, user_name=standing.user_name, starting_after=at)
        session().flush()  # the time is free before it is asked for
        standing = None
    if starts_at is None or ends_at is None or request.assignee is None:
        return
    if standing is not None:
        if (standing.starts_at, standing.ends_at) != (starts_at, ends_at):
            move_appointment(standing, starts_at=starts_at, ends_at=ends_at, by=by, at=at)
        return
    plan_appointment(
        request.assignee,
        starts_at=starts_at,
        ends_at=ends_at,
        title=f"{request.party.name}: {request.title}",
        href=href,
        case_key=request.case_key,
        party_id=request.party_id,
        by=by,
        at=at,
    )


def _visit_to_come(request: ServiceRequest, at: datetime) -> Appointment | None:
    wanted = select(Appointment).where(
        Appointment.case_key == request.case_key, Appointment.cancelled_at.is_(None), Appointment.ends_at > at
    )
    return session().scalar(wanted.order_by(Appointment.starts_at).limit(1).with_for_update())


def _told(request: ServiceRequest) -> dict[str, object]:
    return {
        "assignee": request.assignee,
        "from": request.planned_from,
        "until": request.planned_until,
        "term": request.term_at,
        "priority": request.priority.value,
    }
