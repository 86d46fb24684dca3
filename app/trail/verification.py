"""Proves that the trail is as it was written, or names the first row or checkpoint that is not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.db import Key
from app.trail.chain_proof import Counts, Span, prove_chains
from app.trail.checkpoint_proof import Sealed, prove_checkpoints
from app.trail.errors import Broken

WHOLE = Span()


@dataclass(frozen=True)
class Proof:
    """What a whole trail came to.

    fault: the first thing that is wrong, as a sentence; None when all is as it was written.
    entry_id: the row that is wrong, or the last good one before a gap at the end.
    compared: checkpoints that also stood in the second place.
    """

    rows: int
    chains: int
    fault: str | None = None
    entry_id: Key | None = None
    checkpoints: int = 0
    compared: int = 0


def verify_trail(
    span: Span = WHOLE,
    *,
    public_keys: Mapping[str, bytes] | None = None,
    files: Sequence[Path] = (),
    tell: Callable[[int], None] = lambda _rows: None,
) -> Proof:
    """Read every row twice, by chains and by checkpoints; memory does not grow with the trail.

    public_keys: those that checkpoints may be signed with; None leaves signatures unread.
    files: the second place. tell: is told now and then how many rows were read.
    """
    counts, sealed = Counts(), Sealed()
    fault: Broken | None = None
    try:
        for _ in prove_chains(span, counts):
            tell(counts.rows)
        for _ in prove_checkpoints(span, sealed, public_keys=public_keys, files=files):
            tell(counts.rows)
    except Broken as broken:
        fault = broken
    return Proof(
        rows=counts.rows,
        chains=counts.chains,
        fault=None if fault is None else str(fault),
        entry_id=None if fault is None else fault.entry_id,
        checkpoints=sealed.checkpoints,
        compared=sealed.compared,
    )
