"""Reads work reports, and the article under which kilometres are charged."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.catalog.models import Product
from app.core.db import session
from app.core.web.paging import Position
from app.service_desk.errors import ServiceRecordMissing
from app.service_desk.models import ReportActivity, ReportStatus, ServiceRequest, WorkReport
from app.service_desk.times import LONGEST, Span

KILOMETRE = "km"
WHOLE = (
    selectinload(WorkReport.objects),
    selectinload(WorkReport.activities),
    selectinload(WorkReport.parts),
    selectinload(WorkReport.trips),
    selectinload(WorkReport.items),
)


def report_by_id(report_id: UUID) -> WorkReport:
    """The report with all its lines, its request and that one's party. Raises ServiceRecordMissing."""
    wanted = (
        select(WorkReport)
        .where(WorkReport.id == report_id)
        .options(*WHOLE, joinedload(WorkReport.request).joinedload(ServiceRequest.party))
    )
    report = session().scalar(wanted)
    if report is None:
        raise ServiceRecordMissing("report", report_id)
    return report


def report_for_update(report_id: UUID) -> WorkReport:
    """The report with all its lines, locked. Raises ServiceRecordMissing."""
    wanted = select(WorkReport).where(WorkReport.id == report_id).options(*WHOLE, joinedload(WorkReport.request))
    report = session().scalar(wanted.with_for_update(of=WorkReport).execution_options(populate_existing=True))
    if report is None:
        raise ServiceRecordMissing("report", report_id)
    return report


def reports_of(request_id: UUID) -> Sequence[WorkReport]:
    """All reports of a request with their lines, the oldest first."""
    wanted = select(WorkReport).where(WorkReport.request_id == request_id).options(*WHOLE)
    wanted = wanted.order_by(WorkReport.worked_on, WorkReport.created_at)
    return session().scalars(wanted.execution_options(populate_existing=True)).all()


def reports_listed(request_id: UUID) -> Sequence[WorkReport]:
    """The reports of a request with activities and parts only, the oldest first."""
    wanted = select(WorkReport).where(WorkReport.request_id == request_id)
    wanted = wanted.options(selectinload(WorkReport.activities), selectinload(WorkReport.parts))
    return session().scalars(wanted.order_by(WorkReport.worked_on, WorkReport.created_at)).all()


def draft_report_of(request_id: UUID, technician: str) -> WorkReport | None:
    """The report that a technician has begun for a request."""
    wanted = select(WorkReport).where(
        WorkReport.request_id == request_id,
        WorkReport.technician == technician,
        WorkReport.status == ReportStatus.DRAFT,
    )
    return session().scalar(wanted.order_by(WorkReport.created_at.desc()).limit(1))


def spans_of(technician: str, *, around: datetime) -> list[tuple[UUID, Span]]:
    """The activities of a technician near a moment, from all reports, with their ids."""
    wanted = (
        select(ReportActivity, WorkReport.number)
        .join(WorkReport, WorkReport.id == ReportActivity.report_id)
        .where(
            WorkReport.technician == technician,
            ReportActivity.starts_at < around + 2 * LONGEST,
            ReportActivity.ends_at > around - 2 * LONGEST,
        )
        .order_by(ReportActivity.starts_at)
    )
    return [
        (row.id, Span(f"{row.name} ({number})" if number else row.name, row.starts_at, row.ends_at, row.pause_minutes))
        for row, number in session().execute(wanted)
    ]


def last_work_of(technician: str, since: datetime, until: datetime) -> datetime | None:
    """When somebody's last activity between two moments ended, of all reports; None when there was none."""
    wanted = select(func.max(ReportActivity.ends_at)).join(WorkReport, WorkReport.id == ReportActivity.report_id)
    return session().scalar(
        wanted.where(
            WorkReport.technician == technician, ReportActivity.ends_at >= since, ReportActivity.ends_at <= until
        )
    )


def reports_page(*, technician: str = "", after: Position | None = None, limit: int) -> Sequence[WorkReport]:
    """Up to `limit` + 1 reports with request and party, the newest first."""
    wanted = select(WorkReport).options(joinedload(WorkReport.request).joinedload(ServiceRequest.party))
    if technician:
        wanted = wanted.where(WorkReport.technician == technician)
    if after is not None:
        wanted = wanted.where(tuple_(WorkReport.created_at, WorkReport.id) < tuple_(*after))
    return session().scalars(wanted.order_by(WorkReport.created_at.desc(), WorkReport.id.desc()).limit(limit + 1)).all()


def km_article() -> Product | None:
    """The article under which journeys are charged: the first one sold by the kilometre."""
    wanted = select(Product).where(Product.unit == KILOMETRE, Product.is_sold)
    return session().scalar(wanted.order_by(Product.code).limit(1))
