"""Gathers what the work for a request costs: hours from reports or times, parts, journeys, other items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.catalog.models import AfterSalesService
from app.catalog.queries import services_by_id
from app.contracts.operations.hours import book_hours, release_hours
from app.contracts.queries import Cover, part_cover_for
from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.money import ZERO
from app.parties.company import working_calendar
from app.service_desk.billing_rules import Charge, Reason, covered_if, free, labour_lines
from app.service_desk.errors import ServiceInvalid
from app.service_desk.models import Charging, LineKind, ReportStatus, ServiceRequest, WorkReport
from app.service_desk.operations.reports import report_href
from app.service_desk.operations.requests import cover_of
from app.service_desk.queries import km_article
from app.service_desk.times import Span, charged_hours, minutes_of, whole_minutes
from app.service_desk.wording import journey

QUARTER = Decimal("0.25")
BOOKED_BY = "work_report"
BOOKED_BY_TIMES = "service_request"


@dataclass(frozen=True)
class Account:
    """What a request comes to before tax. covered_by: number of the contract, empty for a warranty or none."""

    charges: Sequence[Charge]
    currency: str
    covered_by: str
    hours_by_reports: Decimal | None
    hours_by_times: Decimal


@dataclass(frozen=True)
class _Prices:
    service: AfterSalesService
    cover: Cover | None
    rate: Decimal
    currency: str
    language: str


def account_of(request: ServiceRequest, reports: Sequence[WorkReport], *, by: Actor, at: datetime) -> Account:
    """What the customer pays and what the contract covers; the hours are booked on the contract's line.

    Reports count when there are finished ones, else the working time from registration to solution.
    """
    prices = _prices_of(request)
    finals = [report for report in reports if report.status is ReportStatus.FINAL]
    by_times = hours_by_times(request)
    _release(request, reports, by=by, at=at)
    labour = _labour_of(finals, prices) if finals else [_labour_by_times(request, by_times, prices)]
    lines = [line for charge in labour for line in _divided(charge, prices, by=by, at=at)]
    for report in finals:
        lines += _rest_of(report, request, prices)
    contract = prices.cover.contract if prices.cover else None
    return Account(
        charges=lines,
        currency=prices.currency,
        covered_by=(contract.number or "") if contract else "",
        hours_by_reports=hours_by_reports(finals) if finals else None,
        hours_by_times=by_times,
    )


def hours_by_times(request: ServiceRequest) -> Decimal:
    """The working hours from registration to solution, a quarter at least."""
    assert request.solved_at is not None
    worked = working_calendar().working_time_between(request.registered_at, request.solved_at)
    return max(charged_hours(whole_minutes(worked)), QUARTER)


def hours_by_reports(reports: Sequence[WorkReport]) -> Decimal:
    """The hours charged of all reports."""
    return sum((_hours(report, is_billable=True) for report in reports), ZERO)


def currency_of(request: ServiceRequest) -> str:
    """The currency in which a request is charged: that of a price agreed by contract, else that of the service."""
    return _prices_of(request).currency


def _prices_of(request: ServiceRequest) -> _Prices:
    service = services_by_id([request.service_id]).get(request.service_id) if request.service_id else None
    if service is None:
        sentence = "Choose the service first; its rate is charged."
        raise ServiceInvalid({"service_id": [sentence]})
    agreed = cover_of(request)
    cover = agreed if agreed and agreed.is_covered and request.charging is Charging.COVERED else None
    language = request.party.language
    if cover is None and agreed is not None and agreed.unit_price is not None and agreed.currency:
        return _Prices(service, None, agreed.unit_price, agreed.currency, language)
    return _Prices(service, cover, service.hourly_rate, service.currency, language)


def _release(request: ServiceRequest, reports: Sequence[WorkReport], *, by: Actor, at: datetime) -> None:
    """Give back what an earlier account booked; this one books anew."""
    release_hours(source_type=BOOKED_BY_TIMES, source_id=request.id, by=by, at=at)
    for report in reports:
        release_hours(source_type=BOOKED_BY, source_id=report.id, by=by, at=at)


def _labour_of(reports: Sequence[WorkReport], prices: _Prices) -> Iterator[Charge]:
    for report in reports:
        hours = _hours(report, is_billable=True)
        if hours > 0:
            yield _labour(report, hours, prices)
        if (free_hours := _hours(report, is_billable=False)) > 0:
            yield free(_labour(report, free_hours, prices), Reason.NOT_CHARGED)


def _labour(report: WorkReport, hours: Decimal, prices: _Prices) -> Charge:
    return Charge(
        kind=LineKind.LABOUR.value,
        code=prices.service.product.code,
        name=f"{prices.service.name} ({report.number}, {report.worked_on:%d.%m.%Y})",
        unit="h",
        quantity=hours,
        unit_price=prices.rate,
        product_id=prices.service.product_id,
        source_type=BOOKED_BY,
        source_id=report.id,
    )


def _labour_by_times(request: ServiceRequest, hours: Decimal, prices: _Prices) -> Charge:
    assert request.solved_at is not None
    first, last = (moment.astimezone(company_zone()) for moment in (request.registered_at, request.solved_at))
    return Charge(
        kind=LineKind.LABOUR.value,
        code=prices.service.product.code,
        name=f"{prices.service.name} ({first:%d.%m.%Y %H:%M} – {last:%d.%m.%Y %H:%M})",
        unit="h",
        quantity=hours,
        unit_price=prices.rate,
        product_id=prices.service.product_id,
        source_type=BOOKED_BY_TIMES,
        source_id=request.id,
    )


def _divided(charge: Charge, prices: _Prices, *, by: Actor, at: datetime) -> list[Charge]:
    """The lines of some hours; what the contract gives of them is booked now."""
    if prices.cover is None or charge.reason is not Reason.NONE:
        return [charge]
    if prices.cover.line is None:
        return labour_lines(charge, covered_hours=charge.quantity)
    booked = book_hours(
        prices.cover.line.id,
        charge.quantity,
        source_type=charge.source_type,
        source_id=charge.source_id,
        label=charge.name,
        href=report_href(charge.source_id) if charge.source_type == BOOKED_BY else f"/service/{charge.source_id}",
        by=by,
        at=at,
    )
    return labour_lines(charge, covered_hours=booked.covered)


def _rest_of(report: WorkReport, request: ServiceRequest, prices: _Prices) -> Iterator[Charge]:
    yield from _parts_of(report, request)
    article = km_article()
    for trip in report.trips:
        charge = Charge(
            kind=LineKind.TRAVEL.value,
            code=article.code if article else "",
            name=journey(trip.note, language=prices.language),
            unit="km",
            quantity=trip.km,
            unit_price=trip.km_rate,
            product_id=article.id if article else prices.service.product_id,
            source_type="report_trip",
            source_id=trip.id,
        )
        yield covered_if(charge, is_covered=prices.cover is not None)
    for item in report.items:
        yield Charge(
            kind=LineKind.OTHER.value,
            name=item.name,
            unit="pcs",
            quantity=item.quantity,
            unit_price=item.unit_price,
            product_id=prices.service.product_id,
            source_type="report_item",
            source_id=item.id,
        )


def _parts_of(report: WorkReport, request: ServiceRequest) -> Iterator[Charge]:
    installed = {one.id: one.installed_product_id for one in report.objects}
    on = (request.cover_checked_at or request.registered_at).astimezone(company_zone()).date()
    for part in report.parts:
        charge = Charge(
            kind=LineKind.PART.value,
            code=part.code,
            name=f"{part.name} ({part.serial_number})" if part.serial_number else part.name,
            unit=part.unit,
            quantity=part.quantity,
            unit_price=part.unit_price,
            product_id=part.product_id,
            source_type="report_part",
            source_id=part.id,
        )
        built_into = installed.get(part.object_id) if part.object_id else request.installed_product_id
        cover = part_cover_for(request.party_id, product_id=part.product_id, on=on, installed_product_id=built_into)
        yield covered_if(charge, is_covered=cover.is_covered and request.charging is Charging.COVERED)


def _hours(report: WorkReport, *, is_billable: bool) -> Decimal:
    spans = [
        Span(one.name, one.starts_at, one.ends_at, one.pause_minutes)
        for one in report.activities
        if one.is_billable is is_billable
    ]
    return charged_hours(minutes_of(spans))
