"""Verbs of outgoing mail: write it down, mark how far it came. Sending itself is `mail.delivery`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.db import session
from app.mail.errors import MailCertain
from app.mail.models import MailAttachment, MailChannel, MailMessage, MailState
from app.mail.outgoing import OutgoingMail, check_outgoing, message_id_of
from app.trail.operations import record

PERHAPS_SENT = frozenset({MailState.SENT, MailState.HANDING_OVER, MailState.UNCERTAIN})


def write_mail(mail: OutgoingMail, *, by: Actor, at: datetime) -> MailMessage:
    """The message of this key, written down inside the caller's transaction; it is not sent yet.

    A message that was sent, or perhaps was, stays as it is; one that was not takes what this call says, so that a
    corrected address counts at the next try. Raises MailUnusable.
    """
    check_outgoing(mail)
    found = _message_with_key(mail.key)
    if found is not None and found.state in PERHAPS_SENT:
        return found
    message = found or _new_message(mail, by=by, at=at)
    _fill(message, mail)
    session().flush()  # the message's id
    return message


def begin_sending(message: MailMessage, *, channel: MailChannel) -> None:
    """Note that a try begins. After a crash the message stays SENDING: no mail server has it, it goes again."""
    message.state = MailState.SENDING
    message.channel = channel
    message.attempts += 1
    message.error = None


def begin_handing_over(message: MailMessage) -> None:
    """Note that the server is about to get the last byte. After a crash nobody knows whether it has the message."""
    message.state = MailState.HANDING_OVER


def mark_uncertain(message: MailMessage, *, error: str, by: Actor, at: datetime) -> None:
    """Note that nobody knows whether the mail server has the message: a person decides."""
    message.state = MailState.UNCERTAIN
    message.error = error
    _record(message, "mail.uncertain", by=by, at=at)


def confirm_arrival(message: MailMessage, *, by: Actor, at: datetime) -> None:
    """A person says that an uncertain message arrived. Raises MailCertain."""
    if message.state is not MailState.UNCERTAIN:
        raise MailCertain
    mark_sent(message, by=by, at=at)


def send_again(message: MailMessage, *, by: Actor, at: datetime) -> None:
    """A person says that an uncertain message did not arrive, or may arrive twice. Raises MailCertain."""
    if message.state is not MailState.UNCERTAIN:
        raise MailCertain
    message.state, message.error = MailState.WRITTEN, None
    _record(message, "mail.released", by=by, at=at)


def mark_sent(message: MailMessage, *, by: Actor, at: datetime) -> None:
    """Note that every address was taken over by the mail server, or the file lies in the outbox."""
    message.state = MailState.SENT
    message.delivered_to = [*message.to, *message.cc]
    message.error = None
    message.sent_at = at
    _record(message, "mail.sent", by=by, at=at)


def mark_failed(message: MailMessage, *, error: str, accepted: list[str], by: Actor, at: datetime) -> None:
    """Note why a try failed. `accepted`: addresses that did get the message; the next try leaves them out."""
    message.state = MailState.FAILED
    message.delivered_to = sorted({*message.delivered_to, *accepted})
    message.error = error
    _record(message, "mail.failed", by=by, at=at)


def _message_with_key(key: str) -> MailMessage | None:
    return session().scalar(
        select(MailMessage)
        .where(MailMessage.key == key)
        .options(selectinload(MailMessage.attachments))
        .with_for_update()
    )


def _new_message(mail: OutgoingMail, *, by: Actor, at: datetime) -> MailMessage:
    message = MailMessage(key=mail.key, message_id=message_id_of(mail), written_at=at, written_by=by.id)
    message.state = MailState.WRITTEN
    message.attempts = 0
    message.delivered_to = []
    message.attachments = []
    session().add(message)
    return message


def _fill(message: MailMessage, mail: OutgoingMail) -> None:
    message.sender, message.reply_to = mail.sender, mail.reply_to
    message.to, message.cc = list(mail.to), list(mail.cc)
    message.subject, message.text = mail.subject, mail.text
    message.after_crash, message.unsubscribe_url = mail.after_crash, mail.unsubscribe_url
    message.case_key, message.subject_type, message.subject_id = mail.case_key, mail.subject_type, mail.subject_id
    message.attachments = [
        MailAttachment(
            position=position,
            document_id=file.document_id,
            name=file.name,
            media_type=file.media_type,
            content_hash=file.content_hash,
            size=file.size,
        )
        for position, file in enumerate(mail.attachments)
    ]


def _record(message: MailMessage, action: str, *, by: Actor, at: datetime) -> None:
    record(
        action=action,
        entity="mail_message",
        entity_id=message.id,
        by=by,
        at=at,
        case_key=message.case_key,
        after={"to": message.to, "subject": message.subject, "error": message.error},
    )
