"""Job types that write and send contracts; workers run them, perhaps more than once."""

from datetime import datetime

from app.contracts.letters import Kind
from app.contracts.papers import SUBJECT, contract_mail, contract_paper
from app.core.db import transaction
from app.core.errors import AppError
from app.documents.errors import RenderFailed
from app.documents.operations import render, store
from app.engine.reading import needed_id
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler
from app.mail.jobs import send_once

TEMPLATE = "contract"


@job_handler("contracts.write_contract", queue="documents")
def write_contract_job(call: Call) -> Completion:
    """The contract as a Word document."""
    with transaction():
        contract, data = contract_paper(needed_id(call.variables, "contract_id"))
    try:
        content = render(TEMPLATE, data, language=contract.language)
    except RenderFailed as failed:
        raise JobFailed(failed.message, retryable=failed.is_temporary) from failed

    def keep(at: datetime) -> Variables:
        document = store(
            content,
            name=f"{contract.number}.docx",
            kind=TEMPLATE,
            template_id=TEMPLATE,
            data=data,
            case_key=call.instance_key,
            subject_type=SUBJECT,
            subject_id=contract.id,
            idempotency_key=call.idempotency_key,
            by=call.by,
            at=at,
        )
        return {"contract_document_id": str(document.id)}

    return Completion(apply=keep)


@job_handler("contracts.send_contract", queue="mail")
def send_contract_job(call: Call) -> Completion:
    """The contract, by mail."""
    return _sent(call, kind="contract")


@job_handler("contracts.send_reminder", queue="mail")
def send_reminder_job(call: Call) -> Completion:
    """A reminder to sign, by mail."""
    return _sent(call, kind="reminder")


def _sent(call: Call, *, kind: Kind) -> Completion:
    try:
        with transaction():
            mail = contract_mail(needed_id(call.variables, "contract_id"), kind=kind, key=call.idempotency_key)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return send_once(mail, call)
