"""Sends the reminders that are due: claimed, told and written down in one transaction; mail leaves by a worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.core.actor import CLOCK
from app.core.clock import company_zone
from app.core.crash import reach
from app.core.db import Key, session
from app.core.reminders import Channel
from app.engine.models import TaskState, UserTask
from app.identity.models import User
from app.identity.queries import users_named
from app.mail.errors import MailUnusable
from app.mail.operations import write_mail
from app.mail.outgoing import OutgoingMail, shown_address
from app.mail.people import PersonAddress, address_beside_users
from app.notices.announcing import shown_due
from app.notices.letters import reminder_letter
from app.notices.models import Reminder, ReminderState
from app.notices.operations import NoticeRow, notify_many
from app.outbox.models import OutboxMessage
from app.parties.models import Company

DELIVER = "deliver_reminder"
MAIL_QUEUE = "mail"
RESEND_AFTER = timedelta(minutes=2)
"""A mail whose message or worker was lost is handed out again."""


@dataclass(frozen=True)
class _Readers:
    """Who is reminded, and in whose name."""

    users: dict[str, User]
    company: Company | None


def due_reminders(at: datetime, limit: int) -> Sequence[Key]:
    """Keys of what is to be looked at by now, oldest first. Costs as much as there is due, however much waits."""
    due = select(Reminder.key).where(Reminder.next_at <= at).order_by(Reminder.next_at, Reminder.key)
    return session().scalars(due.limit(limit)).all()


def send_reminders(keys: Sequence[Key], *, at: datetime) -> int:
    """Send those of these reminders that are still due and that nobody else has in hand; how many there were.

    A message is told here. A mail is written here and handed to a worker; it counts as sent when it has left. Of
    several that are late for one task and person, after the clock stood still, only the last goes.
    """
    reminders = _claimed(keys, at)
    if not reminders:
        return 0
    reach("reminder_claimed")
    readers = _Readers(users_named(row.recipient for row in reminders), session().get(Company, 1))
    newest = {_thread(reminder): reminder for reminder in sorted(reminders, key=lambda row: row.planned_for)}
    told: list[NoticeRow] = []
    for reminder in reminders:
        if reminder.task.state is not TaskState.CREATED or newest[_thread(reminder)] is not reminder:
            _end(reminder, ReminderState.DROPPED)
        elif reminder.channel is Channel.MAIL and _write_mail(reminder, readers, at):
            _hand_out(reminder, at)
        elif reminder.recipient not in readers.users:
            _fail(reminder, f"There is no mail address of {reminder.recipient} any more.")
        else:
            told.append(_notice(reminder, readers, at))
            _end(reminder, ReminderState.SENT, sent_at=at)
    notify_many(told, by=CLOCK, at=at)
    return len(reminders)


def set_aside(key: Key, *, message: str) -> None:
    """A reminder that cannot be sent: it is told in its row, and others go on."""
    _fail(session().get_one(Reminder, key, with_for_update=True), message)


def _thread(reminder: Reminder) -> tuple[Key, str, Channel]:
    return reminder.task_key, reminder.recipient, reminder.channel


def _claimed(keys: Iterable[Key], at: datetime) -> Sequence[Reminder]:
    return (
        session()
        .scalars(
            select(Reminder)
            .join(Reminder.task)
            .join(UserTask.instance)
            .where(Reminder.key.in_(list(keys)), Reminder.next_at <= at)
            .options(contains_eager(Reminder.task).contains_eager(UserTask.instance))
            .order_by(Reminder.key)
            .with_for_update(of=Reminder, skip_locked=True)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def _write_mail(reminder: Reminder, readers: _Readers, at: datetime) -> bool:
    """Whether there is a mail on its way now: none without an address, the person is then told in the application."""
    reader = _address_of(reminder.recipient, readers)
    if reader is None or readers.company is None:
        return False
    try:
        write_mail(_mail(reminder, reader, readers), by=CLOCK, at=at)
    except MailUnusable as unusable:
        reminder.error = unusable.message
        return False
    return True


def _address_of(recipient: str, readers: _Readers) -> PersonAddress | None:
    user = readers.users.get(recipient)
    if user is None:
        return address_beside_users(recipient)
    return PersonAddress(user.display_name, user.email, user.locale) if user.email else None


def _mail(reminder: Reminder, reader: PersonAddress, readers: _Readers) -> OutgoingMail:
    assert readers.company is not None
    language = reader.language.replace("-", "_").partition("_")[0]
    letter = reminder_letter(
        reminder.task.name,
        due=_due(reminder, readers, language),
        about=reminder.task.instance.subject_name or "",
        as_candidate=reminder.as_candidate,
        language=language,
        reader=reader.name,
        company=readers.company.name,
    )
    return OutgoingMail(
        key=mail_key(reminder.key),
        sender=shown_address(readers.company.name, readers.company.email),
        to=(shown_address(reader.name, reader.email),),
        subject=letter.subject,
        text=letter.text,
    )


def mail_key(reminder_key: Key) -> str:
    """The key of the mail of a reminder: one mail for each."""
    return f"reminder:{reminder_key}"


def _notice(reminder: Reminder, readers: _Readers, at: datetime) -> NoticeRow:
    task = reminder.task
    verb = "was" if task.due_at is not None and task.due_at < at else "is"
    about = f" for {task.instance.subject_name}" if task.instance.subject_name else ""
    free = "; nobody has it yet" if reminder.as_candidate else ""
    return NoticeRow(
        user_name=reminder.recipient,
        key=f"reminder:{task.key}:{reminder.planned_for.isoformat()}",
        text=f"“{task.name}”{about} {verb} due {_due(reminder, readers, 'en')}{free}.",
        href=f"/tasks/{task.key}",
        case_key=task.instance_key,
    )


def _due(reminder: Reminder, readers: _Readers, language: str) -> str:
    user, due_at = readers.users.get(reminder.recipient), reminder.task.due_at
    assert due_at is not None
    return shown_due(due_at, language=language, time_zone=user.time_zone if user else company_zone().key)


def _hand_out(reminder: Reminder, at: datetime) -> None:
    reminder.state, reminder.next_at = ReminderState.SENDING, at + RESEND_AFTER
    arguments = {"reminder_key": str(reminder.key)}
    session().add(OutboxMessage(queue=MAIL_QUEUE, actor=DELIVER, arguments=arguments, created_at=at))


def _fail(reminder: Reminder, message: str) -> None:
    reminder.error = message
    _end(reminder, ReminderState.FAILED)


def _end(reminder: Reminder, state: ReminderState, *, sent_at: datetime | None = None) -> None:
    reminder.state, reminder.next_at, reminder.sent_at = state, None, sent_at
