"""What the database lets the application's own account do with the trail."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.trail import rights
from app.trail.operations import record
from app.trail.rights import apply_rights, owns_tables
from app.trail.verification import verify_trail

OURS, AUDITORS = "trail_test_app", "trail_test_audit"


@pytest.fixture
def account(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session of the application's own account, which owns nothing; the roles are gone with the transaction."""
    monkeypatch.setattr(rights, "AUDIT_ROLE", AUDITORS)
    session.execute(
        text(f"CREATE ROLE {OURS}; CREATE ROLE {AUDITORS}; CREATE TABLE IF NOT EXISTS alembic_version (n int)")
    )
    for _ in range(2):
        apply_rights(session.connection(), OURS)
    session.execute(text(f"SET LOCAL ROLE {OURS}"))
    yield session
    session.execute(text("RESET ROLE"))


@pytest.mark.parametrize(
    "statement",
    [
        *(
            change.format(table=table)
            for table in ("trail_entry", "trail_checkpoint", "trail_chain")
            for change in ("DELETE FROM {table}", "TRUNCATE {table}", "ALTER TABLE {table} DISABLE TRIGGER ALL")
        ),
        "UPDATE trail_entry SET reason = 'x'",
        "UPDATE trail_checkpoint SET count = 0",
        "UPDATE trail_chain SET chain = 'x'",
        "DROP TABLE trail_entry",
        "SET LOCAL session_replication_role = replica",
        "CREATE TABLE other (n int)",
        "SELECT setval('trail_epoch', 5)",
        "DELETE FROM alembic_version",
    ],
)
def test_application_may_only_add_to_the_trail(account: Session, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), account.begin_nested():
        account.execute(text(statement))


def test_application_writes_the_trail_and_does_its_work(account: Session, actor: Actor, at: datetime) -> None:
    for _ in range(2):
        with transaction():
            record(action="quote.issued", entity="quote", entity_id=1, by=actor, at=at)
    account.execute(text("UPDATE party SET revision = revision; DELETE FROM outbox_message"))

    assert verify_trail().rows == 2
    assert not owns_tables(account.connection())


def test_auditors_account_proves_the_trail_and_reads_nothing_else(account: Session) -> None:
    account.execute(text(f"SET LOCAL ROLE {AUDITORS}"))

    assert verify_trail().fault is None
    for statement in ("SELECT * FROM party", "SELECT state_data FROM process_instance", "DELETE FROM trail_entry"):
        with pytest.raises(ProgrammingError, match="permission denied"), account.begin_nested():
            account.execute(text(statement))


def test_owner_is_told_apart(session: Session) -> None:
    assert owns_tables(session.connection())
