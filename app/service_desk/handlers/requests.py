"""Job types of requests: register, see who pays, decide, solve, close."""

from datetime import datetime
from decimal import Decimal

from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.operations.contracts import draw_up_contract
from app.core.clock import company_zone
from app.engine.operations import describe_case
from app.engine.reading import VariableInvalid, flag_in, moment_in, needed_id, needed_text, text_in, today
from app.engine.registry import Call, Variables, step_handler
from app.service_desk.handlers.intake import PERSONAL, intake_in
from app.service_desk.handlers.planning import name_wanted, planned, proposal_for
from app.service_desk.models import ServiceRequest
from app.service_desk.operations.requests import (
    check_cover,
    close_request,
    refuse_request,
    register_request,
    reopen_request,
    solve_request,
)
from app.service_desk.queries import request_for_update

PROPOSED_HOURS = Decimal(10)
NOTHING_DECIDED = dict.fromkeys(
    ("charging_choice", "refusal_reason", "work_outcome", "without_report", "solution", "solved_at")
)


@step_handler("service_desk.register_request")
def register_request_step(call: Call) -> Variables:
    """Keep the request and its party. What was typed about a person leaves the variables: it stands in the rows now."""
    request = register_request(intake_in(call.variables), case_key=call.instance_key, by=call.by, at=call.at)
    describe_case(
        call.instance_key,
        business_key=request.number,
        title=request.title,
        subject_id=request.party_id,
        subject_name=request.party.name,
    )
    emptied = {name: None for name in PERSONAL if name in call.variables}
    return {
        **emptied,
        **NOTHING_DECIDED,
        "request_id": str(request.id),
        "party_id": str(request.party_id),
        "service_rep": request.party.service_rep,
        "registered_by": call.by.id if call.by.kind == "user" else None,
        **subject_of(request),
        **proposal_for(request, at=call.at),
        "term_passes_at": request.term_at.isoformat(),
    }


@step_handler("service_desk.check_cover")
def check_cover_step(call: Call) -> Variables:
    """Whether a contract or a warranty covers it."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    name_wanted(request, call.variables)
    cover = check_cover(request, by=call.by, at=call.at)
    return {
        **NOTHING_DECIDED,
        **subject_of(request),
        "is_covered": cover is not None and cover.is_covered,
        "cover_reason": request.cover_reason,
    }


@step_handler("service_desk.refuse_request")
def refuse_request_step(call: Call) -> Variables:
    """We do not do it, for a reason that the customer reads."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    refuse_request(request, reason=text_in(call.variables, "refusal_reason") or "", by=call.by, at=call.at)
    return {}


@step_handler("service_desk.draw_up_contract")
def draw_up_contract_step(call: Call) -> Variables:
    """The draft of a contract over the service wanted; its type and terms are completed before it is sent."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    name_wanted(request, call.variables)
    line = LineDraft(
        service_id=request.service_id,
        covered_hours=PROPOSED_HOURS,
        installed_product_id=request.installed_product_id,
    )
    contract = draw_up_contract(
        ContractDraft(
            party_id=request.party_id,
            type=ContractType.MAINTENANCE,
            starts_on=today(call.at),
            lines=(line,),
            contact_id=request.contact_id,
            site_id=request.site_id,
            responsible=call.by.id if call.by.kind == "user" else None,
            case_key=call.instance_key,
        ),
        by=call.by,
        at=call.at,
    )
    return {"contract_id": str(contract.id), "contract_owner": contract.responsible, "contract_outcome": None}


@step_handler("service_desk.record_outcome")
def record_outcome_step(call: Call) -> Variables:
    """Solved, or another visit is needed."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    outcome = needed_text(call.variables, "work_outcome")
    if outcome == "another_visit":
        return {**proposal_for(request, at=call.at), "technician": request.assignee}
    if outcome != "solved":
        raise VariableInvalid(f"work_outcome must be solved or another_visit, not {outcome!r}.")
    solve_request(
        request,
        solution=text_in(call.variables, "solution"),
        without_report=flag_in(call.variables, "without_report"),
        solved_at=_solved_at(call),
        by=call.by,
        at=call.at,
    )
    return {}


@step_handler("service_desk.reopen_request")
def reopen_request_step(call: Call) -> Variables:
    """The manager sent the estimate back: the work goes on, its reports may be corrected."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    reopen_request(request, by=call.by, at=call.at)
    return planned(request)


@step_handler("service_desk.close_request")
def close_request_step(call: Call) -> Variables:
    """Nothing is left to do."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    close_request(request, invoice_outcome=text_in(call.variables, "invoice_outcome"), by=call.by, at=call.at)
    return {}


def subject_of(request: ServiceRequest) -> Variables:
    """What is wanted, for the forms that may change it."""
    installed = request.installed_product_id
    return {
        "service_id": str(request.service_id) if request.service_id else None,
        "installed_product_id": str(installed) if installed else None,
        "site_id": str(request.site_id) if request.site_id else None,
    }


def _solved_at(call: Call) -> datetime:
    """When it was solved: as said, else now. A minute that has just begun counts as now."""
    said = moment_in(call.variables, "solved_at")
    if said is None:
        return call.at
    return min(said, call.at) if said.astimezone(company_zone()).date() == today(call.at) else said
