"""Reads estimates."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import session
from app.service_desk.errors import ServiceRecordMissing
from app.service_desk.models import Estimate, ServiceRequest


def estimate_by_id(estimate_id: UUID) -> Estimate:
    """The estimate with lines, request and party. Raises ServiceRecordMissing."""
    wanted = (
        select(Estimate)
        .where(Estimate.id == estimate_id)
        .options(selectinload(Estimate.lines), joinedload(Estimate.request).joinedload(ServiceRequest.party))
    )
    estimate = session().scalar(wanted)
    if estimate is None:
        raise ServiceRecordMissing("estimate", estimate_id)
    return estimate


def estimate_for_update(estimate_id: UUID) -> Estimate:
    """The estimate with its lines, locked. Raises ServiceRecordMissing."""
    wanted = select(Estimate).where(Estimate.id == estimate_id).options(selectinload(Estimate.lines))
    estimate = session().scalar(wanted.with_for_update(of=Estimate).execution_options(populate_existing=True))
    if estimate is None:
        raise ServiceRecordMissing("estimate", estimate_id)
    return estimate


def estimate_of(request_id: UUID) -> Estimate | None:
    """The estimate of a request with its lines, if there is one."""
    wanted = select(Estimate).where(Estimate.request_id == request_id).options(selectinload(Estimate.lines))
    return session().scalar(wanted.execution_options(populate_existing=True))
