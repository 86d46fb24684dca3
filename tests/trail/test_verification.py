from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.engine.models import ProcessInstance
from app.trail.chain_proof import Span
from app.trail.checkpoint_proof import SecondPlace
from app.trail.errors import Broken
from app.trail.keys import SigningKey
from app.trail.models import TrailCheckpoint, TrailEntry
from app.trail.operations import name_request, record
from app.trail.sealing import copy_checkpoints
from app.trail.second_place import files_in
from app.trail.verification import Proof, verify_trail
from tests.trail.conftest import Seal

MakeCase = Callable[[], ProcessInstance]
Verify = Callable[[], Proof]

ENTRY = {
    "id": "id + 100000",
    "chain": "chain || 'x'",
    "seq": "seq + 1000",
    "at": "at + interval '1 microsecond'",
    "actor_kind": "'token'",
    "actor_id": "'luca'",
    "actor_name": "'Luca Ferri'",
    "action": "'quote.lost'",
    "entity": "'order'",
    "entity_id": "'8'",
    "case_key": "coalesce(case_key, 0) + 1",
    "before": """'{"discount": "9"}'""",
    "after": """'{"discount": 12}'""",  # the number for the text
    "reason": "NULL",
    "request_id": "'other'",
    "prev_hash": "sha256('x')",
    "row_hash": "sha256('x')",
    "xid": "xid + 1",
}
CHECKPOINT = {
    "n": "n + 10",
    "first": "first - 1",
    "last": "last + 1",
    "count": "count + 1",
    "xid_from": "xid_from + 1",
    "xid_to": "xid_to + 1",
    "root": "sha256('x')",
    "prev_hash": "sha256('x')",
    "at": "at + interval '1 microsecond'",
    "key_id": "'0123456789abcdef'",
    "signature": "decode(repeat('00', 64), 'hex')",
}
HEADS = {
    "UPDATE trail_chain SET chain = chain || 'x'": "its chain knows of no head",
    "UPDATE trail_chain SET seq = 2": "its chain knows of number 2",
    "UPDATE trail_chain SET head = sha256('x')": "is the last one",
    "UPDATE process_instance SET trail_seq = 2": "its chain knows of number 2",
    "UPDATE process_instance SET trail_head = sha256('x')": "is the last one",
    "UPDATE process_instance SET trail_head = NULL, trail_seq = 0": "its chain knows of number 0",
}
GAPS = {
    "DELETE FROM trail_entry WHERE seq = 2 AND case_key IS NULL": "rows are missing",
    "DELETE FROM trail_entry WHERE seq = 3 AND case_key IS NULL": "its chain knows of number 3",
    "DELETE FROM trail_entry WHERE seq = 3 AND case_key IS NOT NULL": "its chain knows of number 3",
    "DELETE FROM trail_entry WHERE case_key IS NULL": "All 3 rows of user:anna are missing",
    "DELETE FROM trail_entry WHERE case_key IS NOT NULL": "All 3 rows of case:",
    "DELETE FROM trail_chain": "its chain knows of no head",
    "DELETE FROM trail_checkpoint WHERE n = 1": "Checkpoint 1 is missing",
    "DELETE FROM trail_checkpoint WHERE n = 2": "Checkpoint 2 stands in the second place, but no longer",
    "DELETE FROM trail_entry WHERE case_key IS NULL; DELETE FROM trail_chain": "was put over 2 rows, but there are 1",
    """DELETE FROM trail_entry WHERE seq = 3 AND case_key IS NULL;
    UPDATE trail_chain SET seq = 2, head = (SELECT row_hash FROM trail_entry WHERE seq = 2 AND case_key IS NULL)
    """: "was put over 4 rows, but there are 3",
    """UPDATE trail_entry SET seq = CASE seq WHEN 1 THEN -2 ELSE -1 END WHERE seq < 3 AND case_key IS NULL;
    UPDATE trail_entry SET seq = -seq WHERE seq < 0
    """: "does not follow from the row before it",
}


@pytest.fixture
def chained(session: Session, make_case: MakeCase, actor: Actor, at: datetime, seal: Seal) -> Session:
    """Two transactions on a case and on the chain of Anna, three rows in each chain, a checkpoint after each."""
    case = make_case()
    name_request("request")
    for count in (1, 2):
        with transaction():
            for case_key in (case.key, None):
                for number in range(count):
                    record(
                        action="discount.approved",
                        entity="quote",
                        entity_id=number,
                        by=actor,
                        at=at,
                        case_key=case_key,
                        before={"discount": "8"},
                        after={"discount": "12"},
                        reason="repeat customer",
                    )
        session.execute(text("SET LOCAL session_replication_role = replica"))  # switches triggers off
        session.execute(text(f"UPDATE trail_entry SET xid = {count} WHERE xid > 2"))
        seal(before=count + 1, at=at + timedelta(hours=count))
    return session


@pytest.fixture
def verify(chained: Session, signing: SigningKey, tmp_path: Path) -> Verify:
    """Proves the trail with the public key, and with the second place as it was before anything was altered."""
    copy_checkpoints(tmp_path)
    return lambda: verify_trail(public_keys={signing.id: signing.public}, files=files_in(tmp_path))


@contextmanager
def altered(session: Session, statement: str) -> Iterator[None]:
    """The trail as somebody with all rights has made it, until the block ends."""
    with session.begin_nested() as savepoint:
        session.execute(text(statement))
        yield
        session.expunge_all()
        savepoint.rollback()


def test_an_untouched_trail_is_proved(verify: Verify) -> None:
    assert verify() == Proof(rows=6, chains=2, checkpoints=2, compared=2)


