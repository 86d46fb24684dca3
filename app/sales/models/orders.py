"""Tables of orders and their lines."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing.models import Invoice
from app.core.db import Base, Key
from app.core.word_index import words_index
from app.parties.models import Party
from app.sales.models.quotes import Quote


class OrderStatus(StrEnum):
    """Where an order is in its life."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    CLOSED = "closed"


class Order(Base):
    """What a customer ordered by accepting a quote. A quote becomes one order, never two.

    customer_reference: the customer's own order number. invoice_id: of the invoice made on delivery.
    """

    __tablename__ = "sales_order"
    __table_args__ = (
        CheckConstraint("total_gross = total_net + total_vat", name="totals_agree"),
        Index("ix_sales_order_party_id", "party_id"),
        Index("ix_sales_order_placed_at", "placed_at", "id"),
        words_index("ix_sales_order_words", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    case_key: Mapped[Key] = mapped_column(index=True)
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quote.id"), unique=True)
    opportunity_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity.id"), index=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.PLACED)
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[str] = mapped_column(String(2))
    salesperson: Mapped[str | None] = mapped_column(String(100))
    payment_terms_days: Mapped[int]
    customer_reference: Mapped[str | None] = mapped_column(String(60))
    delivery_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    notes: Mapped[str | None] = mapped_column(Text)
    total_net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_vat: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_gross: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    placed_at: Mapped[datetime]
    placed_by: Mapped[str] = mapped_column(String(100))
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", cascade="all, delete-orphan", lazy="raise", order_by="OrderLine.position"
    )
    party: Mapped[Party] = relationship(lazy="raise")
    quote: Mapped[Quote] = relationship(lazy="raise")
    invoice: Mapped[Invoice | None] = relationship(lazy="raise")


class OrderLine(Base):
    """One line of an order, as it stood on the quote."""

    __tablename__ = "sales_order_line"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("sales_order.id"))
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
    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise")
