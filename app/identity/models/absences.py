"""The table of absences: when people are away, and who stands in for them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class AbsenceKind(StrEnum):
    """Why somebody is away."""

    HOLIDAY = "holiday"
    ILLNESS = "illness"
    TRAINING = "training"
    OTHER = "other"


class Absence(Base):
    """Whole days on which somebody is away, the first and the last included. Two of one person never overlap.

    The one truth about it: planning and substitution both read it. employee_id: the person's row in the personnel
    register; user_name: their account; one of the two, or both. substitute: user name of whoever gets their tasks
    meanwhile. handed_over_at: when the tasks that were open already went there; None is still to come.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("employee_id IS NOT NULL OR user_name IS NOT NULL", name="of_somebody"),
        CheckConstraint("substitute IS DISTINCT FROM user_name OR substitute IS NULL", name="substitute_is_another"),
        Index("ix_absence_employee_id", "employee_id", "starts_on"),
        Index("ix_absence_user_name", "user_name", "starts_on", postgresql_where=text("user_name IS NOT NULL")),
        Index("ix_absence_days", "starts_on", "ends_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    employee_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    user_name: Mapped[str | None] = mapped_column(String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    kind: Mapped[AbsenceKind]
    substitute: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(String(200))
    handed_over_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
