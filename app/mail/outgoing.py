"""A message before it is written down, and the bytes that leave the house."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from uuid import UUID

from app.core.db import Key
from app.core.files import StoredFile
from app.mail.errors import MailUnusable
from app.mail.models import AfterCrash, MailMessage

MOST_ADDRESSES = 100
LONGEST_SUBJECT = 300
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
ADDRESS = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]{1,64}@[^\s@<>\"(),:;\\\[\]]{1,255}")


@dataclass(frozen=True)
class OutgoingMail:
    """A message to be sent once.

    key: its cause, such as `call.idempotency_key` or `reminder:<task>:<n>`; the same key is the same message.
    sender, reply_to, to, cc: `anna@example.com`, or with a name as `shown_address` writes it.
    text: plain text, paragraphs divided by empty lines. attachments: `documents.queries.files_of(ids)`.
    case_key, subject_type, subject_id: what the message belongs to, as for documents.
    after_crash: what becomes of it when nobody can tell whether it arrived.
    unsubscribe_url: takes a POST without log-in.
    """

    key: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    cc: tuple[str, ...] = ()
    reply_to: str | None = None
    attachments: tuple[StoredFile, ...] = ()
    case_key: Key | None = None
    subject_type: str | None = None
    subject_id: UUID | None = None
    after_crash: AfterCrash = AfterCrash.AGAIN
    unsubscribe_url: str | None = None


def check_outgoing(mail: OutgoingMail) -> None:
    """Raises MailUnusable with a sentence when the message could not be sent, or would say more than it shows."""
    if not mail.to:
        raise MailUnusable("The message has no address to go to.", {"to": ["Give at least one address."]})
    if len(mail.to) + len(mail.cc) > MOST_ADDRESSES:
        raise MailUnusable(f"A message goes to {MOST_ADDRESSES} addresses at most.")
    if CONTROL.search(mail.subject) or len(mail.subject) > LONGEST_SUBJECT:
        raise MailUnusable(f"The subject must be one line of at most {LONGEST_SUBJECT} characters.")
    for address in (mail.sender, *mail.to, *mail.cc, *filter(None, [mail.reply_to])):
        mailbox(address)


def mailbox(address: str) -> str:
    """`anna@example.com` of `Anna <anna@example.com>`. Raises MailUnusable when it is no single address."""
    if CONTROL.search(address):
        raise MailUnusable("An address must be one line.")
    name, found = parseaddr(address)
    if not ADDRESS.fullmatch(found) or (not name and found != address.strip(" <>")):
        raise MailUnusable(f"{address!r} is not a mail address.")
    local, _, domain = found.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise MailUnusable(f"{address!r} is not a mail address.") from None


def message_id_of(mail: OutgoingMail) -> str:
    """The Message-ID of a key: always the same, so that a receiver knows a second copy."""
    domain = mailbox(mail.sender).rpartition("@")[2]
    return f"<{sha256(mail.key.encode()).hexdigest()[:32]}@{domain}>"


def mail_bytes(mail: MailMessage, contents: Iterable[bytes], *, at: datetime, from_address: str | None = None) -> bytes:
    """The message as it leaves, attachments included, in the form that mail servers and mail programs read.

    contents: the bytes of `mail.attachments`, in their order. at: the Date header. from_address: what the server wants
    messages to come from; answers go to the sender all the same.
    """
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    name, sender = parseaddr(mail.sender)
    message["From"] = _header_address(shown_address(name, from_address) if from_address else mail.sender)
    message["To"] = [_header_address(address) for address in mail.to]
    if mail.cc:
        message["Cc"] = [_header_address(address) for address in mail.cc]
    if mail.reply_to or (from_address and mailbox(from_address) != mailbox(sender)):
        message["Reply-To"] = _header_address(mail.reply_to or mail.sender)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = mail.message_id
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    for attachment, content in zip(mail.attachments, contents, strict=True):
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=attachment.name)
    if mail.attachments:
        message.set_boundary(f"=_{sha256(mail.message_id.encode()).hexdigest()[:40]}")
    return message.as_bytes()


def shown_address(name: str, address: str) -> str:
    """`"Anna Bianchi" <anna@example.com>`; the address alone for an empty name."""
    shown = CONTROL.sub(" ", name).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{shown}" <{address}>' if shown else address


def _header_address(address: str) -> Address:
    name, _ = parseaddr(address)
    return Address(display_name=name, addr_spec=mailbox(address))
