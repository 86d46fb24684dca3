"""Runs migrations: one process at a time, each in a transaction, on the tables of every slice."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from app.tables import all_tables

ONE_AT_A_TIME = 7_274_832_911  # an advisory lock; any number nobody else uses


def run() -> None:
    """Bring the database to where the command wants it."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": ONE_AT_A_TIME})
        connection.commit()
        try:
            context.configure(connection=connection, target_metadata=all_tables(), transaction_per_migration=True)
            with context.begin_transaction():
                context.run_migrations()
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": ONE_AT_A_TIME})
            connection.commit()
            connection.invalidate()  # the settings above are not for the next user of this connection


run()
