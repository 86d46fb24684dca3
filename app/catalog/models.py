"""Tables of the catalogue: products, services, price lists with their prices, tax codes."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base


class TaxCategory(StrEnum):
    """The kind of rate; which one applies follows from the product and from who buys (`catalog.taxation`)."""

    STANDARD = "standard"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"


class TaxCode(Base):
    """The rate of one kind in one country from a day on.

    note: why no VAT is charged, printed on papers; empty otherwise.
    """

    __tablename__ = "tax_code"
    __table_args__ = (
        UniqueConstraint("country", "category", "valid_from"),
        CheckConstraint("rate_percent BETWEEN 0 AND 100", name="rate_is_a_percentage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    country: Mapped[str] = mapped_column(String(2))
    category: Mapped[TaxCategory]
    name: Mapped[str] = mapped_column(String(100))
    rate_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    note: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date]


class Product(Base):
    """Something we sell, by its code.

    net_price: without VAT, in the company's currency; a price list may say otherwise.
    tax_category: the rate at home; abroad another may apply. is_serialised: each piece has a serial number.
    revision: counts changes; a stale form is refused.
    """

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("net_price >= 0", name="price_not_negative"),
        Index("ix_product_name", "name", "id"),
        Index("ix_product_search_text", text("to_tsvector('simple'::regconfig, search_text)"), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(100), default="")
    unit: Mapped[str] = mapped_column(String(20), default="pcs")
    tax_category: Mapped[TaxCategory] = mapped_column(default=TaxCategory.STANDARD)
    net_price: Mapped[Decimal]
    is_sold: Mapped[bool] = mapped_column(default=True)
    is_serialised: Mapped[bool] = mapped_column(default=False, server_default=false())
    search_text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")


class AfterSalesService(Base):
    """Work we do after the sale, such as a repair, by its code.

    product_id: the article under which it stands on papers; its unit and tax are those of the service.
    hourly_rate: without VAT; what an hour costs where no contract says otherwise.
    """

    __tablename__ = "after_sales_service"
    __table_args__ = (CheckConstraint("hourly_rate >= 0", name="rate_not_negative"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    hourly_rate: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3))
    is_offered: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = relationship(lazy="raise")


class PriceList(Base):
    """Prices for a kind of customer, in one currency. One list is the usual one."""

    __tablename__ = "price_list"
    __table_args__ = (Index("uq_price_list_usual", "is_usual", unique=True, postgresql_where=text("is_usual")),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    currency: Mapped[str] = mapped_column(String(3))
    is_usual: Mapped[bool] = mapped_column(default=False)
    items: Mapped[list["PriceListItem"]] = relationship(back_populates="price_list", lazy="raise")


class PriceListItem(Base):
    """The price of a product on a list, without VAT."""

    __tablename__ = "price_list_item"
    __table_args__ = (
        CheckConstraint("net_price >= 0", name="price_not_negative"),
        Index("ix_price_list_item_product_id", "product_id"),
    )

    price_list_id: Mapped[UUID] = mapped_column(ForeignKey("price_list.id"), primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    net_price: Mapped[Decimal]
    price_list: Mapped[PriceList] = relationship(back_populates="items", lazy="raise")
