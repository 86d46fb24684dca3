from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import CLOCK, Actor
from app.core.db import Key, transaction
from app.engine.models import ProcessInstance
from app.trail.hashing import GENESIS
from app.trail.models import TrailChain, TrailEntry
from app.trail.operations import name_request, open_case_chain, record
from app.trail.verification import verify_trail
from tests.statements import counted

MakeCase = Callable[[], ProcessInstance]


def note(action: str, *, by: Actor, at: datetime, case_key: Key | None = None) -> None:
    record(action=action, entity="quote", entity_id=1, by=by, at=at, case_key=case_key)


def entries(session: Session) -> list[TrailEntry]:
    return list(session.scalars(select(TrailEntry).order_by(TrailEntry.chain, TrailEntry.seq)))


def test_what_was_done_is_written_at_the_commit(session: Session, actor: Actor, at: datetime) -> None:
    with transaction():
        record(
            action="quote.issued",
            entity="quote",
            entity_id=7,
            by=actor,
            at=at,
            before={"total": None},
            after={"total": Decimal("12.50")},
            reason="asked for",
        )

    (entry,) = entries(session)
    assert (entry.chain, entry.seq, entry.prev_hash) == ("user:anna", 1, GENESIS)
    assert (entry.actor_name, entry.action, entry.entity_id, entry.at) == ("Anna Bianchi", "quote.issued", "7", at)
    assert (entry.before, entry.after, entry.reason) == ({"total": None}, {"total": "12.50"}, "asked for")


def test_a_rollback_drops_what_was_recorded(session: Session, actor: Actor, at: datetime) -> None:
    def fail() -> None:
        with transaction():
            note("lost", by=actor, at=at)
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    with transaction():
        note("kept", by=actor, at=at)

    assert [entry.action for entry in entries(session)] == ["kept"]


def test_a_rollback_to_a_savepoint_drops_only_what_came_after(session: Session, actor: Actor, at: datetime) -> None:
    with transaction():
        note("before", by=actor, at=at)
        savepoint = session.begin_nested()
        note("lost", by=actor, at=at)
        savepoint.rollback()
        with session.begin_nested():
            note("inside", by=actor, at=at)
        note("after", by=actor, at=at)

    assert [entry.action for entry in entries(session)] == ["before", "inside", "after"]


def test_rows_of_a_case_and_of_actors_follow_their_own_chains(
    session: Session, make_case: MakeCase, actor: Actor, at: datetime
) -> None:
    case = make_case()
    with transaction():
        note("one", by=actor, at=at, case_key=case.key)
        note("two", by=CLOCK, at=at, case_key=case.key)
        note("three", by=actor, at=at)
        note("four", by=CLOCK, at=at)

    rows = [(entry.chain, entry.seq) for entry in entries(session)]
    assert rows == [(f"case:{case.key}", 1), (f"case:{case.key}", 2), ("clock:clock", 1), ("user:anna", 1)]
    assert verify_trail().fault is None


def test_the_head_of_a_case_stands_in_its_row(
    session: Session, make_case: MakeCase, actor: Actor, at: datetime
) -> None:
    case = make_case()
    for action in ("one", "two"):
        with transaction():
            note(action, by=actor, at=at, case_key=case.key)

    session.refresh(case)
    last = entries(session)[-1]
    assert (case.trail_seq, case.trail_head, last.seq) == (2, last.row_hash, 2)


def test_the_head_of_an_actor_stands_in_its_chain(session: Session, actor: Actor, at: datetime) -> None:
    for action in ("one", "two"):
        with transaction():
            note(action, by=actor, at=at)

    head = session.get_one(TrailChain, "user:anna")
    assert (head.seq, head.head) == (2, entries(session)[-1].row_hash)


def test_an_open_case_chain_costs_one_insert_and_one_update(
    session: Session, make_case: MakeCase, actor: Actor, at: datetime
) -> None:
    key = make_case().key
    with transaction():
        note("draws a block of keys", by=actor, at=at)

    with counted() as seen, transaction():
        open_case_chain(key, 0, None)
        for action in ("one", "two", "three"):
            note(action, by=actor, at=at, case_key=key)

    assert [" ".join(statement.split()[:3]) for statement in seen] == [
        "INSERT INTO trail_entry",
        "UPDATE process_instance SET",
    ]


def test_a_case_that_is_not_there_is_refused(session: Session, actor: Actor, at: datetime) -> None:
    with pytest.raises(LookupError, match="case 5, which does not exist"), transaction():
        note("one", by=actor, at=at, case_key=Key(5))


def test_rows_carry_the_request_that_caused_them(session: Session, actor: Actor, at: datetime) -> None:
    name_request("abc")

    with transaction():
        note("one", by=actor, at=at)

    assert entries(session)[0].request_id == "abc"


def test_a_transaction_that_did_nothing_writes_nothing(session: Session) -> None:
    with transaction():
        pass

    assert entries(session) == []
