"""Job types that write and send papers; workers run them, perhaps more than once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.catalog.papers import PaperData
from app.core.db import transaction
from app.core.errors import AppError
from app.documents.errors import RenderFailed
from app.documents.models import Document
from app.documents.operations import render, store
from app.engine.reading import needed_id
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler
from app.mail.jobs import send_once
from app.mail.outgoing import OutgoingMail
from app.sales.correspondence import order_mail, order_paper, quote_mail, quote_papers
from app.sales.models import Order, Quote
from app.sales.numbering import FIRST


@job_handler("sales.write_quote", queue="documents")
def write_quote_job(call: Call) -> Completion:
    """The quote as a Word document, one for each alternative."""
    with transaction():
        papers = [Paper("quote", "quote", quote, data) for quote, data in quote_papers(_id(call, "quote_id"))]
    return _written(call, papers)


@job_handler("sales.write_confirmation", queue="documents")
def write_confirmation_job(call: Call) -> Completion:
    """The order confirmation as a Word document."""
    with transaction():
        order, data = order_paper(_id(call, "order_id"))
    return _written(call, [Paper("order_confirmation", "order", order, data)])


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


@dataclass(frozen=True)
class Paper:
    """A paper to be written: from which template, about what."""

    template_id: str
    subject_type: str
    record: Quote | Order
    data: PaperData


def _written(call: Call, papers: Sequence[Paper]) -> Completion:
    try:
        contents = [render(paper.template_id, paper.data, language=paper.record.language) for paper in papers]
    except RenderFailed as failed:
        raise JobFailed(failed.message, retryable=failed.is_temporary) from failed

    def keep(at: datetime) -> Variables:
        kept = [_kept(call, paper, content, at) for paper, content in zip(papers, contents, strict=True)]
        return {f"{papers[0].subject_type}_document_id": str(kept[0].id)}

    return Completion(apply=keep)


def _kept(call: Call, paper: Paper, content: bytes, at: datetime) -> Document:
    """The document of a paper; the first one of a job has the job's own key, as it always had."""
    letter = paper.record.alternative if isinstance(paper.record, Quote) else FIRST
    return store(
        content,
        name=f"{paper.record.number}.docx",
        kind=paper.template_id,
        template_id=paper.template_id,
        data=paper.data,
        case_key=call.instance_key,
        subject_type=paper.subject_type,
        subject_id=paper.record.id,
        idempotency_key=call.idempotency_key if letter == FIRST else f"{call.idempotency_key}:{letter}",
        by=call.by,
        at=at,
    )


def _sent(call: Call, *, kind: str) -> Completion:
    try:
        with transaction():
            mail = _mail_of(call, kind)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return send_once(mail, call)


def _mail_of(call: Call, kind: str) -> OutgoingMail:
    if kind == "order_confirmation":
        return order_mail(_id(call, "order_id"), key=call.idempotency_key)
    return quote_mail(
        _id(call, "quote_id"),
        kind="quote" if kind == "quote" else "reminder",
        key=call.idempotency_key,
    )


def _id(call: Call, name: str) -> UUID:
    return needed_id(call.variables, name)
