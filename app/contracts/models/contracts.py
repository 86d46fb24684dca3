"""Tables of contracts: the contract, its lines, the hours used of each."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.contracts.coverage import ContractType
from app.contracts.models.installed import InstalledProduct
from app.core.db import Base, Key
from app.core.money import ZERO
from app.core.word_index import words_index
from app.parties.models import Party


class ContractStatus(StrEnum):
    """Where a contract is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"


class Contract(Base):
    """What we agreed with a party for the time after the sale.

    number: taken when it is first sent to the customer, at the latest when it is signed.
    offered_on: the day the draft went to the customer; while it stands, the draft is fixed.
    ends_on: last day; None runs on until it is ended. billing_period_months: None is billed once.
    invoiced_until: last day for which an invoice was written; None before the first.
    renewal_of_id: the contract whose time this one goes on. responsible: user name of our person.
    opportunity_id, campaign_id, case_key: where it came from.
    signing_case_key: the case of `contract_to_signature` that prepares it and asks for the signature; else None.
    """

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("payment_terms_days BETWEEN 0 AND 365", name="payment_terms_within_a_year"),
        CheckConstraint("billing_period_months BETWEEN 1 AND 60", name="billing_period_within_five_years"),
        CheckConstraint(
            "status <> 'active' OR (number IS NOT NULL AND signed_on IS NOT NULL)", name="active_is_signed"
        ),
        Index("ix_contract_created_at", "created_at", "id"),
        Index("ix_contract_party_id", "party_id", "status"),
        Index("ix_contract_ends_on", "ends_on", postgresql_where=text("status = 'active'")),
        words_index("ix_contract_words", "number", "title"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    type: Mapped[ContractType]
    status: Mapped[ContractStatus] = mapped_column(default=ContractStatus.DRAFT)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("party_site.id"))
    responsible: Mapped[str | None] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    offered_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    signed_by: Mapped[str | None] = mapped_column(String(200))
    closed_on: Mapped[date | None]
    closing_reason: Mapped[str | None] = mapped_column(Text)
    payment_terms_days: Mapped[int]
    billing_period_months: Mapped[int | None]
    invoiced_until: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    renewal_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"), unique=True)
    opportunity_id: Mapped[UUID | None] = mapped_column(index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    case_key: Mapped[Key | None] = mapped_column(index=True)
    signing_case_key: Mapped[Key | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(default=0)
    lines: Mapped[list["ContractLine"]] = relationship(
        back_populates="contract", cascade="all, delete-orphan", lazy="raise", order_by="ContractLine.position"
    )
    party: Mapped[Party] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """The number, or what stands in its place before it has one."""
        return self.number or "Draft contract"

    def runs_on(self, on: date) -> bool:
        """Whether it is signed and in force on this day."""
        is_signed = self.status is ContractStatus.ACTIVE
        return is_signed and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class ContractLine(Base):
    """One line of a contract: a service or a product, its price, and the hours it holds.

    Name, price and tax are kept as they were agreed. unit_price: for time and material the price of a unit;
    for the other types what is paid for the whole time, or for each billing period.
    covered_hours: None does not limit the hours. installed_product_id: None means every product of the customer.
    used_hours: the sum of what the line's bookings cover; kept by `book_hours` under this row's lock.
    """

    __tablename__ = "contract_line"
    __table_args__ = (
        UniqueConstraint("contract_id", "position"),
        CheckConstraint("num_nonnulls(service_id, product_id) = 1", name="service_or_product"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
        CheckConstraint("covered_hours > 0", name="covered_hours_positive"),
        CheckConstraint("used_hours >= 0 AND used_hours <= covered_hours", name="used_within_covered"),
        Index("ix_contract_line_service_id", "service_id"),
        Index("ix_contract_line_installed_product_id", "installed_product_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"))
    position: Mapped[int]
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("after_sales_service.id"))
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    installed_product_id: Mapped[UUID | None] = mapped_column(ForeignKey("installed_product.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    covered_hours: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    used_hours: Mapped[Decimal] = mapped_column(Numeric(10, 2), default=ZERO)
    net: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    tax_name: Mapped[str] = mapped_column(String(100))
    tax_rate_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    tax_note: Mapped[str] = mapped_column(String(200))
    contract: Mapped[Contract] = relationship(back_populates="lines", lazy="raise")
    installed_product: Mapped[InstalledProduct | None] = relationship(lazy="raise")
    booked: Mapped[list["BookedHours"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="BookedHours.booked_at"
    )

    @property
    def hours_left(self) -> Decimal | None:
        """What is left of the hours; None when they are not limited."""
        return None if self.covered_hours is None else self.covered_hours - self.used_hours


class BookedHours(Base):
    """Hours used of a line by one source, such as an activity of a work report.

    covered, billable: how the hours were divided when they were booked; together they are `hours`.
    """

    __tablename__ = "booked_hours"
    __table_args__ = (
        UniqueConstraint("line_id", "source_type", "source_id"),
        CheckConstraint("covered >= 0 AND billable >= 0", name="parts_not_negative"),
        CheckConstraint("covered + billable = hours", name="parts_agree"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("contract_line.id"))
    source_type: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(String(200), default="")
    href: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    covered: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    billable: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    booked_at: Mapped[datetime]
    booked_by: Mapped[str] = mapped_column(String(100))
