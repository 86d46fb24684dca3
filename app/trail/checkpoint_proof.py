"""Recomputes what each checkpoint says of its rows, follows their chain, compares them with the second place."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.core.db import session
from app.trail.chain_proof import ROWS_AT_ONCE, Columns, Span
from app.trail.checkpoints import Said, as_line, checkpoint_hash, from_line, is_signed, said_by
from app.trail.errors import Broken
from app.trail.hashing import GENESIS
from app.trail.merkle import Tree, leaf
from app.trail.models import TrailCheckpoint, TrailEntry
from app.trail.second_place import checkpoints_in

CHECKPOINTS = TrailCheckpoint.__table__
Row = tuple[int, int, bytes]
"""Id, transaction and hash of a row of the trail."""


@dataclass
class Sealed:
    """Checkpoints read until now, and how many of them also stood in the second place."""

    checkpoints: int = 0
    compared: int = 0


class SecondPlace:
    """Reads the files beside the checkpoints of the database, both in the order of their numbers."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._lines = checkpoints_in(files)
        self._next: Said | None = next(self._lines, None)

    def compare(self, number: int, line: str) -> bool:
        """Whether the checkpoint was there; False at the end of the files. Raises Broken when it says another thing."""
        found = False
        while self._next is not None and self._next["n"] <= number:
            if self._next["n"] == number:
                found = True
                if self._next != from_line(line):
                    raise Broken(f"Checkpoint {number} is not the one that was written to the second place.")
            self._next = next(self._lines, None)
        if not found and self._next is not None:
            raise Broken(f"Checkpoint {number} was never written to the second place, but later ones were.")
        return found

    def check_end(self) -> None:
        """Raises Broken when there is more here than in the database; what was signed meanwhile is in both."""
        if self._next is None:
            return
        if session().scalar(select(CHECKPOINTS.c.n).where(CHECKPOINTS.c.n == self._next["n"])) is None:
            raise Broken(f"Checkpoint {self._next['n']} stands in the second place, but no longer in the database.")


def prove_checkpoints(
    span: Span, sealed: Sealed, *, public_keys: Mapping[str, bytes] | None, files: Sequence[Path]
) -> Generator[None]:
    """Read checkpoints and their rows once; stops after each checkpoint. Raises Broken at the first that is wrong.

    public_keys: by what checkpoints call them; None leaves signatures unread.
    """
    before = _before(span)
    place = SecondPlace(files)
    with closing(_checkpoints(span)) as found, closing(_rows(before)) as rows:
        sealed_rows: _Sealed | None = None
        for checkpoint in found:
            # Rows are looked up after the checkpoints: all that these were put over are then among them.
            sealed_rows = sealed_rows or _Sealed(rows)
            said = said_by(checkpoint)
            _check_order(said, before)
            _check_rows(said, sealed_rows)
            _check_signature(said, checkpoint["signature"], public_keys)
            sealed.compared += place.compare(said["n"], as_line(said, checkpoint["signature"]))
            sealed.checkpoints += 1
            before = checkpoint
            yield
    if span.is_whole:
        place.check_end()


class _Sealed:
    """Hands out rows up to a transaction; the one after waits."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def until(self, xid: int) -> Iterator[Row]:
        """The next rows, of transactions before this one."""
        while self._next is not None and self._next[1] < xid:
            yield self._next
            self._next = next(self._rows, None)


def _before(span: Span) -> Columns | None:
    """The checkpoint before the first of the span."""
    if span.since is None:
        return None
    wanted = select(CHECKPOINTS).where(CHECKPOINTS.c.at < span.since).order_by(CHECKPOINTS.c.n.desc()).limit(1)
    found = session().execute(wanted).first()
    return None if found is None else found._asdict()


def _checkpoints(span: Span) -> Generator[Columns]:
    wanted = select(CHECKPOINTS).where(*span.conditions(CHECKPOINTS.c.at)).order_by(CHECKPOINTS.c.n)
    with session().execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)) as found:
        for checkpoint in found:
            yield checkpoint._asdict()


def _rows(before: Columns | None) -> Generator[Row]:
    wanted = select(TrailEntry.id, TrailEntry.xid, TrailEntry.row_hash).order_by(TrailEntry.xid, TrailEntry.id)
    if before is not None:
        wanted = wanted.where(TrailEntry.xid >= before["xid_to"])
    with session().execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)) as found:
        yield from ((entry_id, xid, row_hash) for entry_id, xid, row_hash in found)


def _check_order(said: Said, before: Columns | None) -> None:
    number, xid_from, prev_hash = 1, 0, GENESIS
    if before is not None:
        number, xid_from = before["n"] + 1, before["xid_to"]
        prev_hash = checkpoint_hash(said_by(before), before["signature"])
    if said["n"] != number:
        raise Broken(f"Checkpoint {number} is missing: after it comes number {said['n']}.")
    if (said["xid_from"], said["prev_hash"]) != (xid_from, prev_hash.hex()):
        raise Broken(f"Checkpoint {number} does not follow from the one before it.")


def _check_rows(said: Said, rows: _Sealed) -> None:
    tree, lowest, highest = Tree(), 0, 0
    for entry_id, xid, row_hash in rows.until(said["xid_to"]):
        tree.add(leaf(xid, row_hash))
        lowest, highest = min(lowest or entry_id, entry_id), max(highest, entry_id)
    where = f"Checkpoint {said['n']} of {said['at'][:19].replace('T', ' ')} UTC"
    if tree.count != said["count"]:
        raise Broken(f"{where} was put over {said['count']} rows, but there are {tree.count}.")
    if (tree.root().hex(), str(lowest), str(highest)) != (said["root"], said["first"], said["last"]):
        rest = f"rows {said['first']} to {said['last']}, which are no longer what they were."
        raise Broken(f"{where} was put over {rest}")


def _check_signature(said: Said, signature: bytes, public_keys: Mapping[str, bytes] | None) -> None:
    if public_keys is None:
        return
    if (public := public_keys.get(said["key_id"])) is None:
        raise Broken(f"Checkpoint {said['n']} is signed with the key {said['key_id']}, which is not known here.")
    if not is_signed(said, signature, public):
        raise Broken(f"Checkpoint {said['n']} was altered: its signature does not fit what it says.")