def test_an_empty_trail_is_proved(session: Session) -> None:
    assert verify_trail() == Proof(rows=0, chains=0)


def test_every_column_has_a_mutation() -> None:
    assert set(ENTRY) == set(TrailEntry.__table__.c.keys())
    assert set(CHECKPOINT) == set(TrailCheckpoint.__table__.c.keys())


def test_every_altered_column_of_every_row_is_found(chained: Session, verify: Verify) -> None:
    wrong = []
    for entry_id in chained.scalars(text("SELECT id FROM trail_entry")).all():
        for column, value in ENTRY.items():
            with altered(chained, f"UPDATE trail_entry SET {column} = {value} WHERE id = {entry_id}"):
                proof = verify()
            names_another_row = proof.entry_id != entry_id and column not in {"id", "chain", "seq", "xid"}
            if proof.fault is None or names_another_row:
                wrong.append((column, entry_id, proof))

    assert wrong == []


def test_every_altered_column_of_every_checkpoint_is_found(chained: Session, verify: Verify) -> None:
    unseen = []
    for number in (1, 2):
        for column, value in CHECKPOINT.items():
            with altered(chained, f"UPDATE trail_checkpoint SET {column} = {value} WHERE n = {number}"):
                if f"heckpoint {number}" not in (verify().fault or ""):
                    unseen.append((number, column))

    assert unseen == []


def test_gaps_and_other_heads_are_found(chained: Session, verify: Verify) -> None:
    said = {}
    for statement in HEADS | GAPS:
        with altered(chained, statement):
            said[statement] = verify().fault or ""

    assert [
        (statement, said[statement]) for statement, part in (HEADS | GAPS).items() if part not in said[statement]
    ] == []


def test_everything_written_anew_is_found_by_the_second_place(
    chained: Session, verify: Verify, seal: Seal, actor: Actor, at: datetime
) -> None:
    chained.execute(text("DELETE FROM trail_checkpoint; DELETE FROM trail_entry; DELETE FROM trail_chain"))
    chained.execute(text("UPDATE process_instance SET trail_seq = 0, trail_head = NULL"))
    chained.commit()
    with transaction():
        record(action="quote.issued", entity="quote", entity_id=1, by=actor, at=at)
    chained.execute(text("UPDATE trail_entry SET xid = 1"))
    seal(before=2, at=at + timedelta(hours=1))

    assert verify_trail().fault is None
    assert verify().fault == "Checkpoint 1 is not the one that was written to the second place."


def test_checkpoint_signed_while_others_are_read_is_no_fault(chained: Session, verify: Verify, tmp_path: Path) -> None:
    place = SecondPlace(files_in(tmp_path))

    place.check_end()  # the line that nothing was compared with also stands in the database by now

    with altered(chained, "DELETE FROM trail_checkpoint"), pytest.raises(Broken, match="no longer in the database"):
        place.check_end()


@pytest.mark.parametrize("value", ["null", '{"discount": 12.5}', "[1]"])
def test_json_that_is_never_written_is_found(
    chained: Session, verify: Verify, actor: Actor, at: datetime, value: str
) -> None:
    with transaction():
        record(action="quote.issued", entity="quote", entity_id=1, by=actor, at=at)

    with altered(chained, f"UPDATE trail_entry SET after = '{value}' WHERE after IS NULL"):
        assert "was altered" in (verify().fault or "")


def test_a_key_that_nobody_knows_is_named(chained: Session, signing: SigningKey) -> None:
    assert f"signed with the key {signing.id}, which is not known" in (verify_trail(public_keys={}).fault or "")


def test_a_span_proves_its_own_rows_and_checkpoints(chained: Session, at: datetime) -> None:
    later = Span(since=at + timedelta(minutes=90))

    assert verify_trail(later) == Proof(rows=0, chains=0, checkpoints=1)
    with altered(chained, "UPDATE trail_entry SET row_hash = sha256('x') WHERE xid = 2"):
        assert "Checkpoint 2" in (verify_trail(later).fault or "")
    with altered(chained, "UPDATE trail_entry SET row_hash = sha256('x') WHERE xid = 1"):
        assert verify_trail(later).fault is None
        assert "was altered" in (verify_trail(Span(until=at + timedelta(minutes=1))).fault or "")


def test_what_comes_after_the_second_place_ends_is_no_fault(chained: Session, tmp_path: Path) -> None:
    copy_checkpoints(tmp_path)
    (file,) = files_in(tmp_path)
    first = file.read_text("utf-8").splitlines()[0]
    file.write_text(f'{first}\n{{"n": 2, "fir', "utf-8")  # the power failed in the middle of a line

    assert verify_trail(files=[file]) == Proof(rows=6, chains=2, checkpoints=2, compared=1)
    copy_checkpoints(tmp_path)
    assert verify_trail(files=[file]).compared == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET reason = 'x'",
        "DELETE FROM trail_entry",
        "TRUNCATE trail_entry",
        "DELETE FROM trail_chain",
        "TRUNCATE trail_chain",
        "UPDATE trail_chain SET seq = seq - 1",
        "UPDATE trail_chain SET chain = 'other'",
        "UPDATE trail_checkpoint SET count = 0",
        "DELETE FROM trail_checkpoint",
        "TRUNCATE trail_checkpoint",
    ],
)
def test_the_database_refuses_to_change_the_trail(session: Session, actor: Actor, at: datetime, statement: str) -> None:
    with transaction():
        record(action="a.b", entity="quote", entity_id=1, by=actor, at=at)

    with pytest.raises(Exception, match="The trail is append-only"):
        session.execute(text(statement))
