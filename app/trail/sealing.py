"""Puts signed checkpoints over the rows of transactions that are surely finished, and keeps them in a second place."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, insert, select, text

from app.core.crash import reach
from app.core.db import Key, session, transaction
from app.trail.checkpoints import checkpoint_hash, said_by, signed_bytes
from app.trail.hashing import GENESIS
from app.trail.keys import SigningKey, publish
from app.trail.merkle import Tree, leaf
from app.trail.models import TrailCheckpoint, TrailEntry
from app.trail.second_place import append, last_number

ONE_AT_A_TIME = 7_274_832_912  # an advisory lock; any number nobody else uses
ROWS_AT_ONCE = 1_000
FINISHED = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + last_value FROM trail_epoch")


def seal_trail(key: SigningKey, folder: Path, *, at: datetime) -> int:
    """Rows newly under a checkpoint, which is then also in `folder`. Of several that try at once, one does it."""
    publish(key, folder)
    with transaction() as current:
        if not current.scalar(select(func.pg_try_advisory_xact_lock(ONE_AT_A_TIME))):
            return 0
        current.execute(text("SET LOCAL statement_timeout = 0"))
        sealed = seal_rows(key, before=finished_transactions(), at=at)
    reach("checkpoint_half")
    copy_checkpoints(folder)
    return sealed


def finished_transactions() -> int:
    """The first transaction that may still be under way; all before it have ended."""
    return int(session().execute(FINISHED).scalar_one())


def seal_rows(key: SigningKey, *, before: int, at: datetime) -> int:
    """Put a checkpoint over the rows of transactions before this one that have none; how many rows it is over."""
    last = last_checkpoint()
    xid_from = last.xid_to if last is not None else 0
    tree, first_id, last_id = _tree_of(TrailEntry.xid >= xid_from, TrailEntry.xid < before)
    if not tree.count:
        return 0
    row = {
        "n": 1 if last is None else last.n + 1,
        "first": first_id,
        "last": last_id,
        "count": tree.count,
        "xid_from": xid_from,
        "xid_to": before,
        "root": tree.root(),
        "prev_hash": GENESIS if last is None else hash_of(last),
        "at": at,
        "key_id": key.id,
    }
    session().execute(insert(TrailCheckpoint).values(**row, signature=key.sign(signed_bytes(said_by(row)))))
    return tree.count


def last_checkpoint() -> TrailCheckpoint | None:
    """The newest checkpoint."""
    return session().scalar(select(TrailCheckpoint).order_by(TrailCheckpoint.n.desc()).limit(1))


def hash_of(checkpoint: TrailCheckpoint) -> bytes:
    """The hash by which the next checkpoint names this one."""
    return checkpoint_hash(said_by(vars(checkpoint)), checkpoint.signature)


def copy_checkpoints(folder: Path) -> None:
    """Write what the second place does not have yet, also what a clock that was killed has left."""
    missing = select(TrailCheckpoint).where(TrailCheckpoint.n > last_number(folder)).order_by(TrailCheckpoint.n)
    found = session().scalars(missing.execution_options(yield_per=ROWS_AT_ONCE))
    append(folder, ((said_by(vars(row)), row.signature) for row in found))
    session().rollback()


def _tree_of(*conditions: ColumnElement[bool]) -> tuple[Tree, Key, Key]:
    """The tree over some rows, and the lowest and highest of their ids."""
    tree, ids = Tree(), (Key(0), Key(0))
    wanted = select(TrailEntry.id, TrailEntry.xid, TrailEntry.row_hash).where(*conditions)
    ordered = wanted.order_by(TrailEntry.xid, TrailEntry.id).execution_options(yield_per=ROWS_AT_ONCE)
    for entry_id, xid, row_hash in session().execute(ordered):
        tree.add(leaf(xid, row_hash))
        ids = (min(ids[0] or entry_id, entry_id), max(ids[1], entry_id))
    return tree, *ids
