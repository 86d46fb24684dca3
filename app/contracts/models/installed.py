"""Tables of the products installed at customers, and of what is noted about them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.word_index import words_index
from app.parties.models import Party


class InstalledProductStatus(StrEnum):
    """Whether a product still runs at the customer's."""

    IN_USE = "in_use"
    OUT_OF_USE = "out_of_use"


class InstalledProduct(Base):
    """One product at a customer's, by its serial number; ours, or another that we look after.

    product_id: of our catalogue; None for what we did not sell. order_id: the order it came with.
    warranty_until: last day of the warranty; None when there is none.
    """

    __tablename__ = "installed_product"
    __table_args__ = (
        CheckConstraint("warranty_until >= installed_on", name="warranty_ends_after_installation"),
        Index("uq_installed_product_serial", "party_id", "name", "serial_number", unique=True),
        Index("ix_installed_product_name", "name", "id"),
        Index("ix_installed_product_product_id", "product_id"),
        words_index("ix_installed_product_words", "name", "serial_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("party_site.id"))
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    order_id: Mapped[UUID | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    serial_number: Mapped[str] = mapped_column(String(60))
    installed_on: Mapped[date | None]
    warranty_until: Mapped[date | None]
    status: Mapped[InstalledProductStatus] = mapped_column(default=InstalledProductStatus.IN_USE)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(default=0)
    party: Mapped[Party] = relationship(lazy="raise")
    notes: Mapped[list["InstalledProductNote"]] = relationship(
        back_populates="installed_product", lazy="raise", order_by="InstalledProductNote.written_at.desc()"
    )

    @property
    def label(self) -> str:
        """The name with the serial number."""
        return f"{self.name} · {self.serial_number}"

    def is_under_warranty(self, on: date) -> bool:
        """Whether the warranty of the maker or seller still runs on this day."""
        return self.warranty_until is not None and on <= self.warranty_until


class InstalledProductNote(Base):
    """What somebody noted about an installed product; notes are added, never changed."""

    __tablename__ = "installed_product_note"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_not_empty"),
        Index("ix_installed_product_note_installed_product_id", "installed_product_id", "written_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    installed_product_id: Mapped[UUID] = mapped_column(ForeignKey("installed_product.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(100))
    installed_product: Mapped[InstalledProduct] = relationship(back_populates="notes", lazy="raise")
