"""Delivers the mail of one reminder: what a worker does with the key that it is given."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.core.actor import Actor
from app.core.crash import reach
from app.core.db import Key, session, transaction
from app.mail.delivery import MailRefused, deliver_mail
from app.mail.models import MailMessage
from app.notices.models import Reminder, ReminderState
from app.notices.sending import mail_key

LEASE = timedelta(minutes=2)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
MOST_ATTEMPTS = 12


def deliver_reminder(key: Key, *, by: Actor, at: datetime) -> None:
    """Send the mail of a reminder that was claimed, and only then mark it sent. Outside of any transaction.

    Safe to run twice: what is sent, or in the hands of another worker, is left alone.
    """
    with transaction():
        taken = _taken(key, at)
        mail = session().scalar(select(MailMessage.id).where(MailMessage.key == mail_key(key))) if taken else None
    if mail is None:
        return
    reach("reminder_leased")
    try:
        deliver_mail(mail, by=by, at=at)
    except MailRefused as refused:
        with transaction():
            _note_refusal(key, refused, at)
        return
    with transaction():
        reminder = session().get_one(Reminder, key, with_for_update=True)
        reminder.state, reminder.sent_at, reminder.error = ReminderState.SENT, at, None
        reminder.next_at = reminder.lease_until = None


def _taken(key: Key, at: datetime) -> bool:
    free = or_(Reminder.lease_until.is_(None), Reminder.lease_until <= at)
    query = select(Reminder).where(Reminder.key == key, Reminder.state == ReminderState.SENDING, free)
    reminder = session().scalar(query.with_for_update(skip_locked=True))
    if reminder is None:
        return False
    reminder.attempts += 1
    reminder.lease_until = reminder.next_at = at + LEASE
    return True


def _note_refusal(key: Key, refused: MailRefused, at: datetime) -> None:
    reminder = session().get_one(Reminder, key, with_for_update=True)
    reminder.error, reminder.lease_until = str(refused), None
    if refused.is_temporary and reminder.attempts < MOST_ATTEMPTS:
        reminder.next_at = at + PAUSES[min(reminder.attempts, len(PAUSES)) - 1]
    else:
        reminder.state, reminder.next_at = ReminderState.FAILED, None
