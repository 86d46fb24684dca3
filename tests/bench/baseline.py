"""What the frameworks alone cost: a bare Flask request that writes as many rows as a completion does."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core.db import db, transaction

ROWS_OF_A_COMPLETION = 6
INSERT = text("INSERT INTO bench_row (note) VALUES (:note)")


def add_bare_request(app: Flask) -> FlaskClient:
    """A client of `/bare`, which inserts as many rows, one statement each, and commits."""

    def bare() -> str:
        with transaction() as current:
            for _ in range(ROWS_OF_A_COMPLETION):
                current.execute(INSERT, {"note": "x"})
        return "done"

    with app.app_context(), transaction() as current:
        current.execute(text("CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, note text)"))
    bare.is_public = True  # type: ignore[attr-defined]  # as `identity.permissions.public` marks it
    app.add_url_rule("/bare", view_func=bare)
    return app.test_client()


def dispose(app: Flask) -> None:
    """Give the connections back."""
    with app.app_context():
        db.engine.dispose()
