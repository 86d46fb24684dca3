"""Checkpoints over finished transactions, their tree, their key, their files."""

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import db, transaction
from app.core.errors import AppError
from app.trail.keys import public_keys, publish, signing_key
from app.trail.merkle import Tree
from app.trail.models import TrailCheckpoint, TrailEntry
from app.trail.operations import record
from app.trail.rights import carry_numbers_on
from app.trail.sealing import finished_transactions, seal_trail
from app.trail.second_place import files_in, last_number
from app.trail.verification import Proof, verify_trail
from tests.trail.conftest import Seal


def by_definition(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962 defines it, by cutting at the largest power of two."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\x00" + leaves[0] if leaves else b"").digest()
    cut = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + by_definition(leaves[:cut]) + by_definition(leaves[cut:])).digest()


def note(by: Actor, at: datetime) -> None:
    with transaction():
        record(action="quote.issued", entity="quote", entity_id=1, by=by, at=at)


@pytest.mark.parametrize("count", [*range(10), 33, 64])
def test_tree_has_the_root_that_the_standard_defines(count: int) -> None:
    tree, leaves = Tree(), [bytes([number]) * 3 for number in range(count)]

    for content in leaves:
        tree.add(content)

    assert tree.root() == by_definition(leaves)


def test_nothing_new_makes_no_checkpoint(session: Session, seal: Seal, actor: Actor, at: datetime) -> None:
    note(actor, at)

    assert (seal(before=2**40, at=at), seal(before=2**40, at=at)) == (1, 0)
    assert session.scalar(select(func.count()).select_from(TrailCheckpoint)) == 1


def test_rows_of_a_transaction_under_way_wait(
    app: Flask, committed: Session, actor: Actor, at: datetime, tmp_path: Path
) -> None:
    signing = signing_key(tmp_path / "signing_key.pem")
    with db.engine.begin() as elsewhere:
        elsewhere.execute(text("SELECT pg_current_xact_id()"))  # began first, ends last
        note(actor, at)
        assert seal_trail(signing, tmp_path, at=at) == 0

    def seal_in_a_thread(number: int) -> int:
        with app.app_context():
            return seal_trail(signing, tmp_path, at=at + timedelta(days=31 * number))

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(seal_in_a_thread, range(3))) == 1
    note(actor, at)
    assert seal_trail(signing, tmp_path, at=at + timedelta(days=62)) == 1
    assert last_number(tmp_path) == 2
    proof = verify_trail(public_keys=public_keys(tmp_path), files=files_in(tmp_path))
    assert proof == Proof(rows=2, chains=1, checkpoints=2, compared=2)


def test_numbers_go_on_after_a_dump_was_read_elsewhere(
    session: Session, seal: Seal, actor: Actor, at: datetime
) -> None:
    ahead = finished_transactions() + 1_000_000
    note(actor, at)
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(f"UPDATE trail_entry SET xid = {ahead}"))

    carry_numbers_on(session.connection())
    note(actor, at)

    first, second = session.scalars(select(TrailEntry.xid).order_by(TrailEntry.id))
    assert first == ahead < second
    assert first < finished_transactions()
    session.execute(text("SELECT setval('trail_epoch', 1)"))


def test_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "signing_key.pem"

    made = signing_key(file)
    publish(made, tmp_path)
    signing_key.cache_clear()

    assert signing_key(file).public == made.public
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert public_keys(tmp_path) == {made.id: made.public}


def test_file_without_a_key_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("no key", "utf-8")

    with pytest.raises(AppError, match="holds no key"):
        signing_key(tmp_path / "other")
