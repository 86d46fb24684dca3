"""Running and finished cases: the instance row, its history, its incidents."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.core.word_index import words_index
from app.engine.models.definitions import ProcessDefinition

LONGEST_TITLE = 200


class InstanceState(StrEnum):
    """Where a case is in its life; the names are those of Camunda 8."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


class ElementState(StrEnum):
    """Where one passage through an element is in its life."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


class IncidentKind(StrEnum):
    """Why a case cannot go on by itself; the names are those of Camunda 8 where it has one."""

    JOB_NO_RETRIES = "JOB_NO_RETRIES"
    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    CONDITION_ERROR = "CONDITION_ERROR"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    UNHANDLED_ERROR_EVENT = "UNHANDLED_ERROR_EVENT"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    HANDLER_ERROR = "HANDLER_ERROR"
    STEP_BUDGET_EXCEEDED = "STEP_BUDGET_EXCEEDED"
    TIMER_ERROR = "TIMER_ERROR"
    UNSPECIFIED = "UNSPECIFIED"


class ProcessInstance(Base):
    """A case. The row is the instance: whoever changes it holds its lock.

    state_data: task tree and scopes, compressed (`engine.state`); None once ended.
    revision: counts committed changes; a stale one is refused.
    subject_id, subject_name, title: what the case is about, for lists; the engine does not read them.
    trail_seq, trail_head: head of this case's chain in the trail.
    changed_at: when its tokens moved last, to the minute, so that a burst of steps costs no index anything.
    stuck_since: since when it runs with nothing to wait for (`engine.operations.stuck`); None for a case that is well.
    """

    __tablename__ = "process_instance"
    __table_args__ = (
        Index("ix_process_instance_started", "state", "started_at", "key"),
        Index("ix_process_instance_age", "started_at", "key"),
        Index("ix_process_instance_definition", "definition_key", "state", "started_at", "key"),
        Index("ix_process_instance_process", "process_id", "state", "started_at", "key"),
        Index("ix_process_instance_changed", "state", "changed_at", "key"),
        Index("ix_process_instance_stuck", "stuck_since", postgresql_where=text("stuck_since IS NOT NULL")),
        Index("ix_process_instance_subject_id", "subject_id"),
        Index("ix_process_instance_business_key", "business_key"),
        Index("ix_process_instance_incident", "started_at", postgresql_where=text("incident_count > 0")),
        Index("uq_process_instance_start_key", "start_key", unique=True),
        words_index("ix_process_instance_words", "title", "subject_name", "business_key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    definition_key: Mapped[Key] = mapped_column(ForeignKey("process_definition.key"))
    process_id: Mapped[str]
    business_key: Mapped[str | None]
    title: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    subject_name: Mapped[str | None]
    state: Mapped[InstanceState]
    state_data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    revision: Mapped[int] = mapped_column(default=0)
    incident_count: Mapped[int] = mapped_column(default=0)
    start_key: Mapped[str | None]  # idempotency key of the start
    parent_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"), index=True)
    parent_element_key: Mapped[Key | None]
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    stuck_since: Mapped[datetime | None]
    trail_seq: Mapped[int] = mapped_column(default=0)
    trail_head: Mapped[bytes | None] = mapped_column(LargeBinary)
    definition: Mapped[ProcessDefinition] = relationship(lazy="raise")

    @property
    def names(self) -> tuple[str | None, ...]:
        """What the case is called, in messages about it."""
        return self.subject_name, self.title, self.business_key


def shortened(title: str | None) -> str | None:
    """As the columns for lists take it."""
    return None if title is None else title[:LONGEST_TITLE]


class ElementInstance(Base):
    """One passage of a token through an element: the history of a case.

    incoming_flows: ids of the sequence flows by which the token came.
    """

    __tablename__ = "element_instance"
    __table_args__ = (
        Index("ix_element_instance_case", "instance_key", "key"),
        Index("ix_element_instance_active", "instance_key", "element_id", postgresql_where=text("state = 'ACTIVE'")),
        Index("ix_element_instance_standing", "element_id", "instance_key", postgresql_where=text("state = 'ACTIVE'")),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key] = mapped_column(ForeignKey("process_instance.key"))
    scope_key: Mapped[Key | None]
    element_id: Mapped[str]
    element_name: Mapped[str | None]
    element_type: Mapped[str]
    incoming_flows: Mapped[list[str]] = mapped_column(ARRAY(Text))
    state: Mapped[ElementState]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Incident(Base):
    """Why a case cannot go on by itself, until somebody mends it.

    cause: the same for incidents that one act may mend (`engine.causes`); empty before causes were kept.
    retry_asked_at, retry_asked_by, retry_reason: somebody asked for a try of many; the clock does them one by one.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_cause", "cause", "created_at", "key", postgresql_where=text("resolved_at IS NULL")),
        Index(
            "ix_incident_retry_asked",
            "retry_asked_at",
            "key",
            postgresql_where=text("retry_asked_at IS NOT NULL AND resolved_at IS NULL"),
        ),
        Index("ix_incident_open", "created_at", "key", postgresql_where=text("resolved_at IS NULL")),
        Index("ix_incident_instance_key", "instance_key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key] = mapped_column(ForeignKey("process_instance.key"))
    element_id: Mapped[str]
    element_instance_key: Mapped[Key | None]
    job_key: Mapped[Key | None]
    kind: Mapped[IncidentKind]
    message: Mapped[str] = mapped_column(Text)
    technical_trace: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    process_id: Mapped[str | None]
    job_type: Mapped[str | None]
    cause: Mapped[str] = mapped_column(String(32), server_default="")
    retry_asked_at: Mapped[datetime | None]
    retry_asked_by: Mapped[str | None]
    retry_reason: Mapped[str | None] = mapped_column(Text)
