"""Mails tasks to those who have no account; reminders of such a task go to the same address."""

from app.activities.correspondence import address_of_employee, task_mail
from app.activities.operations.tasks import task_of_case
from app.core.db import transaction
from app.core.errors import AppError
from app.engine.registry import Call, Completion, JobFailed, job_handler
from app.mail.jobs import send_once
from app.mail.people import mail_address_source

mail_address_source(address_of_employee)


@job_handler("activities.mail_task", queue="mail")
def mail_task_job(call: Call) -> Completion:
    """Mail what is asked to the one person of `receiver`, once however often the worker runs."""
    receiver = call.variables.get("receiver") or {}
    try:
        with transaction():
            mail = task_mail(task_of_case(call.instance_key), str(receiver.get("employee")), key=call.idempotency_key)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return send_once(mail, call)
