"""Recomputes the hash of each row, follows each chain, compares its end with its head."""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, cast, exists, func, literal, or_, select, union_all

from app.core.db import session
from app.trail.errors import Broken
from app.trail.hashing import GENESIS, row_hash
from app.trail.models import TrailChain, TrailEntry
from app.trail.operations import case_heads

Columns = Mapping[str, Any]  # Any: columns of a table of the trail, or more
ROWS_AT_ONCE = 1_000
HAS_WRITTEN_NULL = or_(func.jsonb_typeof(TrailEntry.before) == "null", func.jsonb_typeof(TrailEntry.after) == "null")
"""The null of JSON, which is never written and reads like no value at all."""


@dataclass(frozen=True)
class Span:
    """From when to when rows and checkpoints are proved; without both it is the whole trail."""

    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out, so that nothing may be missing."""
        return self.since is None and self.until is None

    def conditions(self, at: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
        """What a time must fulfil to be in it."""
        found = [] if self.since is None else [at >= self.since]
        return found if self.until is None else [*found, at < self.until]


@dataclass
class Counts:
    """What was read until now."""

    rows: int = 0
    chains: int = 0


def prove_chains(span: Span, counts: Counts) -> Generator[None]:
    """Read every row once, in the order of the chains; stops after each thousand. Raises Broken at the first bad row.

    Of a span a chain may begin in the middle; that no row is missing is then proved by the checkpoints alone.
    """
    last: Columns | None = None
    with closing(_rows_with_heads(span)) as found:
        for row in found:
            if last is None or row["chain"] != last["chain"]:
                _check_head(last, span)
                counts.chains += 1
                last = None
            _check_row(row, after=last, span=span)
            counts.rows += 1
            last = row
            if counts.rows % ROWS_AT_ONCE == 0:
                yield
    _check_head(last, span)
    if span.is_whole:
        _check_lost_chains()


def _rows_with_heads(span: Span) -> Generator[Columns]:
    statement = (
        select(
            *TrailEntry.__table__.c,
            HAS_WRITTEN_NULL.label("has_written_null"),
            func.coalesce(case_heads.c.trail_seq, TrailChain.seq).label("head_seq"),
            func.coalesce(case_heads.c.trail_head, TrailChain.head).label("head_hash"),
        )
        .outerjoin(case_heads, case_heads.c.key == TrailEntry.case_key)
        .outerjoin(TrailChain, TrailChain.chain == TrailEntry.chain)
        .where(*span.conditions(TrailEntry.at.expression))
        .order_by(TrailEntry.chain, TrailEntry.seq)
    )
    with session().execute(statement.execution_options(yield_per=ROWS_AT_ONCE)) as found:
        for row in found:
            yield row._asdict()


def _check_row(row: Columns, *, after: Columns | None, span: Span) -> None:
    expected, prev_hash = _expected(row, after, span)
    where = f"Row {row['id']}, number {row['seq']} of {row['chain']},"
    if row["seq"] != expected:
        said = f"{where} stands where number {expected} should be: rows are missing."
        raise Broken(said, entry_id=row["id"])
    if row["prev_hash"] != prev_hash:
        raise Broken(f"{where} does not follow from the row before it.", entry_id=row["id"])
    if row["has_written_null"] or row["row_hash"] != row_hash(prev_hash, row):
        raise Broken(f"{where} was altered: its hash does not fit what it says.", entry_id=row["id"])


def _expected(row: Columns, after: Columns | None, span: Span) -> tuple[int, bytes]:
    if after is not None and (span.is_whole or row["seq"] == after["seq"] + 1):
        return after["seq"] + 1, after["row_hash"]
    return (1, GENESIS) if span.is_whole else (row["seq"], row["prev_hash"])


def _check_head(last: Columns | None, span: Span) -> None:
    if (
        last is None
        or span.until is not None
        or (last["seq"], last["row_hash"]) == (last["head_seq"], last["head_hash"])
    ):
        return
    known = "no head" if last["head_seq"] is None else f"number {last['head_seq']}"
    where = f"Row {last['id']}, number {last['seq']} of {last['chain']},"
    raise Broken(f"{where} is the last one, but its chain knows of {known}.", entry_id=last["id"])


def _check_lost_chains() -> None:
    """A head without a single row."""
    case_chain = literal("case:") + cast(case_heads.c.key, String)
    of_cases = select(case_chain.label("chain"), case_heads.c.trail_seq.label("seq")).where(
        case_heads.c.trail_seq > 0, ~exists().where(TrailEntry.chain == case_chain)
    )
    of_actors = select(TrailChain.chain, cast(TrailChain.seq, BigInteger)).where(
        TrailChain.seq > 0, ~exists().where(TrailEntry.chain == TrailChain.chain)
    )
    lost = session().execute(union_all(of_cases, of_actors).order_by("chain").limit(1)).first()
    if lost is not None:
        raise Broken(f"All {lost.seq} rows of {lost.chain} are missing.")
