"""The table of our own company."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class Company(Base):
    """Our own company: who stands on the papers, and what is usual with us. There is one row.

    web_form_key: what a public web form must send with a lead; None closes `POST /api/leads` to the public.
    reminder_offsets, reminder_channels: what is usual, in the notation of `core.reminders`.
    refresh_minutes: how often pages ask for new notices and tasks by themselves; 0 is never.
    working_hours: weekday, "0" is Monday, to a list of ["09:00", "13:00"]; an empty mapping is the usual week.
    holiday_calendar: the country whose public holidays are free, or none. days_off: further days of our own.
    """

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("quote_valid_days BETWEEN 1 AND 365", name="quote_valid_days_within_a_year"),
        CheckConstraint("reminder_after_days BETWEEN 1 AND 365", name="reminder_within_a_year"),
        CheckConstraint("payment_reminder_days BETWEEN 1 AND 365", name="payment_reminder_within_a_year"),
        CheckConstraint("refresh_minutes BETWEEN 0 AND 1440", name="refresh_within_a_day"),
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
    payment_reminder_days: Mapped[int] = mapped_column(default=7, server_default="7")
    web_form_key: Mapped[str | None] = mapped_column(String(64))
    reminder_offsets: Mapped[str] = mapped_column(String(60), server_default="1,0", default="1,0")
    reminder_channels: Mapped[str] = mapped_column(String(20), server_default="message", default="message")
    refresh_minutes: Mapped[int] = mapped_column(server_default="5", default=5)
    working_hours: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"), default=dict)
    holiday_calendar: Mapped[str | None] = mapped_column(String(2))
    days_off: Mapped[list[date]] = mapped_column(ARRAY(Date), server_default="{}", default=list)
