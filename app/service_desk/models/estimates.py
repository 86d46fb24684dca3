"""Tables of estimates and their lines."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.service_desk.models.requests import ServiceRequest


class EstimateStatus(StrEnum):
    """Where an estimate is in its life."""

    DRAFT = "draft"
    ISSUED = "issued"


class LineKind(StrEnum):
    """What a line charges."""

    LABOUR = "labour"
    PART = "part"
    TRAVEL = "travel"
    OTHER = "other"


class Estimate(Base):
    """What the work for a request costs the customer (*deviz*). A request has one; until it is issued it is a draft.

    hours_by_reports, hours_by_times: the two ways to count; the first one counts when there are reports.
    approved_by: user name of the manager who allowed it; None when nobody had to.
    """

    __tablename__ = "estimate"
    __table_args__ = (
        CheckConstraint("total_gross = total_net + total_vat", name="totals_agree"),
        CheckConstraint("total_net >= 0", name="total_not_negative"),
        CheckConstraint("status = 'draft' OR (number IS NOT NULL AND issued_on IS NOT NULL)", name="issued_has_number"),
        Index("ix_estimate_party_id", "party_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"), unique=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    status: Mapped[EstimateStatus] = mapped_column(default=EstimateStatus.DRAFT)
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[str] = mapped_column(String(2))
    payment_terms_days: Mapped[int]
    issued_on: Mapped[date | None]
    hours_by_reports: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    hours_by_times: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    total_net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_vat: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_gross: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    approved_by: Mapped[str | None] = mapped_column(String(100))
    approval_note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    request: Mapped[ServiceRequest] = relationship(lazy="raise")
    lines: Mapped[list["EstimateLine"]] = relationship(
        back_populates="estimate", cascade="all, delete-orphan", lazy="raise", order_by="EstimateLine.position"
    )

    @property
    def label(self) -> str:
        """The number, or what stands in its place before it is issued."""
        return self.number or "Draft estimate"


class EstimateLine(Base):
    """One line of an estimate; one that a contract covers has a discount of 100 % and says why.

    source_type, source_id: what it charges, such as a work report or a part of one.
    """

    __tablename__ = "estimate_line"
    __table_args__ = (
        UniqueConstraint("estimate_id", "position"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
        CheckConstraint("discount_percent BETWEEN 0 AND 100", name="discount_is_a_percentage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    estimate_id: Mapped[UUID] = mapped_column(ForeignKey("estimate.id"))
    position: Mapped[int]
    kind: Mapped[LineKind]
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    discount_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    tax_name: Mapped[str] = mapped_column(String(100))
    tax_rate_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    tax_note: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(300), default="")
    source_type: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[UUID]
    estimate: Mapped[Estimate] = relationship(back_populates="lines", lazy="raise")
