"""Tables of campaigns: the plan, and the mail in each language."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Json, Key


class CampaignStatus(StrEnum):
    """Where a campaign is in its life."""

    PLANNED = "planned"
    APPROVED = "approved"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether something may still happen."""
        return self not in {CampaignStatus.ENDED, CampaignStatus.CANCELLED}


class CampaignNature(StrEnum):
    """What an agreed offer of the campaign becomes."""

    ORDER = "order"
    CONTRACT = "contract"
    BOTH = "both"


class Campaign(Base):
    """What is offered to whom, by whom, until when.

    segment: the conditions of `segments.Segment`, as text. answer_days: how long a contact may answer the mail before
    somebody calls. responsible: user name. started_count, contact_count: how far the start has come, for the progress.
    end_reason: why it was ended or cancelled by hand; None at its last day. currency: of every amount of the campaign.
    revision: counts changes; a stale form is refused.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_its_start"),
        CheckConstraint("estimated_cost >= 0", name="cost_not_negative"),
        CheckConstraint("estimated_revenue >= 0", name="revenue_not_negative"),
        CheckConstraint("answer_days BETWEEN 1 AND 90", name="answer_within_three_months"),
        Index("ix_campaign_starts_on", "starts_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    case_key: Mapped[Key | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(100))
    responsible: Mapped[str] = mapped_column(String(100))
    objectives: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    segment: Mapped[Json] = mapped_column(default=dict)
    currency: Mapped[str] = mapped_column(String(3))
    estimated_cost: Mapped[Decimal] = mapped_column(Numeric(18, 2), default=Decimal(0))
    estimated_revenue: Mapped[Decimal] = mapped_column(Numeric(18, 2), default=Decimal(0))
    nature: Mapped[CampaignNature] = mapped_column(default=CampaignNature.ORDER)
    answer_days: Mapped[int] = mapped_column(default=7)
    status: Mapped[CampaignStatus] = mapped_column(default=CampaignStatus.PLANNED)
    contact_count: Mapped[int] = mapped_column(default=0)
    started_count: Mapped[int] = mapped_column(default=0)
    end_reason: Mapped[str | None] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(String(100))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(default=0)
    mails: Mapped[list["CampaignMail"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="CampaignMail.language"
    )


class CampaignMail(Base):
    """What the contacts who read one language are written; placeholders are those of `mail_texts`."""

    __tablename__ = "campaign_mail"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
