"""Tables of the trail: its rows, the heads of chains that belong to no case, signed checkpoints, proofs made."""

from datetime import datetime

from sqlalchemy import DDL, BigInteger, Index, LargeBinary, Sequence, Text, UniqueConstraint, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json, Key
from app.core.word_index import words_index
from app.trail import ddl

# Added to numbers of transactions, so that they grow also when a dump is read into another server.
trail_epoch = Sequence("trail_epoch", metadata=Base.metadata)


class TrailEntry(Base):
    """One thing that somebody did. Rows are only ever added; the database refuses anything else.

    id: drawn before the insert, because the hash covers it like every other column.
    chain, seq: `case:<key>`, else `<kind>:<id>` of the actor; counted from 1 without a hole.
    row_hash: SHA-256 of `prev_hash` and the canonical JSON of all columns before it (`trail.hashing`).
    xid: the transaction that wrote it; says to which checkpoint the row belongs, and is proved by it.
    """

    __tablename__ = "trail_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_trail_entry_at", "at", "id"),
        Index("ix_trail_entry_case", "case_key", "seq"),
        Index("ix_trail_entry_actor", "actor_id", "at"),
        Index("ix_trail_entry_entity", "entity", "entity_id", "at"),
        Index("ix_trail_entry_action", "action", "at"),
        Index("ix_trail_entry_xid", "xid", "id"),
        words_index("ix_trail_entry_reason", "reason", where=text("reason IS NOT NULL")),
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
    xid: Mapped[int] = mapped_column(BigInteger, server_default=text("trail_xid()"))


class TrailChain(Base):
    """The head of a chain that belongs to no case: how many rows it has and the hash of the last one."""

    __tablename__ = "trail_chain"

    chain: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)


class TrailCheckpoint(Base):
    """A signature over all rows of some transactions, and over the checkpoint before. Only ever added.

    first, last: the lowest and the highest id among its rows. count: how many they are.
    xid_from, xid_to: it covers the rows of transactions from the one up to, without, the other.
    root: of the tree of hashes over the rows by `xid` and `id` (`trail.merkle`).
    prev_hash: hash of the checkpoint before (`trail.checkpoints`). key_id: names the public key.
    """

    __tablename__ = "trail_checkpoint"
    __table_args__ = (Index("ix_trail_checkpoint_xid_to", "xid_to"),)

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[Key]
    last: Mapped[Key]
    count: Mapped[int]
    xid_from: Mapped[int]
    xid_to: Mapped[int]
    root: Mapped[bytes] = mapped_column(LargeBinary)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    key_id: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class TrailVerification(Base):
    """One reading of the whole trail: who asked, how far it is, what came out.

    beat_at: when it last said how far it is; None while nobody has begun.
    rows_expected: about how many rows there are. fault: the first thing that is wrong, as a sentence.
    compared: checkpoints that were also found in the second place.
    """

    __tablename__ = "trail_verification"
    __table_args__ = (Index("ix_trail_verification_asked_at", "asked_at"),)

    id: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    asked_by: Mapped[str]
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    beat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    rows_expected: Mapped[int] = mapped_column(default=0)
    chains: Mapped[int] = mapped_column(default=0)
    checkpoints: Mapped[int] = mapped_column(default=0)
    compared: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(Text)
    entry_id: Mapped[Key | None]


event.listen(TrailEntry.__table__, "before_create", DDL(ddl.TRAIL_XID))  # type: ignore[no-untyped-call]  # as below
for statement in ddl.TRAIL_ENTRY:
    event.listen(TrailEntry.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's own
for statement in ddl.TRAIL_CHAIN:
    event.listen(TrailChain.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's own
for statement in ddl.TRAIL_CHECKPOINT:
    event.listen(TrailCheckpoint.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # as above
