"""What decisions were asked in cases, and what they answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json, Key


class DecisionEvaluation(Base):
    """One answer of a decision to a case.

    inputs: the variables that the decision names, by name; only those that the case had.
    hits: for each table asked its `table_id`, `name`, `inputs` by column and `rules`, those that matched, each
    with `number`, `rule_id` and `outputs`.
    failure: why there is no answer; the case has an incident then.
    """

    __tablename__ = "decision_evaluation"
    __table_args__ = (
        Index("ix_decision_evaluation_case", "instance_key", "key"),
        Index("ix_decision_evaluation_decision", "decision_id", "evaluated_at", "key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key] = mapped_column(ForeignKey("process_instance.key"))
    element_instance_key: Mapped[Key]
    element_id: Mapped[str]
    decision_key: Mapped[Key]
    decision_id: Mapped[str]
    version: Mapped[int]
    inputs: Mapped[Json]
    hits: Mapped[list[Json]] = mapped_column(JSONB)
    answer: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)  # Any: JSON of any shape
    warnings: Mapped[list[str]] = mapped_column(ARRAY(Text))
    failure: Mapped[str | None] = mapped_column(Text)
    evaluated_at: Mapped[datetime]
