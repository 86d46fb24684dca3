"""Verifications that somebody asked for: done in the background, their results kept."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import or_, select, text, update

from app.core.actor import Actor
from app.core.db import Key, db, new_key, session, transaction
from app.trail.keys import key_id, public_keys, signing_key
from app.trail.models import TrailVerification
from app.trail.operations import record
from app.trail.second_place import files_in
from app.trail.verification import Proof, verify_trail

SILENT_AFTER = timedelta(seconds=60)
BEAT_SECONDS = 1.0
ABOUT = text("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'trail_entry'::regclass")

Moment = Callable[[], datetime]


@dataclass(frozen=True)
class Means:
    """What a trail is proved with.

    public_keys: by what checkpoints call them. files: the second place.
    """

    public_keys: Mapping[str, bytes]
    files: Sequence[Path]


def means_here(signing_key_file: Path, checkpoint_folder: Path) -> Means:
    """The keys and files of this machine; a signing key is not made for that."""
    known = public_keys(checkpoint_folder)
    if signing_key_file.exists():
        own = signing_key(signing_key_file).public
        known[key_id(own)] = own
    return Means(known, files_in(checkpoint_folder))


def ask_for_verification(*, by: Actor, at: datetime) -> TrailVerification:
    """A verification that somebody has to do; the one under way when there is one."""
    under_way = or_(TrailVerification.beat_at > at - SILENT_AFTER, TrailVerification.asked_at > at - SILENT_AFTER)
    found = session().scalar(select(TrailVerification).where(TrailVerification.finished_at.is_(None), under_way))
    return found or _add(by=by, at=at)


def run_verification(verification_id: Key, means: Means, *, moment: Moment) -> Proof | None:
    """Read the whole trail and keep the result. None when it is done already, or somebody is at it."""
    by = _begin(verification_id, at=moment())
    if by is None:
        return None
    session().execute(text("SET LOCAL statement_timeout = 0"))
    proof = verify_trail(public_keys=means.public_keys, files=means.files, tell=_Beat(verification_id, moment))
    session().rollback()
    with transaction():
        _keep(session().get_one(TrailVerification, verification_id), proof, by=by, at=moment())
    return proof


def keep_proof(proof: Proof, *, by: Actor, at: datetime) -> None:
    """Keep the result of a verification that was not asked for on a page."""
    _keep(_add(by=by, at=at), proof, by=by, at=at)


def _add(*, by: Actor, at: datetime) -> TrailVerification:
    asked = TrailVerification(id=new_key(), asked_by=by.id, asked_by_name=by.name, asked_at=at)
    session().add(asked)
    return asked


def _begin(verification_id: Key, *, at: datetime) -> Actor | None:
    """Who asked, once it is ours."""
    with transaction():
        asked = session().get(TrailVerification, verification_id, with_for_update=True)
        if asked is None or asked.finished_at or (asked.beat_at and asked.beat_at > at - SILENT_AFTER):
            return None
        asked.beat_at = at
        asked.rows_expected = session().execute(ABOUT).scalar_one()
        return Actor("user", asked.asked_by, asked.asked_by_name)


class _Beat:
    """Says how far a verification is, once a second, on a connection of its own: the reading goes on meanwhile."""

    def __init__(self, verification_id: Key, moment: Moment) -> None:
        self._of = TrailVerification.id == verification_id
        self._moment = moment
        self._said_at = time.monotonic()

    def __call__(self, rows: int) -> None:
        if time.monotonic() - self._said_at < BEAT_SECONDS:
            return
        self._said_at = time.monotonic()
        with db.engine.begin() as connection:
            connection.execute(update(TrailVerification).where(self._of).values(rows=rows, beat_at=self._moment()))


def _keep(verification: TrailVerification, proof: Proof, *, by: Actor, at: datetime) -> None:
    verification.finished_at = at
    verification.rows, verification.chains = proof.rows, proof.chains
    verification.checkpoints, verification.compared = proof.checkpoints, proof.compared
    verification.fault, verification.entry_id = proof.fault, proof.entry_id
    after = {"rows": proof.rows, "checkpoints": proof.checkpoints, "compared": proof.compared, "fault": proof.fault}
    record(action="trail.verified", entity="trail", entity_id="all", by=by, at=at, after=after)
