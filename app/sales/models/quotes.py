"""Tables of quotes and their lines."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.core.word_index import words_index
from app.parties.models import Party
from app.sales.models.opportunities import Opportunity


class QuoteStatus(StrEnum):
    """Where a quote is in its life."""

    DRAFT = "draft"
    ISSUED = "issued"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    REVISED = "revised"
    NOT_CHOSEN = "not_chosen"

    @property
    def label(self) -> str:
        """In words."""
        return self.value.replace("_", " ")


class Quote(Base):
    """An offer to a party, open until its last valid day.

    Alternatives are quotes of one opportunity with the same revision, told apart by a letter; they are written and
    sent together, and the customer accepts one of them.

    number: given when it is issued; alternatives have that of the first with their letter behind, revisions with
    their count. revision_of_id: the quote that this one replaces. valid_days: what `valid_until` is made from.
    approved_by: user name of the manager who allowed the discount; None when nobody had to.
    """

    __tablename__ = "quote"
    __table_args__ = (
        CheckConstraint("total_net >= 0", name="total_not_negative"),
        CheckConstraint("total_gross = total_net + total_vat", name="totals_agree"),
        CheckConstraint("valid_days BETWEEN 1 AND 365", name="valid_within_a_year"),
        CheckConstraint(
            "status = 'draft' OR (number IS NOT NULL AND valid_until IS NOT NULL AND issued_on IS NOT NULL)",
            name="issued_has_number_and_dates",
        ),
        CheckConstraint("alternative ~ '^[A-E]$'", name="alternative_is_a_letter"),
        UniqueConstraint("opportunity_id", "revision", "alternative"),
        Index("ix_quote_party_id", "party_id"),
        Index("ix_quote_created_at", "created_at", "id"),
        Index("ix_quote_status", "status", "created_at", "id"),
        words_index("ix_quote_words", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    revision: Mapped[int] = mapped_column(default=1)
    alternative: Mapped[str] = mapped_column(String(1), default="A", server_default="A")
    revision_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("quote.id"), unique=True)
    case_key: Mapped[Key] = mapped_column(index=True)
    opportunity_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    price_list_id: Mapped[UUID] = mapped_column(ForeignKey("price_list.id"))
    status: Mapped[QuoteStatus] = mapped_column(default=QuoteStatus.DRAFT)
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[str] = mapped_column(String(2))
    salesperson: Mapped[str | None] = mapped_column(String(100))
    payment_terms_days: Mapped[int]
    notes: Mapped[str | None] = mapped_column(Text)
    valid_days: Mapped[int]
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    total_net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_vat: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_gross: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    highest_discount_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    approved_by: Mapped[str | None] = mapped_column(String(100))
    approval_note: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(200))
    answer_note: Mapped[str | None] = mapped_column(Text)
    loss_reason: Mapped[str | None] = mapped_column(ForeignKey("loss_reason.code"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    lines: Mapped[list["QuoteLine"]] = relationship(
        back_populates="quote", cascade="all, delete-orphan", lazy="raise", order_by="QuoteLine.position"
    )
    party: Mapped[Party] = relationship(lazy="raise")
    opportunity: Mapped[Opportunity] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """The number, or what stands in its place before it is issued."""
        return self.number or "Draft quote"

    @property
    def first_day_after(self) -> date:
        """The day on which it can no longer be accepted; only for an issued quote."""
        assert self.valid_until is not None
        return self.valid_until + timedelta(days=1)

    def has_lapsed(self, on: date) -> bool:
        """Whether the last valid day is over on this day."""
        return self.valid_until is not None and on > self.valid_until


class QuoteLine(Base):
    """One line of a quote. Name, price and tax are kept as they were when it was written.

    is_optional: offered beside the rest; not in the sums.
    """

    __tablename__ = "quote_line"
    __table_args__ = (
        UniqueConstraint("quote_id", "position"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
        CheckConstraint("discount_percent BETWEEN 0 AND 100", name="discount_is_a_percentage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quote.id"))
    position: Mapped[int]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
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
    is_optional: Mapped[bool] = mapped_column(default=False, server_default=false())
    quote: Mapped[Quote] = relationship(back_populates="lines", lazy="raise")
