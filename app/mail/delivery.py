"""Takes a written message out of the house: claim, send outside any transaction, mark."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.crash import reach
from app.core.db import session, transaction
from app.core.files import read_file, write_whole
from app.mail.errors import MailUnknown
from app.mail.models import MailChannel, MailMessage, MailState
from app.mail.operations import begin_sending, mark_failed, mark_sent
from app.mail.outgoing import mail_bytes, mailbox
from app.mail.smtp import Outcome, send_by_smtp
from app.settings import Settings


class MailRefused(Exception):
    """The message did not leave, or not to everybody. The text is a sentence; `is_temporary`: try again later."""

    def __init__(self, message: str, *, is_temporary: bool) -> None:
        super().__init__(message)
        self.is_temporary = is_temporary


def deliver_mail(mail_id: UUID, *, by: Actor, at: datetime) -> None:
    """Send a written message, unless it was sent. Opens its own short transactions; call it outside of any.

    With SMTP_URL it goes to that server, else as a file into DATA_DIR/outbox. Raises MailRefused.
    """
    message = _claim(mail_id)
    if message is None:
        return
    outcome = _send(message, at=at)
    reach("mail_sent_before_mark")
    with transaction():
        current = _locked(mail_id)
        if outcome.error is None:
            mark_sent(current, by=by, at=at)
        else:
            accepted = [address for address in _all_addresses(current) if mailbox(address) in outcome.accepted]
            mark_failed(current, error=outcome.error, accepted=accepted, by=by, at=at)
    if outcome.error is not None:
        raise MailRefused(outcome.error, is_temporary=outcome.is_temporary)


def outbox_directory() -> Path:
    """Where messages lie as files while no mail server is set."""
    return _settings().data_dir / "outbox"


def _claim(mail_id: UUID) -> MailMessage | None:
    """The message, now SENDING, read whole and free of the session; None when it was sent."""
    with transaction() as current:
        message = _locked(mail_id)
        if message.state is MailState.SENT:
            return None
        begin_sending(message, channel=MailChannel.SMTP if _settings().smtp_url else MailChannel.OUTBOX)
        current.flush()  # what is expunged next must be written
        current.expunge(message)
    return message


def _locked(mail_id: UUID) -> MailMessage:
    message = session().scalar(
        select(MailMessage)
        .where(MailMessage.id == mail_id)
        .options(selectinload(MailMessage.attachments))
        .with_for_update()
    )
    if message is None:
        raise MailUnknown
    return message


def _send(message: MailMessage, *, at: datetime) -> Outcome:
    content = mail_bytes(message, [read_file(file.content_hash) for file in message.attachments], at=at)
    waiting = [mailbox(a) for a in _all_addresses(message) if a not in message.delivered_to]
    if (url := _settings().smtp_url) is not None:
        return send_by_smtp(url, content, sender=mailbox(message.sender), recipients=waiting)
    directory = outbox_directory()
    directory.mkdir(parents=True, exist_ok=True)
    write_whole(directory / f"{message.id}.eml", content)
    return Outcome(accepted=waiting)


def _all_addresses(message: MailMessage) -> list[str]:
    return list(dict.fromkeys([*message.to, *message.cc]))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
