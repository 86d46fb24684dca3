"""Whether everything that a request needs is there."""

import re
from functools import cache
from pathlib import Path

import redis
from flask import current_app
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.settings import Settings

READY = "ready"
REDIS_SECONDS = 1.0
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
REVISION = re.compile(r"""^revision = ["\'](\w+)["\']""", re.MULTILINE)
DOWN_REVISION = re.compile(r"""^down_revision = ["\'](\w+)["\']""", re.MULTILINE)


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
    found = set[str]()
    if inspect(connection).has_table("alembic_version"):
        found = set(connection.scalars(text("SELECT version_num FROM alembic_version")))
    if found == migration_heads():
        return READY
    return f"the database is at {', '.join(sorted(found)) or 'nothing'}; run `pratica migrate`"


@cache
def migration_heads() -> set[str]:
    """The newest versions of the tables, read from the files: Alembic itself is too large for a web process."""
    sources = [file.read_text("utf-8") for file in VERSIONS.glob("*.py")]
    known = {found for source in sources for found in REVISION.findall(source)}
    return known - {found for source in sources for found in DOWN_REVISION.findall(source)}


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
