"""Writes a migration from what the models say and the migrations do not. Run by `make migration NAME="..."`.

Alembic does not see sequences, triggers and functions: write those by hand;
`tests/platform/test_migrations.py` compares.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import flask_migrate

from app.core.db import db
from app.factory import create_app
from app.migrations import migrate_database
from app.runtime import postgres
from app.settings import settings_from_environment
from tests.fixtures.servers import UNSAFE_BUT_FAST, running


def write_migration(message: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pratica-migration-"))
    cluster = postgres.prepare(folder / "postgres")
    with running(postgres.server(cluster, log=folder / "postgres.log", settings=UNSAFE_BUT_FAST)):
        postgres.ensure_database(cluster, "pratica")
        environment = {
            "DATABASE_URL": cluster.url("pratica"),
            "REDIS_URL": "unix:///nowhere",
            "SECRET_KEY": "only-for-migrations-0123456789-0123456789",
            "DATA_DIR": str(folder),
        }
        application = create_app(settings_from_environment(environment))
        with application.app_context():
            migrate_database(application)
            flask_migrate.revision(message=message, autogenerate=True)
            db.engine.dispose()
    shutil.rmtree(folder)


if __name__ == "__main__":
    write_migration(sys.argv[1])
