"""Job types that write and send papers; workers run them, perhaps more than once."""

from datetime import datetime

from app.catalog.papers import PaperData
from app.core.db import transaction
from app.core.errors import AppError
from app.documents.errors import RenderFailed
from app.documents.operations import render, store
from app.engine.reading import needed_id
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler
from app.mail.jobs import send_once
from app.mail.outgoing import OutgoingMail
from app.sales.correspondence import order_mail, order_paper, quote_mail, quote_paper
from app.sales.models import Order, Quote


@job_handler("sales.write_quote", queue="documents")
def write_quote_job(call: Call) -> Completion:
    """The quote as a Word document."""
    with transaction():
        quote, data = quote_paper(needed_id(call.variables, "quote_id"))
    return _written(call, quote, data, template_id="quote", subject_type="quote")


@job_handler("sales.write_confirmation", queue="documents")
def write_confirmation_job(call: Call) -> Completion:
    """The order confirmation as a Word document."""
    with transaction():
        order, data = order_paper(needed_id(call.variables, "order_id"))
    return _written(call, order, data, template_id="order_confirmation", subject_type="order")


@job_handler("sales.send_quote", queue="mail")
def send_quote_job(call: Call) -> Completion:
    """The quote, by mail."""
    return _sent(call, kind="quote")


@job_handler("sales.send_reminder", queue="mail")
def send_reminder_job(call: Call) -> Completion:
    """A reminder of the quote, by mail."""
    return _sent(call, kind="reminder")


@job_handler("sales.send_confirmation", queue="mail")
def send_confirmation_job(call: Call) -> Completion:
    """The order confirmation, by mail."""
    return _sent(call, kind="order_confirmation")


def _written(call: Call, record: Quote | Order, data: PaperData, *, template_id: str, subject_type: str) -> Completion:
    try:
        content = render(template_id, data, language=record.language)
    except RenderFailed as failed:
        raise JobFailed(failed.message, retryable=failed.is_temporary) from failed

    def keep(at: datetime) -> Variables:
        document = store(
            content,
            name=f"{record.number}.docx",
            kind=template_id,
            template_id=template_id,
            data=data,
            case_key=call.instance_key,
            subject_type=subject_type,
            subject_id=record.id,
            idempotency_key=call.idempotency_key,
            by=call.by,
            at=at,
        )
        return {f"{subject_type}_document_id": str(document.id)}

    return Completion(apply=keep)


def _sent(call: Call, *, kind: str) -> Completion:
    try:
        with transaction():
            mail = _mail_of(call, kind)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return send_once(mail, call)


def _mail_of(call: Call, kind: str) -> OutgoingMail:
    if kind == "order_confirmation":
        return order_mail(needed_id(call.variables, "order_id"), key=call.idempotency_key)
    return quote_mail(
        needed_id(call.variables, "quote_id"),
        kind="quote" if kind == "quote" else "reminder",
        key=call.idempotency_key,
    )
