"""What the trail is told of service."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import session
from app.service_desk.models import Estimate, RequestNote, ServiceRequest, WorkReport
from app.trail.operations import record


def tell_of_request(
    request: ServiceRequest,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """An entry of the trail about a request."""
    record(
        action=action,
        entity="service_request",
        entity_id=request.id,
        case_key=request.case_key,
        by=by,
        at=at,
        before=dict(before) if before is not None else None,
        after={"number": request.number, **after},
        reason=reason,
    )


def note(request: ServiceRequest, text: str, *, by: Actor, at: datetime) -> None:
    """Write something down beside a request."""
    session().add(RequestNote(request_id=request.id, at=at, by=by.id, text=text))


def tell_of_report(
    report: WorkReport,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: Mapping[str, object],
    entity_id: UUID | None = None,
) -> None:
    """An entry of the trail about a work report."""
    record(
        action=action,
        entity="work_report",
        entity_id=entity_id or report.id,
        case_key=report.request.case_key,
        by=by,
        at=at,
        after=dict(after),
    )


def tell_of_estimate(
    estimate: Estimate,
    request: ServiceRequest,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """An entry of the trail about an estimate with its sums."""
    record(
        action=action,
        entity="estimate",
        entity_id=estimate.id,
        case_key=request.case_key,
        by=by,
        at=at,
        before=dict(before) if before is not None else None,
        after=sums_of(estimate),
        reason=reason,
    )


def sums_of(estimate: Estimate) -> dict[str, object]:
    """The sums of an estimate, as the trail tells them."""
    return {
        "number": estimate.number,
        "total_net": estimate.total_net,
        "total_gross": estimate.total_gross,
        "currency": estimate.currency,
    }
