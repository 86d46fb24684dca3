"""Sends a message that is kept nowhere: one with a secret in it, or one that tries the mail server."""

from datetime import datetime

from app.core.errors import AppError
from app.mail.models import MailMessage
from app.mail.outgoing import OutgoingMail, check_outgoing, mail_bytes, mailbox, message_id_of
from app.mail.server import connection
from app.mail.smtp import Outcome, send_by_smtp

NO_SERVER = "No mail server is set."


def send_unkept(mail: OutgoingMail, *, at: datetime) -> Outcome:
    """What the mail server said. Opens no transaction; call it outside of any. Raises MailUnusable.

    Nothing of the message is stored, so a failed one is not tried again: whoever asked sees why.
    """
    check_outgoing(mail)
    try:
        server = connection()
    except AppError as broken:
        return Outcome([], broken.message)
    if server is None:
        return Outcome([], NO_SERVER)
    message = MailMessage(
        message_id=message_id_of(mail),
        sender=mail.sender,
        reply_to=mail.reply_to,
        to=list(mail.to),
        cc=[],
        subject=mail.subject,
        text=mail.text,
        attachments=[],
    )
    return send_by_smtp(
        server.url,
        mail_bytes(message, [], at=at, from_address=server.from_address),
        sender=mailbox(server.from_address or mail.sender),
        recipients=[mailbox(address) for address in mail.to],
        before_last_byte=_nothing_to_note,
    )


def _nothing_to_note() -> None:
    """There is no row that would say how far the message came."""
