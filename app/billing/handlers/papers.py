"""Job types that write and send papers; workers run them, perhaps more than once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog
from flask import current_app

from app.billing.correspondence import SUBJECT, invoice_mail, invoice_paper
from app.billing.letters import Kind
from app.billing.models import Invoice
from app.billing.queries import invoice_by_id, invoice_for_update
from app.billing.reminding import MOST_REMINDERS, may_be_reminded
from app.core.db import transaction
from app.core.errors import AppError
from app.documents.conversion import can_make_pdf, pdf_of
from app.documents.errors import PdfUnavailable, RenderFailed
from app.documents.operations import keep_pdf, render, store
from app.engine.reading import needed_id
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler
from app.mail.jobs import send_once

log = structlog.get_logger()
TEMPLATE = "invoice"
WRITING_SECONDS = 180  # LibreOffice may have to be waited for
NOT_REMINDED = {"was_last_reminder": False}


@job_handler("billing.write_invoice", queue="documents", timeout_seconds=WRITING_SECONDS)
def write_invoice_job(call: Call) -> Completion:
    """The invoice or credit note as a Word document, and as PDF where this machine can make one."""
    with transaction():
        invoice, data = invoice_paper(needed_id(call.variables, "invoice_id"))
    try:
        content = render(TEMPLATE, data, language=invoice.language)
    except RenderFailed as failed:
        raise JobFailed(failed.message, retryable=failed.is_temporary) from failed
    pdf = _pdf(content)

    def keep(at: datetime) -> Variables:
        document = store(
            content,
            name=f"{invoice.number}.docx",
            kind=TEMPLATE,
            template_id=TEMPLATE,
            data=data,
            case_key=call.instance_key,
            subject_type=SUBJECT,
            subject_id=invoice.id,
            idempotency_key=call.idempotency_key,
            by=call.by,
            at=at,
        )
        if pdf is not None:
            keep_pdf(document, pdf)
        return {"invoice_document_id": str(document.id)}

    return Completion(apply=keep)


@job_handler("billing.send_invoice", queue="mail")
def send_invoice_job(call: Call) -> Completion:
    """The invoice or credit note, by mail."""
    with transaction():
        kind = invoice_by_id(needed_id(call.variables, "invoice_id")).kind
    return _sent(call, "credit_note" if kind.value == "credit_note" else "invoice", then=_mark_sent)


@job_handler("billing.send_reminder", queue="mail")
def send_reminder_job(call: Call) -> Completion:
    """A reminder to pay, by mail, unless nothing is open any more or three were sent."""
    with transaction():
        invoice = invoice_by_id(needed_id(call.variables, "invoice_id"))
        is_needed = may_be_reminded(invoice)
    if not is_needed:
        return Completion(variables=dict(NOT_REMINDED))
    return _sent(call, "payment_reminder", then=_count_reminder)


def _sent(call: Call, kind: Kind, *, then: Callable[[Invoice, datetime], Variables]) -> Completion:
    invoice_id = needed_id(call.variables, "invoice_id")
    try:
        with transaction():
            mail = invoice_mail(invoice_id, kind=kind, key=call.idempotency_key)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return replace(send_once(mail, call), apply=lambda at: then(invoice_for_update(invoice_id), at))


def _mark_sent(invoice: Invoice, at: datetime) -> Variables:
    invoice.sent_at = invoice.sent_at or at
    return {"invoice_was_sent": True}


def _count_reminder(invoice: Invoice, at: datetime) -> Variables:  # noqa: ARG001  # as the other
    invoice.reminders_sent += 1
    return {"was_last_reminder": invoice.reminders_sent >= MOST_REMINDERS}


def _pdf(content: bytes) -> bytes | None:
    """The PDF; None where this machine cannot make one, or is told not to, or fails: the Word file is there."""
    if not current_app.extensions["settings"].writes_pdf or not can_make_pdf():
        return None
    try:
        return pdf_of(content)
    except PdfUnavailable as unavailable:
        log.warning("invoice.no_pdf", reason=unavailable.message)
        return None
