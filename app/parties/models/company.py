"""The table of our own company."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Company(Base):
    """Our own company: who stands on the papers, and what is usual with us. There is one row.

    web_form_key: what a public web form must send with a lead; None closes `POST /api/leads` to the public.
    """

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("quote_valid_days BETWEEN 1 AND 365", name="quote_valid_days_within_a_year"),
        CheckConstraint("reminder_after_days BETWEEN 1 AND 365", name="reminder_within_a_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    county: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2))
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    fiscal_code: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    bank_name: Mapped[str] = mapped_column(String(100), default="")
    iban: Mapped[str] = mapped_column(String(34), default="")
    language: Mapped[str] = mapped_column(String(2), default="en")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    quote_valid_days: Mapped[int] = mapped_column(default=30)
    reminder_after_days: Mapped[int] = mapped_column(default=7)
    web_form_key: Mapped[str | None] = mapped_column(String(64))
