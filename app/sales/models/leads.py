"""Tables of leads and of the reasons why business is lost."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.parties.models import Party


class LeadSource(StrEnum):
    """How we heard of the interest."""

    WEB = "web"
    PHONE = "phone"
    EMAIL = "email"
    FAIR = "fair"
    REFERRAL = "referral"
    CAMPAIGN = "campaign"
    OTHER = "other"


class LeadStatus(StrEnum):
    """Where a lead is in its life."""

    NEW = "new"
    NOT_NOW = "not_now"
    QUALIFIED = "qualified"
    LOST = "lost"


class LossReason(Base):
    """Why business is lost, as the register has it; one no longer used stays for what it explains."""

    __tablename__ = "loss_reason"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    is_used: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class Lead(Base):
    """Interest somebody showed. Case and lead belong together one to one.

    interest: which of our activities interest the party. message: what they wrote, word for word.
    campaign: its name as a form gave it; campaign_id: one of ours.
    """

    __tablename__ = "lead"
    __table_args__ = (
        CheckConstraint("estimated_revenue >= 0", name="revenue_not_negative"),
        Index("ix_lead_party_id", "party_id"),
        Index("ix_lead_created_at", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_key: Mapped[Key] = mapped_column(unique=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    source: Mapped[LeadSource] = mapped_column(default=LeadSource.OTHER)
    campaign: Mapped[str | None] = mapped_column(String(100))
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    interest: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str | None] = mapped_column(Text)
    competitors: Mapped[str | None] = mapped_column(Text)
    service_contact: Mapped[str | None] = mapped_column(String(200))
    estimated_revenue: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    status: Mapped[LeadStatus] = mapped_column(default=LeadStatus.NEW)
    follow_up_on: Mapped[date | None]
    loss_reason: Mapped[str | None] = mapped_column(ForeignKey("loss_reason.code"))
    loss_note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    closed_at: Mapped[datetime | None]
    party: Mapped[Party] = relationship(lazy="raise")
