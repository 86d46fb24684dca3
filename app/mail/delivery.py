"""Takes a written message out of the house: claim, send outside any transaction, mark."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.core.actor import Actor
from app.core.crash import reach
from app.core.db import session, transaction
from app.core.files import read_file, write_whole
from app.mail.errors import MailUnknown
from app.mail.models import AfterCrash, MailChannel, MailMessage, MailState
from app.mail.operations import begin_handing_over, begin_sending, mark_failed, mark_sent, mark_uncertain
from app.mail.outgoing import mail_bytes, mailbox
from app.mail.server import Connection, connection
from app.mail.smtp import Outcome, send_by_smtp
from app.settings import Settings

UNCERTAIN = "Nobody knows whether this message arrived: the mail server had it when Pratica was interrupted."


class MailRefused(Exception):
    """The message did not leave, or not to everybody. The text is a sentence; `is_temporary`: try again later."""

    def __init__(self, message: str, *, is_temporary: bool) -> None:
        super().__init__(message)
        self.is_temporary = is_temporary


def deliver_mail(mail_id: UUID, *, by: Actor, at: datetime) -> None:
    """Send a written message, unless it was sent. Opens its own short transactions; call it outside of any.

    With a mail server it goes there, else as a file into DATA_DIR/outbox. Raises MailRefused. Which crash leads
    to what is ADR 0016: the state before the last byte is committed before that byte leaves.
    """
    claimed = _claim(mail_id, by=by, at=at)
    if claimed is None:
        return
    message, server = claimed
    if message.state is MailState.UNCERTAIN:
        raise MailRefused(message.error or UNCERTAIN, is_temporary=False)
    try:
        outcome = _send(message, server, at=at)
    except _TryOvertaken:
        raise MailRefused("Another worker sends this message.", is_temporary=True) from None
    reach("mail_sent_before_mark")
    with transaction():
        _mark(_locked(mail_id), outcome, by=by, at=at)
    if outcome.error is not None:
        asks = outcome.is_uncertain and message.after_crash is AfterCrash.ASK
        raise MailRefused(outcome.error, is_temporary=not asks and (outcome.is_temporary or outcome.is_uncertain))


def outbox_directory() -> Path:
    """Where messages lie as files while no mail server is set."""
    return _settings().data_dir / "outbox"


class _TryOvertaken(Exception):
    """The lease of this try was lost and another one has begun."""


def _claim(mail_id: UUID, *, by: Actor, at: datetime) -> tuple[MailMessage, Connection | None] | None:
    """The message, now SENDING or UNCERTAIN, read whole and free of the session, and where it goes; None when sent."""
    with transaction() as current:
        message = _locked(mail_id, selectinload(MailMessage.attachments))
        if message.state is MailState.SENT:
            return None
        server = connection()
        if message.state is MailState.HANDING_OVER and message.after_crash is AfterCrash.ASK:
            mark_uncertain(message, error=UNCERTAIN, by=by, at=at)
        elif message.state is not MailState.UNCERTAIN:
            begin_sending(message, channel=MailChannel.SMTP if server else MailChannel.OUTBOX)
        current.flush()  # what is expunged next must be written
        current.expunge(message)
    return message, server


def _locked(mail_id: UUID, *options: ExecutableOption) -> MailMessage:
    message = session().scalar(select(MailMessage).where(MailMessage.id == mail_id).options(*options).with_for_update())
    if message is None:
        raise MailUnknown
    return message


def _send(message: MailMessage, server: Connection | None, *, at: datetime) -> Outcome:
    contents = [read_file(file.content_hash) for file in message.attachments]
    content = mail_bytes(message, contents, at=at, from_address=server.from_address if server else None)
    waiting = [mailbox(a) for a in _all_addresses(message) if a not in message.delivered_to]
    if server is not None:
        return send_by_smtp(
            server.url,
            content,
            sender=mailbox(server.from_address or message.sender),
            recipients=waiting,
            before_last_byte=lambda: _note_last_byte(message.id, message.attempts),
        )
    directory = outbox_directory()
    directory.mkdir(parents=True, exist_ok=True)
    write_whole(directory / f"{message.id}.eml", content)
    return Outcome(accepted=waiting)


def _note_last_byte(mail_id: UUID, attempt: int) -> None:
    """Commit that the message is perhaps sent from now on, unless another try has begun."""
    with transaction():
        current = _locked(mail_id)
        if (current.state, current.attempts) != (MailState.SENDING, attempt):
            raise _TryOvertaken
        begin_handing_over(current)
    reach("mail_before_last_byte")


def _mark(message: MailMessage, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    if outcome.error is None:
        mark_sent(message, by=by, at=at)
    elif outcome.is_uncertain and message.after_crash is AfterCrash.ASK:
        mark_uncertain(message, error=outcome.error, by=by, at=at)
    else:
        accepted = [address for address in _all_addresses(message) if mailbox(address) in outcome.accepted]
        mark_failed(message, error=outcome.error, accepted=accepted, by=by, at=at)


def _all_addresses(message: MailMessage) -> list[str]:
    return list(dict.fromkeys([*message.to, *message.cc]))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
