"""The fixtures themselves: what is undone, what is kept, what a request sees."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import new_key, transaction
from app.outbox.models import OutboxMessage


def make_message(at: datetime, session: Session) -> None:
    session.add(OutboxMessage(queue="mail", actor="run_job", arguments={}, created_at=at))


def messages(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_undone_between_tests(session: Session, at: datetime, turn: int) -> None:
    with transaction():
        make_message(at, session)

    assert messages(session) == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_is_made_anew_after_true_commits(committed: Session, at: datetime, turn: int) -> None:
    with transaction():
        make_message(at, committed)

    assert messages(committed) == 1


def test_a_failed_transaction_undoes_only_itself(session: Session, at: datetime) -> None:
    with transaction():
        make_message(at, session)

    session.add(OutboxMessage(queue="mail", actor="run_job", arguments={}, created_at=None))
    with pytest.raises(IntegrityError), transaction():
        pass

    assert messages(session) == 1


def test_keys_do_not_come_twice_after_a_database_was_made_anew(committed: Session) -> None:
    assert new_key() > 2_251_799_813_000


def test_the_clock_shows_the_time_of_the_test(session: Session, at: datetime) -> None:
    assert now() == at
