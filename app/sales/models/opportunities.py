"""Tables of opportunities and the stages they went through."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.activities.models import Employee
from app.core.db import Base, Key
from app.core.word_index import words_index
from app.parties.models import Party


class Stage(StrEnum):
    """How far a negotiation has come; the value is what papers and lists show first."""

    PRESENTATION = "1"
    OFFER = "2"
    NEGOTIATION = "3"
    SALE = "4"
    LOST = "X"

    @property
    def label(self) -> str:
        """Number and word, such as `2 Offer`."""
        return f"{self.value} {self.name.capitalize()}"

    @property
    def is_open(self) -> bool:
        """Whether the negotiation goes on."""
        return self not in {Stage.SALE, Stage.LOST}


class SaleType(StrEnum):
    """By which way we sell."""

    DIRECT = "direct"
    INTERMEDIARY = "intermediary"
    SERVICES = "services"


class Opportunity(Base):
    """A negotiation, from the first presentation to the sale or the loss.

    potential: how promising it is, by the decision `stage_potential`. sales_rep: user name.
    """

    __tablename__ = "opportunity"
    __table_args__ = (
        CheckConstraint("probability_percent BETWEEN 0 AND 100", name="probability_is_a_percentage"),
        CheckConstraint("estimated_revenue >= 0", name="revenue_not_negative"),
        Index("ix_opportunity_party_id", "party_id"),
        Index("ix_opportunity_opened_at", "opened_at", "id"),
        Index("ix_opportunity_stage", "stage", "opened_at", "id"),
        words_index("ix_opportunity_words", "number", "subject"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    case_key: Mapped[Key] = mapped_column(unique=True)
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"), unique=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    subject: Mapped[str] = mapped_column(String(200))
    sale_type: Mapped[SaleType] = mapped_column(default=SaleType.DIRECT)
    stage: Mapped[Stage]
    potential: Mapped[str] = mapped_column(String(20))
    probability_percent: Mapped[int]
    expected_signing_on: Mapped[date | None]
    estimated_revenue: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3))
    sales_rep: Mapped[str | None] = mapped_column(String(100), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    loss_reason: Mapped[str | None] = mapped_column(ForeignKey("loss_reason.code"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    party: Mapped[Party] = relationship(lazy="raise")
    stages: Mapped[list["StageChange"]] = relationship(
        back_populates="opportunity", lazy="raise", order_by="StageChange.at"
    )


class StageChange(Base):
    """One step of a negotiation. Rows are added, never changed.

    delegate: user name of who goes on with it; delegate_id: of the personnel register, when they have no account.
    follow_up_on: the term of the task that the delegate gets.
    """

    __tablename__ = "stage_change"
    __table_args__ = (Index("ix_stage_change_opportunity_id", "opportunity_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    opportunity_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity.id"))
    stage: Mapped[Stage]
    potential: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    loss_reason: Mapped[str | None] = mapped_column(ForeignKey("loss_reason.code"))
    delegate: Mapped[str | None] = mapped_column(String(100))
    delegate_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    follow_up_on: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))
    opportunity: Mapped[Opportunity] = relationship(back_populates="stages", lazy="raise")
    employee: Mapped[Employee | None] = relationship(lazy="raise")
