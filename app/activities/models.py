"""Tables of people at work: employees, activity types, appointments, tasks asked and their answers."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Numeric, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.identity.models import Absence
from app.parties.names import initials_of


class Employee(Base):
    """Somebody who works for us; a row of the personnel register.

    user_name: of the person's account; None for somebody who does not log in and is reached by mail.
    weekdays: on which days they work, Monday is 0. hourly_cost: what an hour costs us, in `currency`.
    left_on: their last day; later they are not planned any more. revision: a stale form is refused.
    """

    __tablename__ = "employee"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_not_empty"),
        CheckConstraint("hours_per_day > 0 AND hours_per_day <= 24", name="hours_within_a_day"),
        CheckConstraint("hourly_cost >= 0", name="cost_not_negative"),
        Index("ix_employee_name", "name", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_name: Mapped[str | None] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    function: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    hours_per_day: Mapped[Decimal] = mapped_column(Numeric(4, 2), default=Decimal(8))
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=lambda: [0, 1, 2, 3, 4])
    hourly_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(default=0)
    absences: Mapped[list[Absence]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by=Absence.starts_on.desc()
    )

    @property
    def initials(self) -> str:
        """Two letters for the circle beside the name."""
        return initials_of(self.name)


class ActivityType(Base):
    """What work is called: travel, repair, call … `is_billable` proposes whether the customer pays for it.

    is_used: one no longer used stays for the work it explains.
    """

    __tablename__ = "activity_type"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    is_billable: Mapped[bool] = mapped_column(default=True)
    is_used: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class Appointment(Base):
    """Time of a person that is spoken for. Two of one person that stand never overlap.

    user_name: whose time it is. href: where it is explained. source_type, source_id: what it was planned for;
    such a source has one appointment per person that stands. cancelled_at: from then on the time is free again.
    revision: counts moves; a stale form is refused.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("ends_at <= starts_at + interval '31 days'", name="at_most_a_month"),
        Index("ix_appointment_person", "user_name", "starts_at", postgresql_where=text("cancelled_at IS NULL")),
        Index("ix_appointment_starts_at", "starts_at", "id", postgresql_where=text("cancelled_at IS NULL")),
        Index("ix_appointment_case_key", "case_key", postgresql_where=text("case_key IS NOT NULL")),
        Index("ix_appointment_party_id", "party_id", "starts_at", postgresql_where=text("party_id IS NOT NULL")),
        Index(
            "uq_appointment_source",
            "source_type",
            "source_id",
            "user_name",
            unique=True,
            postgresql_where=text("cancelled_at IS NULL AND source_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_name: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    href: Mapped[str] = mapped_column(String(500), default="")
    case_key: Mapped[Key | None]
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    source_type: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    cancelled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)


class AskedTask(Base):
    """What a person asked of others or of themselves; a case of the process `task`.

    author: user name. about_case_key: the case that it was asked from. planned_from, planned_until: the time it
    should take place, if any.
    """

    __tablename__ = "asked_task"
    __table_args__ = (
        Index("ix_asked_task_author", "author", "asked_at", "case_key"),
        Index("ix_asked_task_about_case_key", "about_case_key", postgresql_where=text("about_case_key IS NOT NULL")),
    )

    case_key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    author: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"), index=True)
    about_case_key: Mapped[Key | None]
    due_at: Mapped[datetime | None]
    planned_from: Mapped[datetime | None]
    planned_until: Mapped[datetime | None]
    wants_answer: Mapped[bool]
    asked_at: Mapped[datetime]

    @property
    def title(self) -> str:
        """Its first line."""
        return self.text.splitlines()[0][:120]

    @property
    def planned(self) -> tuple[datetime, datetime] | None:
        """From when to when it should take place, if it needs a time."""
        return (self.planned_from, self.planned_until) if self.planned_from and self.planned_until else None


class Outcome(StrEnum):
    """What became of a task at the hands of one person."""

    DONE = "done"
    DECLINED = "declined"
    HANDED_ON = "handed_on"


class TaskAnswer(Base):
    """What one person said to a task: how it was solved, why it was declined, to whom it was handed on.

    step_key: the element instance that recorded it; the same step is recorded once.
    seen_at: when the author looked at it; until then it is new. An answer to oneself, and one that comes as a task
    to its author, is not new here.
    """

    __tablename__ = "task_answer"
    __table_args__ = (
        Index("ix_task_answer_case_key", "case_key", "answered_at"),
        Index("ix_task_answer_new", "author", "answered_at", postgresql_where=text("seen_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    step_key: Mapped[Key] = mapped_column(unique=True)
    case_key: Mapped[Key] = mapped_column(ForeignKey("asked_task.case_key"))
    author: Mapped[str] = mapped_column(String(100))
    answered_by: Mapped[str] = mapped_column(String(100))
    outcome: Mapped[Outcome]
    solution: Mapped[str | None] = mapped_column(Text)
    observations: Mapped[str | None] = mapped_column(Text)
    handed_to: Mapped[str | None] = mapped_column(String(100))
    answered_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
