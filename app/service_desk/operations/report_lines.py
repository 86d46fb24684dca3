"""Verbs of what stands in a work report: objects, activities, parts, journeys, other items.

Every addition has an id of the sender's choice, so that a form sent twice adds once.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from app.activities.models import ActivityType
from app.catalog.models import PriceList
from app.catalog.queries import price_lists, prices_on, products_by_id
from app.contracts.queries import installed_products_of
from app.core.db import session
from app.service_desk.errors import PriceListOfCurrencyMissing, ServiceInvalid, ServiceRecordMissing
from app.service_desk.models import ReportActivity, ReportedObject, ReportItem, ReportPart, ReportTrip, WorkReport
from app.service_desk.operations.reports import refuse_finished
from app.service_desk.queries import km_article, spans_of
from app.service_desk.times import Span, what_is_wrong

Line = ReportedObject | ReportActivity | ReportPart | ReportTrip | ReportItem
LISTS: dict[str, type[Line]] = {
    "objects": ReportedObject,
    "activities": ReportActivity,
    "parts": ReportPart,
    "trips": ReportTrip,
    "items": ReportItem,
}


@dataclass(frozen=True)
class Activity:
    """What was done to an object, from when to when."""

    object_id: UUID
    type_code: str
    starts_at: datetime
    ends_at: datetime
    pause_minutes: int = 0
    note: str | None = None


def add_object(report: WorkReport, line_id: UUID, *, installed_product_id: UUID | None, name: str | None) -> None:
    """One more object: an installed product of the customer, or something in words."""
    if _is_there(report, ReportedObject, line_id):
        return
    shown = (name or "").strip()
    if installed_product_id is not None:
        known = {one.id: one for one in installed_products_of(report.request.party_id)}
        if installed_product_id not in known:
            raise ServiceInvalid({"installed_product_id": ["The customer does not have this product."]})
        shown = known[installed_product_id].label
    if not shown:
        raise ServiceInvalid({"object_name": ["Choose a product, or say what you worked on."]})
    report.objects.append(
        ReportedObject(
            id=line_id, position=_next(report.objects), installed_product_id=installed_product_id, name=shown[:200]
        )
    )


def add_activity(report: WorkReport, line_id: UUID, activity: Activity, *, at: datetime) -> None:
    """One more activity. Raises ServiceInvalid for times that cannot be, or that the technician worked elsewhere."""
    if _is_there(report, ReportActivity, line_id):
        return
    kind = session().get(ActivityType, activity.type_code)
    wrong = {} if kind else {"type_code": ["Choose what you did."]}
    if activity.object_id not in {one.id for one in report.objects}:
        wrong["object_id"] = ["Choose what you worked on."]
    span = Span(kind.name if kind else "", activity.starts_at, activity.ends_at, activity.pause_minutes)
    others = [other for key, other in spans_of(report.technician, around=activity.starts_at) if key != line_id]
    wrong |= {name: [sentence] for name, sentence in what_is_wrong(span, others=others, now=at).items()}
    if wrong or kind is None:
        raise ServiceInvalid(wrong)
    report.activities.append(
        ReportActivity(
            id=line_id,
            object_id=activity.object_id,
            type_code=kind.code,
            name=kind.name,
            is_billable=kind.is_billable,
            starts_at=activity.starts_at,
            ends_at=activity.ends_at,
            pause_minutes=activity.pause_minutes,
            note=activity.note,
        )
    )


def add_part(
    report: WorkReport,
    line_id: UUID,
    *,
    product_id: UUID,
    quantity: Decimal,
    object_id: UUID | None,
    serial_number: str | None,
    currency: str,
) -> None:
    """One more part of the catalogue, at the price of the list in this currency."""
    if _is_there(report, ReportPart, line_id):
        return
    product = products_by_id([product_id]).get(product_id)
    if product is None or not product.is_sold:
        raise ServiceInvalid({"product_id": ["Choose a part of the catalogue."]})
    if object_id is not None and object_id not in {one.id for one in report.objects}:
        raise ServiceInvalid({"object_id": ["Choose what it was built into."]})
    prices = prices_on(price_list_in(currency).id, [product_id])
    report.parts.append(
        ReportPart(
            id=line_id,
            position=_next(report.parts),
            object_id=object_id,
            product_id=product.id,
            code=product.code,
            name=product.name,
            unit=product.unit,
            quantity=quantity,
            unit_price=prices.get(product.id, product.net_price),
            serial_number=serial_number,
        )
    )


def add_trip(report: WorkReport, line_id: UUID, *, km: Decimal, note: str | None, currency: str) -> None:
    """One more journey, at the price of the article that is sold by the kilometre."""
    if _is_there(report, ReportTrip, line_id):
        return
    trip = ReportTrip(id=line_id, position=_next(report.trips), km=km, km_rate=km_rate(currency), note=note)
    report.trips.append(trip)


def add_item(report: WorkReport, line_id: UUID, *, name: str, quantity: Decimal, unit_price: Decimal) -> None:
    """Something else that is charged."""
    if _is_there(report, ReportItem, line_id):
        return
    item = ReportItem(id=line_id, position=_next(report.items), name=name, quantity=quantity, unit_price=unit_price)
    report.items.append(item)


def remove_line(report: WorkReport, list_name: str, line_id: UUID) -> None:
    """Take a line out. An object goes with its activities; the last object stays."""
    refuse_finished(report)
    if list_name not in LISTS:
        raise ServiceRecordMissing("line", line_id)
    lines: list[Line] = getattr(report, list_name)
    line = next((one for one in lines if one.id == line_id), None)
    if line is None:
        return
    if isinstance(line, ReportedObject):
        _refuse_used(report, line)
    lines.remove(line)


def km_rate(currency: str) -> Decimal:
    """What a kilometre costs; nothing where no article is sold by the kilometre."""
    article = km_article()
    if article is None:
        return Decimal(0)
    return prices_on(price_list_in(currency).id, [article.id]).get(article.id, article.net_price)


def price_list_in(currency: str) -> PriceList:
    """The usual price list if it is in this currency, else the first one that is. Raises PriceListOfCurrencyMissing."""
    found = next((each for each in price_lists() if each.currency == currency), None)
    if found is None:
        raise PriceListOfCurrencyMissing(currency)
    return found


def _refuse_used(report: WorkReport, line: ReportedObject) -> None:
    if len(report.objects) == 1:
        raise ServiceInvalid({"objects": ["A report is about one object at least."]})
    used = {one.object_id for one in report.activities} | {one.object_id for one in report.parts}
    if line.id in used:
        raise ServiceInvalid({"objects": [f"Remove what was done on {line.name} first."]})


def _is_there(report: WorkReport, table: type[Line], line_id: UUID) -> bool:
    """Whether this very line was added before. Raises ReportFixed for a finished report."""
    known = session().scalar(select(table.id).where(table.id == line_id))
    if known is None:
        refuse_finished(report)
    return known is not None


def _next(lines: list[ReportedObject] | list[ReportPart] | list[ReportTrip] | list[ReportItem]) -> int:
    return max((line.position for line in lines), default=0) + 1
