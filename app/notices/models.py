"""Tables of what people are told: notices in the application, reminders that were and will be sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.core.reminders import Channel
from app.engine.models import UserTask


class Notice(Base):
    """One thing that one person is told in the application. `key` is its cause: the same is told once.

    href: where it leads, a path of our own. case_key: the case it belongs to; no foreign key, since a step may tell
    of a case whose row is not written yet.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_name", "key"),
        Index("ix_notice_of_person", "user_name", text("created_at DESC"), text("id DESC")),
        Index("ix_notice_unread", "user_name", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    user_name: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(500))
    href: Mapped[str] = mapped_column(String(500))
    case_key: Mapped[Key | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(255))
    read_at: Mapped[datetime | None]


class ReminderState(StrEnum):
    """How far a reminder came. SENDING: claimed, its mail is written and on its way. DROPPED: not needed any more."""

    PLANNED = "PLANNED"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"
    DROPPED = "DROPPED"


class Reminder(Base):
    """One reminder: a task, a person, how long before the due date, on which way.

    remind_offset: in the notation of `core.reminders`. planned_for: when it is to go; fixed.
    next_at: when the clock looks at it next; None once it is over. lease_until: a worker has its mail in hand.
    as_candidate: the task was offered to the person, not given.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("task_key", "recipient", "remind_offset", "channel", "planned_for"),
        Index("ix_reminder_next", "next_at", "key", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_reminder_next_of", "recipient", "next_at", "key", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_reminder_sent", text("sent_at DESC"), text("key DESC"), postgresql_where=text("sent_at IS NOT NULL")),
        Index(
            "ix_reminder_sent_of",
            "recipient",
            text("sent_at DESC"),
            text("key DESC"),
            postgresql_where=text("sent_at IS NOT NULL"),
        ),
        Index("ix_reminder_failed", text("planned_for DESC"), "key", postgresql_where=text("state = 'FAILED'")),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    task_key: Mapped[Key] = mapped_column(ForeignKey("user_task.key"))
    recipient: Mapped[str] = mapped_column(String(255))
    as_candidate: Mapped[bool] = mapped_column(default=False)
    remind_offset: Mapped[str] = mapped_column(String(5))
    channel: Mapped[Channel]
    planned_for: Mapped[datetime]
    next_at: Mapped[datetime | None]
    state: Mapped[ReminderState] = mapped_column(default=ReminderState.PLANNED)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    task: Mapped[UserTask] = relationship(lazy="raise")
