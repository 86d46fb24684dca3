"""Tables of outgoing mail: each message, what is attached, how far it came."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.core.files import StoredFile


class MailState(StrEnum):
    """How far a message came.

    SENDING after a crash means: not sent, it goes again. HANDING_OVER after a crash means: perhaps sent; what then
    happens is `AfterCrash`. UNCERTAIN waits for a person who knows, or decides.
    """

    WRITTEN = "WRITTEN"
    SENDING = "SENDING"
    HANDING_OVER = "HANDING_OVER"
    SENT = "SENT"
    FAILED = "FAILED"
    UNCERTAIN = "UNCERTAIN"


class AfterCrash(StrEnum):
    """What becomes of a message when nobody can tell whether the mail server has it: ADR 0016.

    AGAIN: it goes again under its Message-ID; better twice than never. ASK: it goes again only when a person says so.
    """

    AGAIN = "AGAIN"
    ASK = "ASK"


class MailChannel(StrEnum):
    """Which way a message left: to a mail server, or as a file into the outbox of this machine."""

    SMTP = "SMTP"
    OUTBOX = "OUTBOX"


class MailSecurity(StrEnum):
    """How the way to a mail server is protected. STARTTLS refuses a server without; IF_OFFERED takes what there is."""

    TLS = "tls"
    STARTTLS = "starttls"
    IF_OFFERED = "if_offered"
    NONE = "none"


class MailServer(Base):
    """The mail server as an administrator entered it. There is one row, or none: then SMTP_URL counts.

    sealed_password: encrypted (`core.sealing`). from_address: what messages come from, where the server asks for one
    address; answers then go to whoever the message says.
    """

    __tablename__ = "mail_server"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port_possible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    host: Mapped[str] = mapped_column(String(255))
    port: Mapped[int]
    security: Mapped[MailSecurity]
    user_name: Mapped[str | None] = mapped_column(String(320))
    sealed_password: Mapped[str | None] = mapped_column(Text)
    from_address: Mapped[str | None] = mapped_column(String(320))
    changed_at: Mapped[datetime]


class MailMessage(Base):
    """One message. `key` is its cause; the same cause never makes a second message.

    message_id: the Message-ID header, derived from the key. delivered_to: addresses that need no further try.
    error: why the last try failed, for the person at the screen. attempts: also tells one try from the next.
    unsubscribe_url: where the receiver says that they want no more; mail programs show a button for it.
    """

    __tablename__ = "mail_message"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("message_id"),
        Index("ix_mail_message_written_at", "written_at", "id"),
        Index("ix_mail_message_case_key", "case_key", "written_at", "id"),
        Index("ix_mail_message_subject", "subject_type", "subject_id", "written_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[str] = mapped_column(String(300))
    sender: Mapped[str]
    reply_to: Mapped[str | None]
    to: Mapped[list[str]] = mapped_column(ARRAY(Text))
    cc: Mapped[list[str]] = mapped_column(ARRAY(Text))
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(default=MailState.WRITTEN)
    channel: Mapped[MailChannel | None]
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_to: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    error: Mapped[str | None] = mapped_column(Text)
    after_crash: Mapped[AfterCrash] = mapped_column(default=AfterCrash.AGAIN, server_default=AfterCrash.AGAIN.value)
    unsubscribe_url: Mapped[str | None] = mapped_column(Text)
    case_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"))
    subject_type: Mapped[str | None] = mapped_column(String(60))
    subject_id: Mapped[UUID | None]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    sent_at: Mapped[datetime | None]
    attachments: Mapped[list["MailAttachment"]] = relationship(
        order_by="MailAttachment.position", cascade="all, delete-orphan", lazy="raise"
    )


class MailAttachment(Base):
    """A kept file that goes with a message."""

    __tablename__ = "mail_attachment"

    mail_id: Mapped[UUID] = mapped_column(ForeignKey("mail_message.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]

    @property
    def file(self) -> StoredFile:
        """The kept file, as documents know it."""
        return StoredFile(self.content_hash, self.name, self.media_type, self.size, self.document_id)
