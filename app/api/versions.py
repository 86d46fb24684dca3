"""Version numbers of process definitions. A deployed definition never changes, so each is asked for once."""

from collections.abc import Iterable

from sqlalchemy import select

from app.core.db import Key, session
from app.engine import catalogue
from app.engine.models import ProcessDefinition


def version_of(definition_key: Key) -> int:
    """The version of a definition that exists."""
    query = select(ProcessDefinition.version).where(ProcessDefinition.key == definition_key)
    return catalogue.cache.get(("version", definition_key), lambda: session().scalars(query).one())


def versions_of(definition_keys: Iterable[Key]) -> dict[Key, int]:
    """The versions of several definitions."""
    return {definition_key: version_of(definition_key) for definition_key in set(definition_keys)}
