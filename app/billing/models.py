"""Tables of billing: invoices with their lines, payments, fiscal numbers, exchange rates."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing import ddl
from app.core.db import Base, Key
from app.core.money import ZERO
from app.core.word_index import words_index
from app.parties.models import Party


class InvoiceKind(StrEnum):
    """What the paper is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"

    @property
    def label(self) -> str:
        """The word on our screens, such as `Credit note`."""
        return self.value.replace("_", " ").capitalize()


class InvoiceStatus(StrEnum):
    """Where an invoice is in its life. CANCELLED: credited, or written off."""

    DRAFT = "draft"
    ISSUED = "issued"
    PAID = "paid"
    CANCELLED = "cancelled"


class PaymentMethod(StrEnum):
    """How money came."""

    BANK_TRANSFER = "bank_transfer"
    CARD = "card"
    CASH = "cash"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The words on our screens, such as `Bank transfer`."""
        return self.value.replace("_", " ").capitalize()


class Invoice(Base):
    """What a customer owes us, or with a credit note no longer owes. Once issued the database keeps it as it is.

    number, series, fiscal_year, sequence_number: given when it is issued, without a gap in series and year.
    exchange_rate: our currency for one unit of `currency`, 1 for our own; of the day of issue once issued.
    vat_in_own_currency: the VAT in our currency, row by row; own_currency names that currency.
    source_type, source_id: what it was made from; made from that again, it is the same invoice.
    case_key: the case that writes it, sends it and waits for its payment; before that, the case that drew it up.
    credits_id: on a credit note the invoice that it takes back.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("series", "fiscal_year", "sequence_number"),
        CheckConstraint("total_gross = total_net + total_vat", name="totals_agree"),
        CheckConstraint("total_gross >= 0", name="total_not_negative"),
        CheckConstraint("paid_total BETWEEN 0 AND total_gross", name="never_paid_twice"),
        CheckConstraint("exchange_rate > 0", name="rate_positive"),
        CheckConstraint("payment_terms_days BETWEEN 0 AND 365", name="payment_terms_within_a_year"),
        CheckConstraint(
            "(status = 'draft') = (number IS NULL) AND (number IS NULL) = (issued_on IS NULL)"
            " AND (number IS NULL) = (sequence_number IS NULL) AND (number IS NULL) = (due_on IS NULL)",
            name="issued_has_number_and_dates",
        ),
        CheckConstraint("(kind = 'credit_note') = (credits_id IS NOT NULL)", name="credit_note_credits"),
        CheckConstraint("status <> 'paid' OR paid_total = total_gross", name="paid_in_full"),
        Index("ix_invoice_party_id", "party_id", "created_at", "id"),
        Index("ix_invoice_case_key", "case_key"),
        Index("ix_invoice_created_at", "created_at", "id"),
        Index("ix_invoice_status", "status", "created_at", "id"),
        Index("ix_invoice_due_on", "due_on", postgresql_where=text("status = 'issued'")),
        Index("ix_invoice_issued_on", "issued_on"),
        Index(
            "uq_invoice_source",
            "source_type",
            "source_id",
            unique=True,
            postgresql_where=text("status <> 'cancelled' AND kind = 'invoice'"),
        ),
        words_index("ix_invoice_words", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[InvoiceKind] = mapped_column(default=InvoiceKind.INVOICE)
    status: Mapped[InvoiceStatus] = mapped_column(default=InvoiceStatus.DRAFT)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    series: Mapped[str | None] = mapped_column(String(10))
    fiscal_year: Mapped[int | None]
    sequence_number: Mapped[int | None]
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    currency: Mapped[str] = mapped_column(String(3))
    own_currency: Mapped[str] = mapped_column(String(3))
    exchange_rate: Mapped[Decimal] = mapped_column(Numeric(18, 8))
    language: Mapped[str] = mapped_column(String(2))
    payment_terms_days: Mapped[int]
    notes: Mapped[str] = mapped_column(Text, default="")
    total_net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_vat: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    total_gross: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    vat_in_own_currency: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    paid_total: Mapped[Decimal] = mapped_column(Numeric(18, 2), default=ZERO)
    paid_on: Mapped[date | None]
    sent_at: Mapped[datetime | None]
    reminders_sent: Mapped[int] = mapped_column(default=0)
    cancelled_on: Mapped[date | None]
    cancelled_because: Mapped[str | None] = mapped_column(Text)
    case_key: Mapped[Key | None]
    source_type: Mapped[str] = mapped_column(String(60))
    source_id: Mapped[str] = mapped_column(String(120))
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    credits_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    lines: Mapped[list["InvoiceLine"]] = relationship(
        back_populates="invoice", cascade="all, delete-orphan", lazy="raise", order_by="InvoiceLine.position"
    )
    payments: Mapped[list["Payment"]] = relationship(lazy="raise", order_by="Payment.recorded_at")
    party: Mapped[Party] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """The number, or what stands in its place before it is issued."""
        return self.number or f"Draft {self.kind.label.lower()}"

    @property
    def open_total(self) -> Decimal:
        """What is still to be paid, in its currency."""
        is_waiting = self.status is InvoiceStatus.ISSUED and self.kind is InvoiceKind.INVOICE
        return self.total_gross - self.paid_total if is_waiting else ZERO

    def is_overdue(self, on: date) -> bool:
        """Whether the day of payment is over and something is still open."""
        return self.open_total > 0 and self.due_on is not None and self.due_on < on


class InvoiceLine(Base):
    """One line of an invoice. Name, price and tax are kept as they were.

    source_type, source_id: what is billed by it, such as `sales_order_line` and its id; never billed twice.
    is_released: a credit note has taken it back, so its source may be billed again.
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
        CheckConstraint("discount_percent BETWEEN 0 AND 100", name="discount_is_a_percentage"),
        CheckConstraint("tax_rate_percent BETWEEN 0 AND 100", name="rate_is_a_percentage"),
        CheckConstraint("(source_type IS NULL) = (source_id IS NULL)", name="source_is_whole"),
        Index(
            "uq_invoice_line_source",
            "source_type",
            "source_id",
            unique=True,
            postgresql_where=text("NOT is_released"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(500))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    discount_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    tax_name: Mapped[str] = mapped_column(String(100))
    tax_rate_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    tax_note: Mapped[str] = mapped_column(String(200))
    source_type: Mapped[str | None] = mapped_column(String(60))
    source_id: Mapped[str | None] = mapped_column(String(120))
    is_released: Mapped[bool] = mapped_column(default=False)
    invoice: Mapped[Invoice] = relationship(back_populates="lines", lazy="raise")


class Payment(Base):
    """Money that came for an invoice, in its currency. Rows are added, never changed.

    undoes_id: the payment that this counter-entry takes back; its amount is negative and its reason given.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("(undoes_id IS NULL AND amount > 0) OR (undoes_id IS NOT NULL AND amount < 0)", name="sign"),
        CheckConstraint("undoes_id IS NULL OR reason <> ''", name="undone_for_a_reason"),
        Index("ix_payment_invoice_id", "invoice_id", "recorded_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    paid_on: Mapped[date]
    method: Mapped[PaymentMethod]
    note: Mapped[str] = mapped_column(String(500), default="")
    undoes_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(100))


class FiscalSeries(Base):
    """The next fiscal number of a series and year, locked by whoever issues until the commit: no gap, no double.

    last_issued_on: no paper of the series is dated before it.
    """

    __tablename__ = "fiscal_series"
    __table_args__ = (CheckConstraint("next_number >= 1", name="counts_from_one"),)

    series: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_number: Mapped[int]
    last_issued_on: Mapped[date | None]


class ExchangeRate(Base):
    """What one unit of a foreign currency was worth in our own on a day."""

    __tablename__ = "exchange_rate"
    __table_args__ = (CheckConstraint("rate > 0", name="rate_positive"),)

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    valid_on: Mapped[date] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(Numeric(18, 8))
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(100))


for table, statements in ((Invoice, ddl.INVOICE), (InvoiceLine, ddl.INVOICE_LINE), (Payment, ddl.PAYMENT)):
    for statement in statements:
        event.listen(table.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's own
