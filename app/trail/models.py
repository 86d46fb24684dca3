"""Tables of the trail: its rows, and the heads of the chains that belong to no case."""

from datetime import datetime

from sqlalchemy import DDL, Index, LargeBinary, Text, UniqueConstraint, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json, Key
from app.trail import ddl


class TrailEntry(Base):
    """One thing that somebody did. Rows are only ever added; the database refuses anything else.

    id: drawn before the insert, because the hash covers it like every other column.
    chain, seq: `case:<key>`, else `<kind>:<id>` of the actor; counted from 1 without a hole.
    row_hash: SHA-256 of `prev_hash` and the canonical JSON of all other columns (`trail.hashing`).
    """

    __tablename__ = "trail_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_trail_entry_at", "at", "id"),
        Index("ix_trail_entry_case", "case_key", "seq"),
        Index("ix_trail_entry_actor", "actor_id", "at"),
        Index("ix_trail_entry_entity", "entity", "entity_id", "at"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    chain: Mapped[str]
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    case_key: Mapped[Key | None]
    before: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None]
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary)
    row_hash: Mapped[bytes] = mapped_column(LargeBinary)


class TrailChain(Base):
    """The head of a chain that belongs to no case: how many rows it has and the hash of the last one."""

    __tablename__ = "trail_chain"

    chain: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)


for statement in ddl.TRAIL_ENTRY:
    event.listen(TrailEntry.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's own
for statement in ddl.TRAIL_CHAIN:
    event.listen(TrailChain.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's own
