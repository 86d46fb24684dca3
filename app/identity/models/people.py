"""People and how they prove who they are: users, groups, sessions, tokens, delays after wrong passwords."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Theme(StrEnum):
    """Light or dark; AUTO follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class User(Base):
    """A person who may log in.

    user_name: never changes; engine, trail and diagrams know the person by it.
    password_until: the password was given by an administrator and must be changed at the first log-in, until then.
    roles: ids of roles, shipped (`identity.roles`) or the company's own; a diagram never grants a right.
    last_seen_at: written at most once a minute.
    reminder_offsets, reminder_channels: in the notation of `core.reminders`; None is as the company has it.
    """

    __tablename__ = "user_account"
    __table_args__ = (Index("ix_user_account_display_name", "display_name", "user_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_name: Mapped[str] = mapped_column(String(100), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    password_hash: Mapped[str]
    password_until: Mapped[datetime | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    locale: Mapped[str] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(String(60))
    theme: Mapped[Theme] = mapped_column(default=Theme.AUTO)
    reminder_offsets: Mapped[str | None] = mapped_column(String(60))
    reminder_channels: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]


class Group(Base):
    """People who share work; diagrams name its id as candidate group."""

    __tablename__ = "user_group"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class Membership(Base):
    """A user is in a group."""

    __tablename__ = "group_membership"
    __table_args__ = (Index("ix_group_membership_group_id", "group_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("user_group.id"), primary_key=True)


class UserSession(Base):
    """One log-in in one browser. Only the SHA-256 of its cookie is kept.

    last_seen_at: written at most once a minute.
    """

    __tablename__ = "user_session"
    __table_args__ = (
        Index("ix_user_session_open", "user_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_user_session_seen", "last_seen_at", "id", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(100))
    agent: Mapped[str] = mapped_column(String(300))


class ApiToken(Base):
    """A secret with which a program acts as its user. Only its SHA-256 is kept."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_user_id", "user_id"), Index("ix_api_token_created_at", "created_at", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LogInDelay(Base):
    """Wrong passwords of late for one account from one address; an empty user name counts the whole address."""

    __tablename__ = "log_in_delay"

    user_name: Mapped[str] = mapped_column(String(100), primary_key=True)
    address: Mapped[str] = mapped_column(String(100), primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
