"""The table of what was joined."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class PartyMerge(Base):
    """One joining of two parties, with what it moved and filled in, so that it can be undone.

    moved: ids of rows by `table.column`; filled: what the kept party lacked and took over.
    """

    __tablename__ = "party_merge"
    __table_args__ = (
        Index("ix_party_merge_into_id", "into_id"),
        Index("uq_party_merge_open", "duplicate_id", unique=True, postgresql_where=text("undone_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    duplicate_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    into_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    moved: Mapped[Json]
    filled: Mapped[Json]
    merged_at: Mapped[datetime]
    merged_by: Mapped[str] = mapped_column(String(100))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(100))
