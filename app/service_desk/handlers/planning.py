"""Job types of the plan: who goes when, and what is decided when the term was missed."""

from datetime import datetime, timedelta

from app.core.clock import company_zone
from app.core.db import transaction
from app.engine.operations import publish_message
from app.engine.reading import VariableInvalid, id_in, moment_in, needed_id, needed_text, text_in
from app.engine.registry import Call, Completion, Variables, job_handler, step_handler
from app.identity.queries import users_named
from app.parties.company import working_calendar
from app.service_desk.handlers.intake import priority_in
from app.service_desk.models import ServiceRequest
from app.service_desk.operations.planning import WorkPlan, move_term, note_decision, note_missed_term, plan_work
from app.service_desk.operations.requests import charge_by_time, name_service
from app.service_desk.queries import request_for_update

FORM_MOMENT = "%Y-%m-%dT%H:%M"
UNTIL_THE_VISIT = timedelta(hours=2)
USUAL_VISIT = timedelta(hours=2)
TIME_TO_PLAN = timedelta(hours=2)
REPLANNED = "work_replanned"
KEPT_SECONDS = 3600
TERM_FIELDS = ("term_decision", "new_technician", "new_term_at", "term_reason")


@step_handler("service_desk.plan_work")
def plan_work_step(call: Call) -> Variables:
    """Give the request to somebody and keep their time; somebody who is not free is said beside the field."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    if request.charging is None:
        name_wanted(request, call.variables)
        charge_by_time(request, by=call.by, at=call.at)
    plan_work(request, _plan_in(call.variables, request), href=request_href(request), by=call.by, at=call.at)
    return planned(request)


@step_handler("service_desk.note_missed_term")
def note_missed_term_step(call: Call) -> Variables:
    """The term has passed; a manager decides."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    note_missed_term(request, by=call.by, at=call.at)
    return {**dict.fromkeys(TERM_FIELDS), "term_assignee": request.assignee}


@step_handler("service_desk.apply_term_decision")
def apply_term_decision_step(call: Call) -> Variables:
    """Keep it, give it another term, or another person. What is planned anew is said beside the fields.

    Before it is decided who pays there is nothing to plan: the new term counts, the person is proposed for the plan.
    """
    request = request_for_update(needed_id(call.variables, "request_id"))
    decision = needed_text(call.variables, "term_decision")
    reason = text_in(call.variables, "term_reason")
    because = f" {reason}" if reason else ""
    if decision == "keep":
        note_decision(request, f"Kept as it is.{because}", by=call.by, at=call.at)
        return {}
    new_term = moment_in(call.variables, "new_term_at")
    if new_term is None:
        raise VariableInvalid("Give the new term.", {"new_term_at": ["Give the new term."]})
    technician = text_in(call.variables, "new_technician") or request.assignee or ""
    if not is_payer_known(request, call.variables):
        move_term(request, new_term, by=call.by, at=call.at)
        note_decision(request, f"Until {_shown(new_term)}.{because}", by=call.by, at=call.at)
        proposed = {"technician": technician} if technician else {}
        return {**proposed, **_term_of(request), "term_decision": "keep"}
    if not technician:
        raise VariableInvalid("Choose who does it.", {"new_technician": ["Nobody has it yet. Choose who does it."]})
    if request.charging is None:
        name_wanted(request, call.variables)
        charge_by_time(request, by=call.by, at=call.at)
    is_same = technician == request.assignee
    plan = WorkPlan(
        technician,
        request.planned_from if is_same else None,
        request.planned_until if is_same else None,
        new_term,
        request.priority,
    )
    plan_work(request, plan, href=request_href(request), by=call.by, at=call.at)
    note_decision(request, f"{_named(technician)}, until {_shown(new_term)}.{because}", by=call.by, at=call.at)
    return {}


@job_handler("service_desk.tell_of_new_plan", queue="default")
def tell_of_new_plan_job(call: Call) -> Completion:
    """Let the work go on with the new plan: told to the case once, outside of the step that decided it."""
    with transaction():
        request = request_for_update(needed_id(call.variables, "request_id"))
        publish_message(
            REPLANNED,
            correlation_key=str(request.id),
            variables=planned(request),
            time_to_live_seconds=KEPT_SECONDS,
            message_id=f"{REPLANNED}:{call.idempotency_key}",
            by=call.by,
            at=call.at,
        )
    return Completion()


def proposal_for(request: ServiceRequest, *, at: datetime) -> Variables:
    """What the form of the plan proposes: the representative, the next hours of work, the term."""
    calendar = working_calendar()
    begins = calendar.add_working_time(at, UNTIL_THE_VISIT).astimezone(company_zone())
    begins = begins.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {
        "technician": request.party.service_rep,
        "visit_from": begins.strftime(FORM_MOMENT),
        "visit_until": (begins + USUAL_VISIT).strftime(FORM_MOMENT),
        "term_at": _form_moment(request.term_at),
        "priority": request.priority.value,
        "plan_until": calendar.add_working_time(at, TIME_TO_PLAN).isoformat(),
    }


def name_wanted(request: ServiceRequest, variables: Variables) -> None:
    """The service and the installed product as somebody chose them in a form."""
    name_service(request, id_in(variables, "service_id"), id_in(variables, "installed_product_id"))


def planned(request: ServiceRequest) -> Variables:
    """The plan as the diagram needs it: whose task it is, and when its term passes."""
    return {"technician": request.assignee, **_term_of(request), "work_outcome": "solved"}


def is_payer_known(request: ServiceRequest, variables: Variables) -> bool:
    """Whether a contract covers it, or somebody decided to charge time and material."""
    return request.charging is not None or variables.get("charging_choice") == "time_and_material"


def request_href(request: ServiceRequest) -> str:
    """Where a request is shown."""
    return f"/service/{request.id}"


def _plan_in(variables: Variables, request: ServiceRequest) -> WorkPlan:
    return WorkPlan(
        technician=text_in(variables, "technician") or "",
        visit_from=moment_in(variables, "visit_from"),
        visit_until=moment_in(variables, "visit_until"),
        term_at=moment_in(variables, "term_at") or request.term_at,
        priority=priority_in(variables),
    )


def _term_of(request: ServiceRequest) -> Variables:
    return {"term_at": _form_moment(request.term_at), "term_passes_at": request.term_at.isoformat()}


def _form_moment(moment: datetime) -> str:
    return moment.astimezone(company_zone()).strftime(FORM_MOMENT)


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(company_zone()):%d %B %Y, %H:%M}"


def _named(user_name: str) -> str:
    user = users_named([user_name]).get(user_name)
    return user.display_name if user else user_name
