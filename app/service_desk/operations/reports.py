"""Verbs of work reports: begin one, sign it off, finish it, take it back."""

from datetime import date, datetime
from uuid import UUID, uuid4

from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import session
from app.numbering.operations import next_number
from app.service_desk.errors import ReportBilled, ReportEmpty, ReportFixed, RequestSettled
from app.service_desk.models import ReportedObject, ReportStatus, RequestStatus, ServiceRequest, WorkReport
from app.service_desk.numbering import REPORT
from app.service_desk.operations.telling import tell_of_report
from app.service_desk.queries import draft_report_of

PARTS_OF_A_REPORT = ("activities", "parts", "trips", "items")


def begin_report(request: ServiceRequest, *, technician: str, object_name: str, by: Actor, at: datetime) -> WorkReport:
    """The draft of a technician for a request: the one that is there, else a new one with the request's product.

    object_name: what is worked on, where the request names no installed product.
    """
    if request.status is not RequestStatus.PLANNED:
        raise RequestSettled(request)
    if (begun := draft_report_of(request.id, technician)) is not None:
        return begun
    report = WorkReport(
        id=uuid4(),
        request_id=request.id,
        request=request,
        technician=technician,
        worked_on=at.astimezone(company_zone()).date(),
        status=ReportStatus.DRAFT,
        created_at=at,
        created_by=by.id,
        objects=[
            ReportedObject(id=uuid4(), position=1, installed_product_id=request.installed_product_id, name=object_name)
        ],
        activities=[],
        parts=[],
        trips=[],
        items=[],
    )
    session().add(report)
    tell_of_report(report, "work_report.begun", by=by, at=at, after={"request": request.number})
    return report


def describe_report(report: WorkReport, *, worked_on: date, notes: str | None, signed_by: str | None) -> None:
    """The day, the notes, and who of the customer saw it."""
    refuse_finished(report)
    report.worked_on, report.notes, report.signed_by = worked_on, notes, signed_by


def finish_report(report: WorkReport, *, by: Actor, at: datetime) -> None:
    """From now on it counts and is not changed; the number is taken last. Finished twice, it is finished once."""
    if report.status is ReportStatus.FINAL:
        return
    if not any(getattr(report, name) for name in PARTS_OF_A_REPORT):
        raise ReportEmpty
    report.status, report.finished_at = ReportStatus.FINAL, at
    report.number = report.number or next_number(REPORT, on=report.worked_on)
    counts = {name: len(getattr(report, name)) for name in ("objects", *PARTS_OF_A_REPORT)}
    tell_of_report(
        report,
        "work_report.finished",
        by=by,
        at=at,
        after={"number": report.number, **counts, "signed": report.signed_by},
    )


def take_back_report(report: WorkReport, *, by: Actor, at: datetime) -> None:
    """A finished report may be corrected as long as its request is being worked on; it keeps its number."""
    if report.status is ReportStatus.DRAFT:
        return
    if report.request.status is not RequestStatus.PLANNED:
        raise ReportBilled(report, report.request)
    report.status = ReportStatus.DRAFT
    tell_of_report(report, "work_report.taken_back", by=by, at=at, after={"number": report.number})


def drop_report(report: WorkReport, *, by: Actor, at: datetime) -> None:
    """Throw a draft away that never had a number."""
    refuse_finished(report)
    if report.number is not None:
        raise ReportFixed(report)
    tell_of_report(report, "work_report.dropped", by=by, at=at, after={"request": report.request.number})
    session().delete(report)


def refuse_finished(report: WorkReport) -> None:
    """Raises ReportFixed for a report that is finished."""
    if report.status is ReportStatus.FINAL:
        raise ReportFixed(report)


def report_href(report_id: UUID) -> str:
    """Where a report is shown."""
    return f"/service/reports/{report_id}"
