"""Brings the tables of a database to this version; run by the command line, never by a web process."""

from pathlib import Path

import flask_migrate
from flask import Flask

from app.core.db import db
from app.trail.rights import apply_rights

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def migrate_database(app: Flask, *, for_account: str | None = None) -> None:
    """Run the migrations that are missing. Processes that do it at the same time wait for one another.

    for_account: the application's own account of the database, where `app` was given that of the owner.
    """
    flask_migrate.Migrate(app, db, directory=str(MIGRATIONS))
    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            apply_rights(connection, for_account or connection.engine.url.username or "")
