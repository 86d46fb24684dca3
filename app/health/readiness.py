"""Whether everything that a request needs is there."""

import redis
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.settings import Settings

READY = "ready"
REDIS_SECONDS = 1.0


def state_of_parts() -> dict[str, str]:
    """Each part with `ready`, or a few words on what is wrong."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            parts = {"database": READY, "migrations": _migrations(connection)}
    except SQLAlchemyError:
        parts = {"database": "does not answer", "migrations": "unknown"}
    return {**parts, "redis": _redis()}


def _migrations(connection: Connection) -> str:
    wanted = _heads()
    found = set(MigrationContext.configure(connection).get_current_heads())
    if wanted == found:
        return READY
    return f"the database is at {', '.join(sorted(found)) or 'nothing'}; run `pratica migrate`"


def _heads() -> set[str]:
    known: set[str] | None = current_app.extensions.get("migration_heads")
    if known is None:
        known = set(ScriptDirectory(current_app.extensions["migrate"].directory).get_heads())
        current_app.extensions["migration_heads"] = known
    return known


def _redis() -> str:
    settings: Settings = current_app.extensions["settings"]
    try:
        with redis.Redis.from_url(
            settings.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "does not answer"
    return READY
