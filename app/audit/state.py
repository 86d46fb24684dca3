"""The state of the proof: the last checkpoint, rows that wait for one, the last verification."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select

from app.core.db import session
from app.trail.models import TrailCheckpoint, TrailEntry, TrailVerification
from app.trail.rights import owns_tables
from app.trail.sealing import last_checkpoint
from app.trail.verifying import SILENT_AFTER

MOST_COUNTED = 1_000
SEALED_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class ProofState:
    """What the trail's pages always show.

    waiting: rows without a checkpoint, up to one more than MOST_COUNTED. running: a verification under way.
    is_late: rows wait that should long have a checkpoint: no clock runs, or it cannot sign.
    owns_tables: the application's account could switch the protection off.
    """

    checkpoint: TrailCheckpoint | None
    waiting: int
    is_late: bool
    running: TrailVerification | None
    last: TrailVerification | None
    owns_tables: bool

    @property
    def percent(self) -> int:
        """How far the verification under way is, as far as one can know."""
        if self.running is None or not self.running.rows_expected:
            return 0
        return min(99, self.running.rows * 100 // self.running.rows_expected)


def proof_state(*, at: datetime) -> ProofState:
    """The state of the proof; four statements."""
    checkpoint = last_checkpoint()
    waiting, oldest = _waiting(checkpoint)
    asked = _verifications()
    return ProofState(
        checkpoint=checkpoint,
        waiting=waiting,
        is_late=oldest is not None and at - oldest > SEALED_WITHIN,
        running=next((one for one in asked if one.finished_at is None and is_alive(one, at=at)), None),
        last=next((one for one in asked if one.finished_at is not None), None),
        owns_tables=owns_tables(session().connection()),
    )


def is_alive(verification: TrailVerification, *, at: datetime) -> bool:
    """Whether somebody is at it, or will be soon."""
    return at - (verification.beat_at or verification.asked_at) <= SILENT_AFTER


def _waiting(checkpoint: TrailCheckpoint | None) -> tuple[int, datetime | None]:
    """How many rows wait for a checkpoint, and since when the oldest of those counted does."""
    sealed = 0 if checkpoint is None else checkpoint.xid_to
    counted = select(TrailEntry.at).where(TrailEntry.xid >= literal(sealed)).order_by(TrailEntry.xid)
    rows = counted.limit(MOST_COUNTED + 1).subquery()
    found = session().execute(select(func.count(), func.min(rows.c.at)).select_from(rows)).one()
    return found[0], found[1]


def _verifications() -> Sequence[TrailVerification]:
    """The newest, and the newest that came to its end."""
    newest = select(TrailVerification).order_by(TrailVerification.asked_at.desc())
    return session().scalars(newest.limit(10)).all()
