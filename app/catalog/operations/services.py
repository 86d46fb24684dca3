"""Enters and changes after-sales services."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.catalog.errors import CatalogChanged, CatalogInvalid
from app.catalog.models import AfterSalesService
from app.catalog.queries import products_by_id
from app.core.actor import Actor
from app.core.db import session
from app.trail.operations import record

LARGEST_RATE = Decimal(10) ** 6
Values = dict[str, Any]  # Any: column values of all types


@dataclass(frozen=True)
class ServiceDetails:
    """An after-sales service as somebody entered it. product_id: the article under which it is charged."""

    code: str
    name: str
    product_id: UUID
    hourly_rate: Decimal
    currency: str
    is_offered: bool = True


def add_service(details: ServiceDetails, *, by: Actor, at: datetime) -> AfterSalesService:
    """A new after-sales service. Raises CatalogInvalid beside each wrong field."""
    values = _checked(details, but_not=None)
    service = AfterSalesService(id=uuid4(), revision=0, **values)
    session().add(service)
    _tell(service, "after_sales_service.added", by=by, at=at, after=values)
    return service


def change_service(
    service: AfterSalesService, details: ServiceDetails, *, revision: int, by: Actor, at: datetime
) -> None:
    """Write what was entered about a service. Contracts keep the prices that they agreed."""
    if service.revision != revision:
        raise CatalogChanged(service.name)
    values = _checked(details, but_not=service.id)
    changed = {name: value for name, value in values.items() if getattr(service, name) != value}
    if not changed:
        return
    before = {name: getattr(service, name) for name in changed}
    for name, value in changed.items():
        setattr(service, name, value)
    service.revision += 1
    _tell(service, "after_sales_service.changed", by=by, at=at, before=before, after=changed)


def _checked(details: ServiceDetails, *, but_not: UUID | None) -> Values:
    values = asdict(details) | {"code": details.code.strip(), "name": details.name.strip()}
    wrong: dict[str, list[str]] = {}
    for name, sentence in (("code", "Enter a code."), ("name", "Enter a name.")):
        if not values[name]:
            wrong[name] = [sentence]
    if not 0 <= details.hourly_rate <= LARGEST_RATE:
        wrong["hourly_rate"] = ["Enter a rate of 0 or more."]
    if details.product_id not in products_by_id([details.product_id]):
        wrong["product_id"] = ["Choose the article under which it is charged."]
    holder = session().scalar(select(AfterSalesService).where(AfterSalesService.code == values["code"]))
    if holder is not None and holder.id != but_not:
        wrong["code"] = [f"{holder.name} has the code {holder.code} already."]
    if wrong:
        raise CatalogInvalid(wrong)
    return values


def _tell(
    service: AfterSalesService, action: str, *, by: Actor, at: datetime, after: Values, before: Values | None = None
) -> None:
    record(action=action, entity="after_sales_service", entity_id=service.id, by=by, at=at, before=before, after=after)
