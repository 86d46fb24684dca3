"""Verbs of what follows a stage: a task for its delegate, or a mail to one who has no account."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.catalog.papers import shown_date
from app.core.actor import Actor
from app.core.db import Key, session
from app.engine.models import ProcessInstance
from app.engine.operations import start_instance
from app.mail.operations import write_mail
from app.mail.outgoing import OutgoingMail, shown_address
from app.parties.queries import company
from app.sales.errors import FollowUpInvalid, OpportunityClosed, SalesRecordMissing
from app.sales.letters import follow_up_letter
from app.sales.models import Opportunity, Stage, StageChange
from app.sales.operations.opportunities import NextStep, take_next_step
from app.sales.queries import opportunity_for_update

TASK = "task"


def stage_change_by_id(change_id: UUID) -> StageChange:
    """A stage with its opportunity, party, and the delegate's row. Raises SalesRecordMissing."""
    wanted = (
        select(StageChange)
        .where(StageChange.id == change_id)
        .options(joinedload(StageChange.opportunity).joinedload(Opportunity.party), joinedload(StageChange.employee))
    )
    change = session().scalar(wanted)
    if change is None:
        raise SalesRecordMissing("stage", change_id)
    return change


def note_next_step(opportunity_id: UUID, stage: Stage, step: NextStep, *, on: date, by: Actor, at: datetime) -> UUID:
    """A line in the history of an open opportunity, perhaps in another stage; gives its id. Noted twice, it is one.

    Raises OpportunityClosed, FollowUpInvalid.
    """
    opportunity = opportunity_for_update(opportunity_id)
    if step.key is not None and session().get(StageChange, step.key) is not None:
        return step.key
    if not opportunity.stage.is_open or not stage.is_open:
        raise OpportunityClosed(opportunity.number)
    change = take_next_step(opportunity, stage, step, on=on, by=by, at=at)
    if change is None:
        raise FollowUpInvalid("Choose the day of the follow-up.", "follow_up_on")
    session().flush()  # the follow-up refers to it
    return change.id


def follow_up(change_id: UUID, *, by: Actor, at: datetime) -> UUID | None:
    """Ask the delegate of a stage; the id of the mail that is still to be delivered when they have no account."""
    change = stage_change_by_id(change_id)
    if change.delegate_id is None:
        ask_follow_up(change, by=by, at=at)
        return None
    return write_mail(follow_up_mail(change), by=by, at=at).id


def ask_follow_up(change: StageChange, *, by: Actor, at: datetime) -> Key:
    """The task of the stage's delegate, in a case of its own; asked again, the one that is there.

    In a transaction of its own or a view's, never inside another case's step.
    """
    opportunity = change.opportunity
    variables = {
        "task_text": follow_up_text(change),
        "task_assignee": change.delegate,
        "task_author": change.by,
        "task_due_on": change.follow_up_on.isoformat() if change.follow_up_on else None,
        "party_id": str(opportunity.party_id),
        "about_case_key": str(opportunity.case_key),
    }
    return start_instance(TASK, variables=variables, by=by, at=at, start_key=_start_key(change)).key


def follow_up_mail(change: StageChange) -> OutgoingMail:
    """The mail to a delegate who has no account. Raises FollowUpInvalid when the register has no address."""
    employee, ours = change.employee, company()
    if employee is None or not employee.email:
        name = employee.name if employee else "The delegate"
        raise FollowUpInvalid(f"{name} has no mail address in the personnel register.", "stage_delegate")
    letter = follow_up_letter(
        language=ours.language,
        contact=employee.name,
        company=ours.name,
        text=follow_up_text(change),
        until=shown_date(change.follow_up_on, ours.language),
    )
    return OutgoingMail(
        key=_start_key(change),
        sender=shown_address(ours.name, ours.email),
        to=(shown_address(employee.name, employee.email),),
        subject=letter.subject,
        text=letter.text,
        case_key=Key(change.opportunity.case_key),
        subject_type="opportunity",
        subject_id=change.opportunity_id,
    )


def follow_up_text(change: StageChange) -> str:
    """What is asked: the note of the stage, or to go on with the opportunity."""
    opportunity = change.opportunity
    about = f"{opportunity.number} {opportunity.subject}, {opportunity.party.name}"
    return f"{change.note}\n\n{about}" if change.note else f"Go on with {about}"


def tasks_of_stages(changes: Iterable[StageChange]) -> dict[UUID, ProcessInstance]:
    """By stage, the case of its task."""
    keys = {_start_key(change): change.id for change in changes if change.follow_up_on}
    if not keys:
        return {}
    found = session().scalars(select(ProcessInstance).where(ProcessInstance.start_key.in_(keys)))
    return {keys[str(case.start_key)]: case for case in found}


def _start_key(change: StageChange) -> str:
    """Names the task of a stage, so that it is asked once."""
    return f"stage_change:{change.id}"
