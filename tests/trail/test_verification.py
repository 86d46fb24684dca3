from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.engine.models import ProcessInstance
from app.trail.models import TrailEntry
from app.trail.operations import name_request, record
from app.trail.verification import Proof, verify_trail

MakeCase = Callable[[], ProcessInstance]

MUTATIONS = {
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
}


@pytest.fixture
def chained(session: Session, make_case: MakeCase, actor: Actor, at: datetime) -> Session:
    """Two transactions on a case and on the chain of Anna, three rows in each chain."""
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
    session.execute(text("ALTER TABLE trail_entry DISABLE TRIGGER ALL"))
    session.execute(text("ALTER TABLE trail_chain DISABLE TRIGGER ALL"))
    return session


def alter(session: Session, statement: str) -> Proof:
    session.execute(text(statement))
    session.commit()
    return verify_trail()


def test_an_untouched_trail_is_proved(chained: Session) -> None:
    assert verify_trail() == Proof(rows=6, chains=2)


def test_an_empty_trail_is_proved(session: Session) -> None:
    assert verify_trail() == Proof(rows=0, chains=0)


def test_every_column_has_a_mutation() -> None:
    assert set(MUTATIONS) == set(TrailEntry.__table__.c.keys())


@pytest.mark.parametrize("column", MUTATIONS)
@pytest.mark.parametrize("seq", [1, 2, 3])
@pytest.mark.parametrize("chain", ["case:%", "user:%"])
def test_an_altered_column_is_found(chained: Session, column: str, seq: int, chain: str) -> None:
    wanted = chained.scalar(text(f"SELECT id FROM trail_entry WHERE seq = {seq} AND chain LIKE '{chain}'"))

    proof = alter(chained, f"UPDATE trail_entry SET {column} = {MUTATIONS[column]} WHERE id = {wanted}")

    assert proof.fault is not None
    if column not in {"id", "chain", "seq"}:
        assert proof.entry_id == wanted


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM trail_entry WHERE seq = 2 AND case_key IS NULL", "rows are missing"),
        ("DELETE FROM trail_entry WHERE seq = 3 AND case_key IS NULL", "its chain knows of number 3"),
        ("DELETE FROM trail_entry WHERE seq = 3 AND case_key IS NOT NULL", "its chain knows of number 3"),
        ("DELETE FROM trail_entry WHERE case_key IS NULL", "All 3 rows of user:anna are missing"),
        ("DELETE FROM trail_entry WHERE case_key IS NOT NULL", "All 3 rows of case:"),
        ("DELETE FROM trail_chain", "its chain knows of no head"),
        ("UPDATE trail_chain SET head = sha256('x')", "is the last one"),
        ("UPDATE trail_chain SET seq = 2", "its chain knows of number 2"),
        ("UPDATE process_instance SET trail_head = NULL, trail_seq = 0", "its chain knows of number 0"),
        ("UPDATE process_instance SET trail_head = sha256('x')", "is the last one"),
    ],
)
def test_a_gap_or_another_head_is_found(chained: Session, statement: str, sentence: str) -> None:
    proof = alter(chained, statement)

    assert sentence in (proof.fault or "")


def test_two_rows_that_changed_places_are_found(chained: Session) -> None:
    turned = "UPDATE trail_entry SET seq = CASE seq WHEN 1 THEN -2 ELSE -1 END WHERE seq < 3 AND case_key IS NULL"
    alter(chained, turned)

    proof = alter(chained, "UPDATE trail_entry SET seq = -seq WHERE seq < 0")

    assert proof.fault is not None


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
    ],
)
def test_the_database_refuses_to_change_the_trail(session: Session, actor: Actor, at: datetime, statement: str) -> None:
    with transaction():
        record(action="a.b", entity="quote", entity_id=1, by=actor, at=at)

    with pytest.raises(Exception, match="The trail is append-only"):
        session.execute(text(statement))
