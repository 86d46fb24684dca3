"""Job types that write and send the papers of service; workers run them, perhaps more than once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from app.catalog.papers import PaperData
from app.core.db import transaction
from app.core.errors import AppError
from app.documents.errors import RenderFailed
from app.documents.operations import render, store
from app.engine.reading import needed_id
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler
from app.mail.jobs import send_once
from app.mail.outgoing import OutgoingMail
from app.service_desk.correspondence import (
    ESTIMATE,
    REPORT,
    estimate_paper,
    missing_reports,
    papers_mail,
    refusal_mail,
    report_paper,
)


@job_handler("service_desk.write_report", queue="documents")
def write_report_job(call: Call) -> Completion:
    """A finished work report as a Word document."""
    with transaction():
        report, data = report_paper(needed_id(call.variables, "report_id"))
    return _written(call, report.id, report.number, data, kind=REPORT)


@job_handler("service_desk.write_estimate", queue="documents")
def write_estimate_job(call: Call) -> Completion:
    """The estimate as a Word document."""
    with transaction():
        estimate, data = estimate_paper(needed_id(call.variables, "estimate_id"))
    return _written(call, estimate.id, estimate.number, data, kind=ESTIMATE)


@job_handler("service_desk.send_papers", queue="mail")
def send_papers_job(call: Call) -> Completion:
    """Reports and estimate, by mail; it waits until every report is written."""
    request_id = needed_id(call.variables, "request_id")
    with transaction():
        missing = missing_reports(request_id)
    if missing:
        raise JobFailed("A work report is still being written.")
    return _sent(call, lambda: papers_mail(request_id, key=call.idempotency_key))


@job_handler("service_desk.send_refusal", queue="mail")
def send_refusal_job(call: Call) -> Completion:
    """Why we do not do it, by mail."""
    return _sent(call, lambda: refusal_mail(needed_id(call.variables, "request_id"), key=call.idempotency_key))


def _written(call: Call, record_id: UUID, number: str | None, data: PaperData, *, kind: str) -> Completion:
    try:
        content = render(kind, data, language=str(data["language"]))
    except RenderFailed as failed:
        raise JobFailed(failed.message, retryable=failed.is_temporary) from failed

    def keep(at: datetime) -> Variables:
        store(
            content,
            name=f"{number}.docx",
            kind=kind,
            template_id=kind,
            data=data,
            case_key=call.instance_key,
            subject_type=kind,
            subject_id=record_id,
            idempotency_key=call.idempotency_key,
            by=call.by,
            at=at,
        )
        return {}

    return Completion(apply=keep)


def _sent(call: Call, mail_of: Callable[[], OutgoingMail]) -> Completion:
    try:
        with transaction():
            mail = mail_of()
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return send_once(mail, call)
