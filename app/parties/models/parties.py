"""Tables of parties: organisations and persons, their contact persons and sites."""

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
    EMPLOYEE = "employee"


class Party(Base):
    """Somebody we deal with.

    search_name: the name without accents, case and legal form; lists are in its order.
    search_text: plain words of all one might search by. phone: E.164. vat_number: with its country's prefix.
    sales_rep, service_rep: user names. merged_into_id: the party that this one turned out to be.
    no_marketing_since: when they asked for no more campaigns; other mail goes on. external_id: what an imported file
    calls them. import_id, import_mark: the file that brought them, and a hash of its row.
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
        Index("ix_party_fiscal_code", "fiscal_code"),
        Index("ix_party_external_id", "external_id"),
        Index("ix_party_service_rep", "service_rep"),
        Index("ix_party_industry", "industry"),
        Index("ix_party_city_plain", text("lower(city)")),
        Index("ix_party_county_plain", text("lower(county)")),
        Index("ix_party_industry_plain", text("lower(industry)")),
        Index("ix_party_turnover", "turnover"),
        Index("ix_party_employees", "employees"),
        Index("ix_party_county", "county"),
        Index("ix_party_country", "country", "search_name", "id"),
        Index("ix_party_import_id", "import_id", postgresql_where=text("import_id IS NOT NULL")),
        Index("ix_party_import_mark", "import_mark", postgresql_where=text("import_mark IS NOT NULL")),
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
    external_id: Mapped[str | None] = mapped_column(String(60))
    no_marketing_since: Mapped[datetime | None]
    no_marketing_reason: Mapped[str | None] = mapped_column(String(200))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("party_import.id"))
    import_mark: Mapped[str | None] = mapped_column(String(64))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(default=0)
    contacts: Mapped[list["ContactPerson"]] = relationship(
        primaryjoin="and_(ContactPerson.party_id == Party.id, ContactPerson.removed_at.is_(None))",
        viewonly=True,
        lazy="raise",
        order_by="ContactPerson.search_name",
    )
    sites: Mapped[list["Site"]] = relationship(
        primaryjoin="and_(Site.party_id == Party.id, Site.removed_at.is_(None))",
        viewonly=True,
        lazy="raise",
        order_by="Site.is_main.desc(), Site.name",
    )

    @property
    def initials(self) -> str:
        """Two letters for the square beside the name."""
        return initials_of(self.name)

    @property
    def address_lines(self) -> list[str]:
        """The address as it is written on an envelope, without the country."""
        return written_address(self.street, self.postal_code, self.city, self.county)


class ContactPerson(Base):
    """A person at a party, with the function they hold there. Papers may name them after they were removed."""

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
    removed_at: Mapped[datetime | None]
    party: Mapped[Party] = relationship(lazy="raise")

    @property
    def initials(self) -> str:
        """Two letters for the circle beside the name."""
        return initials_of(self.name)


class Site(Base):
    """A place of a party where we go: a plant, a shop, a building site.

    km: one way from us, as proposed for a journey; None when not known. is_main: proposed first; at most one.
    removed_at: contracts and reports may name it still.
    """

    __tablename__ = "party_site"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_not_empty"),
        CheckConstraint("km >= 0", name="km_not_negative"),
        Index("ix_party_site_party_id", "party_id"),
        Index("uq_party_site_main", "party_id", unique=True, postgresql_where=text("is_main AND removed_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(20))
    city: Mapped[str | None] = mapped_column(String(100))
    county: Mapped[str | None] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2))
    km: Mapped[Decimal | None] = mapped_column(Numeric(7, 1))
    phone: Mapped[str | None] = mapped_column(String(20))
    is_main: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]
    party: Mapped[Party] = relationship(lazy="raise")

    @property
    def address_lines(self) -> list[str]:
        """The address as it is written on an envelope, without the country."""
        return written_address(self.street, self.postal_code, self.city, self.county)


def written_address(street: str | None, postal_code: str | None, city: str | None, county: str | None) -> list[str]:
    """Street and town as they are written on an envelope."""
    town = " ".join(filter(None, (postal_code, city)))
    if county and county != city:
        town = f"{town} ({county})" if town else county
    return [line for line in (street, town) if line]
