"""Verbs of requests: register, decide who pays, refuse, solve, close."""

from datetime import datetime
from uuid import UUID, uuid4

from app.activities.operations.appointments import cancel_appointments
from app.catalog.queries import services_by_id
from app.contracts.queries import Cover, cover_for, installed_products_of
from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import Key, session
from app.numbering.operations import next_number
from app.parties.company import working_calendar
from app.parties.incoming import contact_meant, known_or_new_party
from app.parties.models import Party
from app.parties.queries import contact_of, party_for_update, site_of, sites_of
from app.service_desk.errors import NoReport, ServiceInvalid
from app.service_desk.intake import TIME_TO_SOLVE, RequestIntake
from app.service_desk.models import Charging, ReportStatus, RequestStatus, ServiceRequest
from app.service_desk.numbering import REQUEST
from app.service_desk.operations.telling import note, tell_of_request
from app.service_desk.queries import reports_of

UNKNOWN_SERVICE = "It is not known yet which service is wanted."


def register_request(intake: RequestIntake, *, case_key: Key, by: Actor, at: datetime) -> ServiceRequest:
    """A new request with its party and contact person; the number is taken last."""
    party = _party_of(intake, by=by, at=at)
    wrong = _wrong_with(intake, at)
    if wrong:
        raise ServiceInvalid(wrong)
    request = ServiceRequest(
        id=uuid4(),
        case_key=case_key,
        party_id=party.id,
        party=party,
        site_id=_site_of(intake, party),
        contact_id=_contact_of(intake, party, by=by, at=at),
        installed_product_id=_installed_of(intake, party),
        service_id=_service_of(intake),
        title=intake.title,
        text=intake.text.strip(),
        channel=intake.channel,
        priority=intake.priority,
        status=RequestStatus.NEW,
        registered_at=at,
        registered_by=by.id,
        term_at=intake.term_at or working_calendar().add_working_time(at, TIME_TO_SOLVE[intake.priority]),
        solved_without_report=False,
        notes=[],
    )
    request.number = next_number(REQUEST, on=at.astimezone(company_zone()).date())
    session().add(request)
    told = {"party": party.name, "channel": intake.channel.value, "text": request.title}
    tell_of_request(request, "service_request.registered", by=by, at=at, after=told)
    return request


def check_cover(request: ServiceRequest, *, by: Actor, at: datetime) -> Cover | None:
    """What covers the request today, written down with the reason; None while the service is not known."""
    request.cover_checked_at = at
    cover = cover_of(request)
    request.cover_reason = cover.reason if cover else UNKNOWN_SERVICE
    request.charging = Charging.COVERED if cover and cover.is_covered else None
    request.contract_line_id = cover.line.id if cover and cover.line else None
    tell_of_request(request, "service_request.cover_checked", by=by, at=at, after={"reason": request.cover_reason})
    return cover


def cover_of(request: ServiceRequest) -> Cover | None:
    """What covers the request on the day of its last check; None while the service is not known."""
    if request.service_id is None:
        return None
    at = request.cover_checked_at or request.registered_at
    return cover_for(
        request.party_id,
        service_id=request.service_id,
        on=at.astimezone(company_zone()).date(),
        installed_product_id=request.installed_product_id,
    )


def name_service(request: ServiceRequest, service_id: UUID | None, installed_product_id: UUID | None) -> None:
    """Which service is wanted, for which installed product. Raises ServiceInvalid for one that is not there."""
    wanted = RequestIntake(
        text="", channel=request.channel, service_id=service_id, installed_product_id=installed_product_id
    )
    request.service_id = _service_of(wanted)
    request.installed_product_id = _installed_of(wanted, request.party)


