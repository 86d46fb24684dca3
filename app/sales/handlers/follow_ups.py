"""What follows a stage: read from the forms, and begun by a worker in a case of its own."""

from uuid import UUID

from app.activities.models import Employee
from app.core.db import session, transaction
from app.core.errors import AppError
from app.engine.reading import day_in, needed_id, text_in
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler
from app.mail.jobs import send_once
from app.sales.errors import SalesValueInvalid
from app.sales.models import StageChange
from app.sales.operations.follow_ups import ask_follow_up, follow_up_mail, stage_change_by_id
from app.sales.operations.opportunities import NextStep

EMPLOYEE = "employee:"
FIELDS = ("stage_follow_up_on", "stage_delegate", "stage_note")


@job_handler("sales.start_follow_up", queue="mail")
def start_follow_up_job(call: Call) -> Completion:
    """The task of a stage's delegate, once; a mail when the delegate has no account."""
    try:
        with transaction():
            change = stage_change_by_id(needed_id(call.variables, "stage_change_id"))
            mail = follow_up_mail(change) if change.delegate_id else None
            if mail is None:
                ask_follow_up(change, by=call.by, at=call.at)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return send_once(mail, call) if mail else Completion()


def next_step_in(variables: Variables) -> NextStep:
    """What the form says is to follow."""
    delegate, delegate_id = delegate_in(variables, "stage_delegate")
    return NextStep(
        follow_up_on=day_in(variables, "stage_follow_up_on"),
        delegate=delegate,
        delegate_id=delegate_id,
        note=text_in(variables, "stage_note"),
    )


def delegate_in(variables: Variables, name: str) -> tuple[str | None, UUID | None]:
    """A user name, or the id of somebody of the personnel register who has no account. Raises SalesValueInvalid."""
    chosen = text_in(variables, name)
    if chosen is None or not chosen.startswith(EMPLOYEE):
        return chosen, None
    try:
        employee_id = UUID(chosen.removeprefix(EMPLOYEE))
    except ValueError:
        raise _nobody(name) from None
    if session().get(Employee, employee_id) is None:
        raise _nobody(name)
    return None, employee_id


def what_follows(change: StageChange | None) -> Variables:
    """The variables after a stage: which one has a follow-up to be begun; the fields of the form are empty again."""
    has_follow_up = change is not None and change.follow_up_on is not None
    return {**dict.fromkeys(FIELDS), "stage_change_id": str(change.id) if change and has_follow_up else None}


def _nobody(name: str) -> SalesValueInvalid:
    return SalesValueInvalid("Choose somebody of the list.", {name: ["Choose somebody of the list."]})
