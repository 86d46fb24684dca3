"""Tables of what people prove themselves with besides a password: one-time links, the second factor."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class AccountLink(Base):
    """A link with which somebody sets their password, once. Only the SHA-256 of its secret is kept.

    ended_at: it was used, or another one took its place.
    """

    __tablename__ = "account_link"
    __table_args__ = (Index("ix_account_link_user_id", "user_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TwoFactor(Base):
    """The second factor of a person: a secret that they and we share, and from which codes are made (RFC 6238).

    sealed_secret: encrypted (`core.sealing`). confirmed_at: from then on a log-in asks for a code.
    last_step: the time step of the last code that counted; it and those before count no more.
    """

    __tablename__ = "two_factor"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0, server_default="0")


class RecoveryCode(Base):
    """A code that serves once in place of the second factor. Only its SHA-256 is kept; it is random."""

    __tablename__ = "recovery_code"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("two_factor.user_id", ondelete="CASCADE"), primary_key=True)
    code_sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    used_at: Mapped[datetime | None]
