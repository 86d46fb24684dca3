"""Tables of imports: the file, how its columns are read, and what became of each row."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class ImportState(StrEnum):
    """How far an import came. CHECKING and IMPORTING are a worker's work."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    UNDONE = "undone"


class RowOutcome(StrEnum):
    """What becomes of a row: in the dry run what would, afterwards what did."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUSPECTED = "suspected"
    REFUSED = "refused"


class PartyImport(Base):
    """A file of parties and what was made of it.

    content: the file as it came, compressed. mapping: field by number of the column. row_count: rows but the heading.
    done_count: rows the worker has finished in this state. counts: rows by outcome. takes_suspected: rows that look
    like a party we have are added all the same. revision: counts the dry runs.
    """

    __tablename__ = "party_import"
    __table_args__ = (
        CheckConstraint("done_count BETWEEN 0 AND row_count", name="done_within_rows"),
        Index("ix_party_import_created_at", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    encoding: Mapped[str] = mapped_column(String(20))
    delimiter: Mapped[str] = mapped_column(String(1))
    headings: Mapped[Json]
    mapping: Mapped[Json]
    country: Mapped[str] = mapped_column(String(2))
    role: Mapped[str | None] = mapped_column(String(20))
    takes_suspected: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState]
    row_count: Mapped[int]
    done_count: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Json]
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None]


class PartyImportRow(Base):
    """What becomes of one row of the file. line: in the file, the heading is 1.

    problems: a sentence by field. before, after: of an updated party, what changed.
    """

    __tablename__ = "party_import_row"
    __table_args__ = (Index("ix_party_import_row_outcome", "import_id", "outcome", "line"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("party_import.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[RowOutcome]
    name: Mapped[str] = mapped_column(Text)
    party_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[Json]
    before: Mapped[Json | None]
    after: Mapped[Json | None]
