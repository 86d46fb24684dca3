"""What the papers of service say; `docs/processes/service_request_to_invoice.md` lists the keys."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_skeleton

from app.catalog.papers import (
    PaperData,
    PaperPeople,
    paper_data,
    people_data,
    shown_amount,
    shown_date,
    shown_quantity,
)
from app.catalog.pricing import line_net
from app.catalog.wording import unit_name
from app.core.clock import company_zone
from app.core.languages import language_of
from app.core.money import ZERO
from app.parties.models import Site
from app.service_desk.models import Estimate, ReportActivity, ReportedObject, ServiceRequest, WorkReport
from app.service_desk.times import MINUTES_PER_HOUR, Span
from app.service_desk.wording import labels


def estimate_document_data(
    estimate: Estimate, request: ServiceRequest, people: PaperPeople, *, contract_number: str
) -> PaperData:
    """The data of the template `estimate`. contract_number: of the contract that covers it, or empty."""
    language = language_of(estimate.language)
    data = paper_data(
        estimate.lines,
        people,
        number=estimate.number,
        currency=estimate.currency,
        language=language,
        words=labels(language, title="estimate"),
        payment_terms_days=estimate.payment_terms_days,
        notes=request.solution,
    )
    for shown, line in zip(data["lines"], estimate.lines, strict=True):
        shown["reason"] = line.reason
    hours = estimate.hours_by_reports
    return {
        **data,
        **_about(request, language),
        "issued_on": shown_date(estimate.issued_on, language),
        "solved_on": shown_date(_day(request.solved_at), language),
        "contract_number": contract_number,
        "hours_by_reports": shown_quantity(hours, language) if hours is not None else "",
        "hours_by_times": shown_quantity(estimate.hours_by_times, language),
        "has_amount": estimate.total_net > 0,
    }


def report_document_data(
    report: WorkReport, people: PaperPeople, *, technician: str, site: Site | None, currency: str
) -> PaperData:
    """The data of the template `work_report`. technician: name; site: where it was."""
    request = report.request
    language = language_of(people.party.language)
    words = labels(language, title="work_report")
    return {
        **people_data(people, language=language),
        **_about(request, language),
        "t": words,
        "number": report.number or "",
        "currency": currency,
        "worked_on": shown_date(report.worked_on, language),
        "technician": technician,
        "site": ", ".join((site.name, *site.address_lines)) if site else "",
        "objects": [_object(one, report.activities, language) for one in report.objects],
        "total_hours": shown_quantity(_hours(report.activities), language),
        "charges": _charges(report, words, language),
        "notes": report.notes or "",
        "signed_by": report.signed_by or "",
    }


def _about(request: ServiceRequest, language: str) -> PaperData:
    return {
        "request_number": request.number,
        "request_title": request.title,
        "requested_on": shown_date(_day(request.registered_at), language),
    }


def _object(one: ReportedObject, activities: Sequence[ReportActivity], language: str) -> PaperData:
    own = [activity for activity in activities if activity.object_id == one.id]
    return {
        "name": one.name,
        "activities": [
            {
                "name": activity.name,
                "time": _times(activity, language),
                "hours": shown_quantity(_hours([activity]), language),
                "note": activity.note or "",
            }
            for activity in own
        ],
    }


def _charges(report: WorkReport, words: dict[str, str], language: str) -> list[PaperData]:
    """Parts, journeys and other items with their amounts."""
    rows = [(part.name, part.code, part.quantity, part.unit, part.unit_price) for part in report.parts]
    rows += [
        (f"{words['journeys']}: {trip.note}" if trip.note else words["journeys"], "", trip.km, "km", trip.km_rate)
        for trip in report.trips
    ]
    rows += [(item.name, "", item.quantity, "pcs", item.unit_price) for item in report.items]
    return [
        {
            "name": name,
            "code": code,
            "quantity": shown_quantity(quantity, language),
            "unit": unit_name(unit, language=language),
            "price": shown_amount(price, language),
            "amount": shown_amount(line_net(quantity, unit_price=price, discount_percent=ZERO), language),
        }
        for name, code, quantity, unit, price in rows
    ]


def _times(activity: ReportActivity, language: str) -> str:
    start, end = (moment.astimezone(company_zone()) for moment in (activity.starts_at, activity.ends_at))
    last = f"{end:%H:%M}" if start.date() == end.date() else _day_and_time(end, language)
    return f"{_day_and_time(start, language)} – {last}"


def _day_and_time(moment: datetime, language: str) -> str:
    return f"{format_skeleton('MMMd', moment, tzinfo=company_zone(), locale=language)}, {moment:%H:%M}"


def _hours(activities: Iterable[ReportActivity]) -> Decimal:
    """The hours as worked, to the hundredth."""
    minutes = sum(Span(one.name, one.starts_at, one.ends_at, one.pause_minutes).minutes for one in activities)
    return round(minutes / MINUTES_PER_HOUR, 2)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(company_zone()).date() if moment else None
