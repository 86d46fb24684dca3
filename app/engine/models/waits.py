"""What cases wait for: people, jobs, times, messages."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Json, Key
from app.core.word_index import words_index
from app.engine.models.instances import ProcessInstance


class TaskState(StrEnum):
    """Where a user task is in its life; the names are those of Camunda 8."""

    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


class UserTask(Base):
    """What a person is asked to do. Its key is that of its element instance.

    meant_for: user name of somebody who is away; the assignee stands in for them.
    draft: form values saved but not yet sent. priority: 0 to 100, higher is sooner.
    reminders, reminder_channels: the task's own, in the notation of `core.reminders` such as `3,1,0` and
    `message,mail`; None is as its person, else the company, has it.
    revision: counts changes; a stale claim or completion is refused.
    """

    __tablename__ = "user_task"
    __table_args__ = (
        Index("ix_user_task_assignee", "assignee", "due_at", "key", postgresql_where=text("state = 'CREATED'")),
        Index("ix_user_task_due", "due_at", "key", postgresql_where=text("state = 'CREATED'")),
        Index(
            "ix_user_task_groups",
            "candidate_groups",
            postgresql_using="gin",
            postgresql_where=text("state = 'CREATED'"),
        ),
        Index(
            "ix_user_task_candidate_users",
            "candidate_users",
            postgresql_using="gin",
            postgresql_where=text("state = 'CREATED'"),
        ),
        Index("ix_user_task_priority", text("priority DESC"), "key", postgresql_where=text("state = 'CREATED'")),
        Index(
            "ix_user_task_created",
            text("created_at DESC"),
            text("key DESC"),
            postgresql_where=text("state = 'CREATED'"),
        ),
        Index(
            "ix_user_task_follow_up",
            "follow_up_at",
            "key",
            postgresql_where=text("state = 'CREATED' AND follow_up_at IS NOT NULL"),
        ),
        Index(
            "ix_user_task_meant_for",
            "meant_for",
            postgresql_where=text("state = 'CREATED' AND meant_for IS NOT NULL"),
        ),
        Index("ix_user_task_had", "assignee", postgresql_where=text("assignee IS NOT NULL")),
        Index("ix_user_task_completed_by", "completed_by", postgresql_where=text("completed_by IS NOT NULL")),
        Index("ix_user_task_ended", "ended_at", postgresql_where=text("state = 'COMPLETED'")),
        Index("ix_user_task_instance_key", "instance_key"),
        words_index("ix_user_task_words", "name", where=text("state = 'CREATED'")),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key] = mapped_column(ForeignKey("process_instance.key"))
    definition_key: Mapped[Key]
    process_id: Mapped[str]
    element_id: Mapped[str]
    name: Mapped[str]
    form_key: Mapped[Key | None]
    assignee: Mapped[str | None]
    meant_for: Mapped[str | None]
    candidate_groups: Mapped[list[str]] = mapped_column(ARRAY(Text))
    candidate_users: Mapped[list[str]] = mapped_column(ARRAY(Text))
    state: Mapped[TaskState]
    priority: Mapped[int]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    reminders: Mapped[str | None]
    reminder_channels: Mapped[str | None]
    headers: Mapped[Json]
    draft: Mapped[Json | None]
    draft_by: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    completed_by: Mapped[str | None]
    instance: Mapped[ProcessInstance] = relationship(lazy="raise")


class JobState(StrEnum):
    """Where a job is in its life.

    LATE: finished by a worker after its element was gone; kept, not applied.
    """

    CREATED = "CREATED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    ERROR_THROWN = "ERROR_THROWN"
    CANCELED = "CANCELED"
    LATE = "LATE"


class Job(Base):
    """Work for a machine. The row is the truth; messages only carry its key.

    queue: of our own workers; None leaves the job to outside workers by the API.
    available_at: not before this time (back-off). lease_token, lease_until: who may finish it, and until when.
    losses: workers that had it and did not come back; they cost no retry, but not without end.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_waiting",
            "type",
            "available_at",
            "key",
            postgresql_where=text("state IN ('CREATED', 'RUNNING')"),
        ),
        Index("ix_job_sweep", "lease_until", postgresql_where=text("state IN ('CREATED', 'RUNNING')")),
        Index("ix_job_available", "available_at", "key", postgresql_where=text("state = 'CREATED'")),
        Index("ix_job_instance_key", "instance_key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key] = mapped_column(ForeignKey("process_instance.key"))
    definition_key: Mapped[Key]
    process_id: Mapped[str]
    element_id: Mapped[str]
    element_instance_key: Mapped[Key]
    type: Mapped[str]
    queue: Mapped[str | None]
    headers: Mapped[Json]
    state: Mapped[JobState]
    priority: Mapped[int] = mapped_column(default=50)
    retries: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    losses: Mapped[int] = mapped_column(default=0)
    available_at: Mapped[datetime]
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None] = mapped_column(Text)
    error_trace: Mapped[str | None] = mapped_column(Text, deferred=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TimerKind(StrEnum):
    """What a timer does when it is due."""

    CATCH = "CATCH"
    BOUNDARY = "BOUNDARY"
    EVENT_GATEWAY = "EVENT_GATEWAY"
    EVENT_SUB_PROCESS = "EVENT_SUB_PROCESS"
    START = "START"


class Timer(Base):
    """A moment at which a case goes on, or begins.

    repetitions: how many more times after this one; -1 without end. interval: ISO 8601 duration of a cycle.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_due", "due_at", "key", postgresql_where=text("fired_at IS NULL AND cancelled_at IS NULL")),
        Index("ix_timer_instance_key", "instance_key"),
        Index("ix_timer_definition_key", "definition_key", postgresql_where=text("instance_key IS NULL")),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"))
    definition_key: Mapped[Key]
    element_id: Mapped[str]
    element_instance_key: Mapped[Key | None]
    kind: Mapped[TimerKind]
    due_at: Mapped[datetime]
    interval: Mapped[str | None]
    repetitions: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class SubscriptionKind(StrEnum):
    """What a message does when it comes."""

    CATCH = "CATCH"
    BOUNDARY = "BOUNDARY"
    EVENT_GATEWAY = "EVENT_GATEWAY"
    EVENT_SUB_PROCESS = "EVENT_SUB_PROCESS"
    START = "START"


class MessageSubscription(Base):
    """A case, or a definition, that waits for a message. The correlation key was fixed on entry."""

    __tablename__ = "message_subscription"
    __table_args__ = (
        Index("ix_message_subscription_open", "name", "correlation_key", postgresql_where=text("closed_at IS NULL")),
        Index("ix_message_subscription_instance_key", "instance_key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"))
    definition_key: Mapped[Key]
    element_id: Mapped[str]
    element_instance_key: Mapped[Key | None]
    kind: Mapped[SubscriptionKind]
    name: Mapped[str]
    correlation_key: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Message(Base):
    """A message that was published; until it expires it reaches one case of each process that waits for it.

    correlated_at, instance_key: the first case that it reached; all of them are in `MessageCorrelation`.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("uq_message_message_id", "name", "correlation_key", "message_id", unique=True),
        Index("ix_message_waiting", "name", "correlation_key", postgresql_where=text("correlated_at IS NULL")),
        Index("ix_message_kept", "name", "correlation_key", "expires_at"),
        Index("ix_message_published_at", "published_at"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    correlation_key: Mapped[str]
    message_id: Mapped[str | None]
    variables: Mapped[Json]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    expires_at: Mapped[datetime]
    correlated_at: Mapped[datetime | None]
    instance_key: Mapped[Key | None]


class MessageCorrelation(Base):
    """A message reached a case; at most one of each process."""

    __tablename__ = "message_correlation"
    __table_args__ = (Index("ix_message_correlation_instance_key", "instance_key"),)

    message_key: Mapped[Key] = mapped_column(ForeignKey("message.key", ondelete="CASCADE"), primary_key=True)
    process_id: Mapped[str] = mapped_column(primary_key=True)
    instance_key: Mapped[Key]
    element_id: Mapped[str]
    correlated_at: Mapped[datetime]
