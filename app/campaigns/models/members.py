"""Table of the parties of a campaign and how far each came."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.campaigns.models.campaigns import Campaign
from app.core.db import Base, Key
from app.parties.models import Party


class MemberState(StrEnum):
    """How far a party of a campaign has come."""

    SELECTED = "selected"
    EXCLUDED = "excluded"
    STARTED = "started"
    MAILED = "mailed"
    ANSWERED = "answered"
    CALLED = "called"
    OPPORTUNITY = "opportunity"
    OPTED_OUT = "opted_out"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_waiting(self) -> bool:
        """Whether its case still waits for something."""
        return self in {MemberState.STARTED, MemberState.MAILED}


class Answer(StrEnum):
    """What a contact said."""

    INTERESTED = "interested"
    NOT_INTERESTED = "not_interested"
    OPTED_OUT = "opted_out"


class CampaignMember(Base):
    """A party of a campaign. The case of `campaign_contact` and the row belong together one to one.

    reason: why it was left out or failed. salesperson: user name of who calls and sells.
    opportunity_case_key: the case of `lead_to_order` that came of it.
    """

    __tablename__ = "campaign_member"
    __table_args__ = (
        UniqueConstraint("campaign_id", "party_id"),
        Index("ix_campaign_member_state", "campaign_id", "state", "id"),
        Index("ix_campaign_member_party_id", "party_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    state: Mapped[MemberState] = mapped_column(default=MemberState.SELECTED)
    reason: Mapped[str | None] = mapped_column(Text)
    salesperson: Mapped[str | None] = mapped_column(String(100))
    answer: Mapped[Answer | None]
    note: Mapped[str | None] = mapped_column(Text)
    case_key: Mapped[Key | None] = mapped_column(unique=True)
    opportunity_case_key: Mapped[Key | None] = mapped_column(unique=True)
    mailed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    party: Mapped[Party] = relationship(lazy="raise")
    campaign: Mapped[Campaign] = relationship(lazy="raise")
