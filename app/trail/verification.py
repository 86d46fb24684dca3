"""Proves that the trail is as it was written, or names the first row that is not."""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, String, cast, exists, func, literal, select, union_all

from app.core.db import Key, session
from app.trail.hashing import GENESIS, row_hash
from app.trail.models import TrailChain, TrailEntry
from app.trail.operations import case_heads

Columns = Mapping[str, Any]  # Any: columns of the trail, and the two of the head
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Proof:
    """What a whole trail came to.

    fault: the first thing that is wrong, as a sentence; None when all is as it was written.
    entry_id: the row that is wrong, or the last good one before a gap at the end.
    """

    rows: int
    chains: int
    fault: str | None = None
    entry_id: Key | None = None


class _Broken(Exception):
    def __init__(self, entry_id: Key | None, fault: str) -> None:
        super().__init__(fault)
        self.entry_id = entry_id


def verify_trail() -> Proof:
    """Read every row once, in the order of the chains; memory does not grow with the trail."""
    rows = chains = 0
    last: Columns | None = None
    try:
        with closing(_rows_with_heads()) as found:
            for row in found:
                if last is None or row["chain"] != last["chain"]:
                    _check_head(last)
                    chains += 1
                    last = None
                _check_row(row, after=last)
                rows += 1
                last = row
        _check_head(last)
        _check_lost_chains()
    except _Broken as broken:
        return Proof(rows, chains, str(broken), broken.entry_id)
    return Proof(rows, chains)


def _rows_with_heads() -> Generator[Columns]:
    statement = (
        select(
            *TrailEntry.__table__.c,
            func.coalesce(case_heads.c.trail_seq, TrailChain.seq).label("head_seq"),
            func.coalesce(case_heads.c.trail_head, TrailChain.head).label("head_hash"),
        )
        .outerjoin(case_heads, case_heads.c.key == TrailEntry.case_key)
        .outerjoin(TrailChain, TrailChain.chain == TrailEntry.chain)
        .order_by(TrailEntry.chain, TrailEntry.seq)
    )
    with session().execute(statement.execution_options(yield_per=ROWS_AT_ONCE)) as found:
        for row in found:
            yield row._asdict()


def _check_row(row: Columns, *, after: Columns | None) -> None:
    expected, prev_hash = (after["seq"] + 1, after["row_hash"]) if after is not None else (1, GENESIS)
    where = f"Row {row['id']}, number {row['seq']} of {row['chain']},"
    if row["seq"] != expected:
        raise _Broken(row["id"], f"{where} stands where number {expected} should be: rows are missing.")
    if row["prev_hash"] != prev_hash:
        raise _Broken(row["id"], f"{where} does not follow from the row before it.")
    if row["row_hash"] != row_hash(prev_hash, row):
        raise _Broken(row["id"], f"{where} was altered: its hash does not fit what it says.")


def _check_head(last: Columns | None) -> None:
    if last is None or (last["seq"], last["row_hash"]) == (last["head_seq"], last["head_hash"]):
        return
    known = "no head" if last["head_seq"] is None else f"number {last['head_seq']}"
    where = f"Row {last['id']}, number {last['seq']} of {last['chain']},"
    raise _Broken(last["id"], f"{where} is the last one, but its chain knows of {known}.")


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
        raise _Broken(None, f"All {lost.seq} rows of {lost.chain} are missing.")
