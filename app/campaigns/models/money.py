"""Tables of what a campaign cost and brought: the lines of its two grids, all without VAT."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class CostDocument(StrEnum):
    """What a cost is known by."""

    PURCHASE_INVOICE = "purchase_invoice"
    FISCAL_RECEIPT = "fiscal_receipt"
    EXPENSE_REPORT = "expense_report"
    ACCOUNTING_NOTE = "accounting_note"
    CONSUMPTION = "consumption"
    PAYMENT = "payment"

    @property
    def label(self) -> str:
        """As people call it."""
        return self.value.replace("_", " ").capitalize()


class RevenueSource(StrEnum):
    """Where a line of revenue comes from: a record of ours, or what somebody entered."""

    ORDER = "order"
    CONTRACT = "contract"
    INVOICE = "invoice"
    ENTERED = "entered"


class CampaignCost(Base):
    """One realised cost.

    value: without VAT, in the currency of the campaign, from `amount` in `currency` by the rate of the day.
    source_type, source_id: the record of ours that it was taken from; it counts once, for one campaign.
    """

    __tablename__ = "campaign_cost"
    __table_args__ = (
        CheckConstraint("value >= 0", name="value_not_negative"),
        UniqueConstraint("campaign_id", "position"),
        UniqueConstraint("source_type", "source_id"),
        Index("ix_campaign_cost_document_on", "campaign_id", "document_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    document: Mapped[CostDocument]
    document_number: Mapped[str] = mapped_column(String(60))
    document_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3))
    value: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    partner: Mapped[str] = mapped_column(String(200))
    source_type: Mapped[str | None] = mapped_column(String(60))
    source_id: Mapped[UUID | None]
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(100))


class CampaignRevenue(Base):
    """One document of revenue.

    Of an order, a contract or an invoice of ours only the link is kept: accepted and invoiced are read from them, at
    `exchange_rate`: what one unit of their currency is in that of the campaign.
    accepted, invoiced: of an entered line, without VAT, in the currency of the campaign; else None.
    """

    __tablename__ = "campaign_revenue"
    __table_args__ = (
        CheckConstraint("(source = 'entered') = (source_id IS NULL)", name="entered_has_no_source"),
        CheckConstraint("accepted >= 0", name="accepted_not_negative"),
        CheckConstraint("invoiced >= 0", name="invoiced_not_negative"),
        UniqueConstraint("campaign_id", "position"),
        UniqueConstraint("source", "source_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    source: Mapped[RevenueSource]
    source_id: Mapped[UUID | None]
    document: Mapped[str] = mapped_column(String(60))
    document_number: Mapped[str] = mapped_column(String(60))
    document_on: Mapped[date]
    partner: Mapped[str] = mapped_column(String(200))
    accepted: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    invoiced: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    exchange_rate: Mapped[Decimal] = mapped_column(Numeric(18, 8), default=Decimal(1))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(100))
