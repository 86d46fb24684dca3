"""Tables of parties: organisations and persons, their contact persons, and our own company."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.word_index import words_index
from app.parties.names import initials_of


class PartyKind(StrEnum):
    """What stands behind the name."""

    ORGANISATION = "organisation"
    PERSON = "person"


class PartyRole(StrEnum):
    """What a party is to us; one may be several."""

    LEAD = "lead"
    PROSPECT = "prospect"
    CUSTOMER = "customer"
    VENDOR = "vendor"


class Party(Base):
    """Somebody we deal with.

    search_name: the name without accents, case and legal form; lists are in its order.
    search_text: plain words of all one might search by. phone: E.164. vat_number: with its country's prefix.
    sales_rep, service_rep: user names. merged_into_id: the party that this one turned out to be.
    revision: counts changes; a stale form is refused.
    """

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_not_empty"),
        CheckConstraint("payment_terms_days BETWEEN 0 AND 365", name="payment_terms_within_a_year"),
        CheckConstraint("turnover >= 0", name="turnover_not_negative"),
        CheckConstraint("employees >= 0", name="employees_not_negative"),
        Index("ix_party_search_name", "search_name", "id", postgresql_where=text("merged_into_id IS NULL")),
        Index(
            "ix_party_search_text",
            text("to_tsvector('simple'::regconfig, search_text)"),
            postgresql_using="gin",
        ),
        Index("ix_party_roles", "roles", postgresql_using="gin"),
        Index("ix_party_vat_number", "vat_number"),
        Index("ix_party_email", "email"),
        Index("ix_party_phone", "phone"),
        Index("ix_party_merged_into_id", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[PartyKind] = mapped_column(default=PartyKind.ORGANISATION)
    name: Mapped[str] = mapped_column(String(200))
    legal_form: Mapped[str | None] = mapped_column(String(20))
    search_name: Mapped[str] = mapped_column(String(400))
    search_text: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    country: Mapped[str] = mapped_column(String(2))
    vat_number: Mapped[str | None] = mapped_column(String(20))
    fiscal_code: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    website: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="en")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    payment_terms_days: Mapped[int] = mapped_column(default=30)
    sales_rep: Mapped[str | None] = mapped_column(String(100), index=True)
    service_rep: Mapped[str | None] = mapped_column(String(100))
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(20))
    city: Mapped[str | None] = mapped_column(String(100))
    county: Mapped[str | None] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(100))
    turnover: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    employees: Mapped[int | None]
    notes: Mapped[str | None] = mapped_column(Text)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(default=0)
    contacts: Mapped[list["ContactPerson"]] = relationship(
        back_populates="party", cascade="all, delete-orphan", lazy="raise", order_by="ContactPerson.search_name"
    )

    @property
    def initials(self) -> str:
        """Two letters for the square beside the name."""
        return initials_of(self.name)

    @property
    def address_lines(self) -> list[str]:
        """The address as it is written on an envelope, without the country."""
        town = " ".join(filter(None, (self.postal_code, self.city)))
        if self.county and self.county != self.city:
            town = f"{town} ({self.county})" if town else self.county
        return [line for line in (self.street, town) if line]


class ContactPerson(Base):
    """A person at a party, with the function they hold there."""

    __tablename__ = "contact_person"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_not_empty"),
        Index("ix_contact_person_party_id", "party_id"),
        Index("ix_contact_person_email", "email"),
        Index("ix_contact_person_phone", "phone"),
        words_index("ix_contact_person_words", "name", "email"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(400))
    function: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(2))
    party: Mapped[Party] = relationship(back_populates="contacts", lazy="raise")

    @property
    def initials(self) -> str:
        """Two letters for the circle beside the name."""
        return initials_of(self.name)


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
