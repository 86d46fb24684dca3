"""Facts beside the tasks of a request: who covers it, what they owe, what they have, who is free, what it costs."""

from datetime import datetime
from decimal import Decimal

from flask import url_for

from app.activities.queries import availability
from app.billing.queries import balance_of
from app.catalog.queries import services_by_id
from app.contracts.queries import installed_products_of
from app.core.actor import Viewer
from app.core.db import Key
from app.core.formats import format_moment, format_money, format_number
from app.core.web import preferences
from app.engine.reading import moment_in
from app.engine.registry import Fact, Variables, fact_source
from app.identity.queries import users_named
from app.service_desk.handlers.choices import described
from app.service_desk.models import Charging, Estimate, ReportStatus, RequestStatus, ServiceRequest
from app.service_desk.operations.charging import hours_by_times
from app.service_desk.queries import estimate_of, open_requests_of, reports_of, request_of_case, technicians

MOST_LISTED = 4
UNSOLVED = frozenset({RequestStatus.NEW, RequestStatus.PLANNED})


@fact_source("service_desk.request")
def request_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # all see it
    """What is asked, by whom, whether it is covered, and what else there is with this customer."""
    request = request_of_case(instance_key)
    if request is None:
        return []
    party = request.party
    facts = [
        Fact("Request", request.number, url_for("service_desk.show_request", request_id=request.id)),
        Fact("Customer", party.name, url_for("parties.show_party", party_id=party.id)),
        Fact("Asked", request.text[:300]),
        *_service(request),
        Fact("Cover", request.cover_reason or "not checked yet", tone=_tone(request)),
        *_money(request),
        Fact("Term", _moment(request.term_at), tone="bad" if request.term_missed_at else None),
    ]
    if request.status in UNSOLVED:
        return [*facts, *_others(request), *_work(request), *_free(request, variables)]
    return [*facts, *_done(request)]


def _service(request: ServiceRequest) -> list[Fact]:
    service = services_by_id([request.service_id]).get(request.service_id) if request.service_id else None
    return [Fact("Service", f"{service.name} · {_sum(service.hourly_rate, service.currency)} / h")] if service else []


def _tone(request: ServiceRequest) -> str | None:
    return "good" if request.charging is Charging.COVERED else "warning"


def _money(request: ServiceRequest) -> list[Fact]:
    """What they owe; informative (W105)."""
    owed = balance_of(request.party_id)
    facts = [Fact("Balance", _sum(owed.open, owed.currency))]
    if owed.overdue:
        facts.append(Fact("Overdue", _sum(owed.overdue, owed.currency), tone="bad"))
    return facts


def _others(request: ServiceRequest) -> list[Fact]:
    installed = installed_products_of(request.party_id)
    facts = [
        Fact("Installed", one.label + (" (this one)" if one.id == request.installed_product_id else ""))
        for one in installed[:MOST_LISTED]
    ]
    others = open_requests_of(request.party_id, but_not=request.id, limit=MOST_LISTED)
    return facts + [
        Fact("Also open", f"{one.number} · {one.title}", url_for("service_desk.show_request", request_id=one.id))
        for one in others
    ]


def _work(request: ServiceRequest) -> list[Fact]:
    if request.status is not RequestStatus.PLANNED:
        return []
    write = url_for("service_desk.show_new_report", request_id=request.id)
    facts = [Fact("Work report", "write or go on", write)]
    if request.planned_from is not None:
        facts.append(Fact("Visit", _moment(request.planned_from)))
    for report in reports_of(request.id):
        shown = f"{report.label} · {'finished' if report.status is ReportStatus.FINAL else 'draft'}"
        facts.append(Fact("Report", shown, url_for("service_desk.show_report", report_id=report.id)))
    return facts


def _free(request: ServiceRequest, variables: Variables) -> list[Fact]:
    """Who could come at the time proposed, while it is being planned."""
    starts_at, ends_at = moment_in(variables, "visit_from"), moment_in(variables, "visit_until")
    if request.status is not RequestStatus.NEW or starts_at is None or ends_at is None or ends_at <= starts_at:
        return []
    people = availability(starts_at, ends_at, user_names=technicians())
    other_times = url_for("service_desk.show_availability")
    return [
        Fact("Visit proposed", _moment(starts_at)),
        *(Fact(one.name, described(one), tone="good" if one.is_free else "warning") for one in people[:MOST_LISTED]),
        Fact("Another time", "who is free then?", other_times),
    ]


def _done(request: ServiceRequest) -> list[Fact]:
    estimate = estimate_of(request.id)
    facts = _hours(request, estimate)
    if estimate is None:
        return facts
    href = url_for("service_desk.show_estimate", estimate_id=estimate.id)
    facts += [
        Fact("Estimate", estimate.label, href),
        Fact("Net", _sum(estimate.total_net, estimate.currency)),
        Fact("Total with VAT", _sum(estimate.total_gross, estimate.currency)),
    ]
    return facts


def _hours(request: ServiceRequest, estimate: Estimate | None) -> list[Fact]:
    """Both ways to count (W112, C27)."""
    if request.solved_at is None:
        return []
    names = users_named([request.assignee])
    who = names[request.assignee].display_name if request.assignee in names else ""
    by_reports = estimate.hours_by_reports if estimate else None
    facts = [Fact("Solved", f"{_moment(request.solved_at)}{f' · {who}' if who else ''}")]
    if by_reports is not None:
        facts.append(Fact("Hours by reports", f"{_number(by_reports)} h, charged"))
    charged = "" if by_reports is not None else ", charged"
    return [*facts, Fact("Hours by times", f"{_number(hours_by_times(request))} h{charged}")]


def _sum(amount: Decimal, currency: str) -> str:
    return format_money(amount, currency, to=preferences())


def _number(amount: Decimal) -> str:
    return format_number(amount, to=preferences())


def _moment(moment: datetime) -> str:
    return format_moment(moment, to=preferences())