def charge_by_time(request: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """The customer pays for time and material."""
    request.charging, request.contract_line_id = Charging.TIME_AND_MATERIAL, None
    tell_of_request(request, "service_request.charged_by_time", by=by, at=at, after={})


def refuse_request(request: ServiceRequest, *, reason: str, by: Actor, at: datetime) -> None:
    """We do not do it, for a reason that the customer reads."""
    if not reason.strip():
        raise ServiceInvalid({"refusal_reason": ["Say why; the customer reads it."]})
    request.status, request.closed_at, request.refusal_reason = RequestStatus.REFUSED, at, reason.strip()
    tell_of_request(request, "service_request.refused", by=by, at=at, after={}, reason=reason.strip())


def solve_request(
    request: ServiceRequest, *, solution: str | None, without_report: bool, solved_at: datetime, by: Actor, at: datetime
) -> None:
    """The customer's trouble is over. Raises NoReport when there is no finished report and nobody said so."""
    reports = reports_of(request.id)
    drafts = [report for report in reports if report.status is ReportStatus.DRAFT]
    finals = [report for report in reports if report.status is ReportStatus.FINAL]
    if drafts or not (finals or without_report):
        raise NoReport(len(drafts))
    if not request.registered_at <= solved_at <= at:
        raise ServiceInvalid({"solved_at": ["This lies before the request came in, or in the future."]})
    request.status, request.solved_at, request.solution = RequestStatus.SOLVED, solved_at, solution
    request.solved_without_report = not finals
    cancel_appointments(case_key=request.case_key, by=by, at=at, starting_after=at)
    told = {"solved_at": solved_at, "reports": len(finals)}
    tell_of_request(request, "service_request.solved", by=by, at=at, after=told)


def reopen_request(request: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """The work goes on; a term that has passed begins anew."""
    request.status, request.solved_at, request.is_billable = RequestStatus.PLANNED, None, None
    if request.term_at <= at:
        request.term_at = working_calendar().add_working_time(at, TIME_TO_SOLVE[request.priority])
    tell_of_request(request, "service_request.reopened", by=by, at=at, after={"term": request.term_at})


def close_request(request: ServiceRequest, *, invoice_outcome: str | None, by: Actor, at: datetime) -> None:
    """Nothing is left to do."""
    request.status, request.closed_at = RequestStatus.CLOSED, at
    if invoice_outcome == "cancelled":
        note(request, "The invoice was cancelled.", by=by, at=at)
    tell_of_request(request, "service_request.closed", by=by, at=at, after={"invoice": invoice_outcome})


def cancel_request(request: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """Its case was cancelled: nobody comes any more."""
    if not request.status.is_open:
        return
    request.status, request.closed_at = RequestStatus.CANCELLED, at
    cancel_appointments(case_key=request.case_key, by=by, at=at)
    tell_of_request(request, "service_request.cancelled", by=by, at=at, after={})


def _party_of(intake: RequestIntake, *, by: Actor, at: datetime) -> Party:
    if intake.party_id is not None:
        return party_for_update(intake.party_id)
    return known_or_new_party(intake.party, by=by, at=at)


def _wrong_with(intake: RequestIntake, at: datetime) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not intake.text.strip():
        wrong["request_text"] = ["Say what the customer asks for."]
    if intake.term_at is not None and intake.term_at <= at:
        wrong["term_at"] = ["The term must lie in the future."]
    return wrong


def _contact_of(intake: RequestIntake, party: Party, *, by: Actor, at: datetime) -> UUID | None:
    if intake.contact_id is not None:
        return contact_of(party.id, intake.contact_id).id
    contact = contact_meant(party, intake.contact, by=by, at=at)
    return contact.id if contact else None


def _site_of(intake: RequestIntake, party: Party) -> UUID | None:
    if intake.site_id is not None:
        return site_of(party.id, intake.site_id).id
    sites = sites_of(party.id)
    return sites[0].id if sites else None


def _installed_of(intake: RequestIntake, party: Party) -> UUID | None:
    """The installed product chosen, or the one of this serial number."""
    if intake.installed_product_id is None and not intake.serial_number:
        return None
    for installed in installed_products_of(party.id):
        if installed.id == intake.installed_product_id:
            return installed.id
        if intake.serial_number and installed.serial_number.casefold() == intake.serial_number.strip().casefold():
            return installed.id
    if intake.installed_product_id is None:
        return None
    raise ServiceInvalid({"installed_product_id": [f"{party.name} does not have this product."]})


def _service_of(intake: RequestIntake) -> UUID | None:
    if intake.service_id is not None and intake.service_id not in services_by_id([intake.service_id]):
        raise ServiceInvalid({"service_id": ["There is no such service."]})
    return intake.service_id
