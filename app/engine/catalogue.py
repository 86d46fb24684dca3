"""Deployed definitions ready for use: compiled processes, forms and decisions, cached by key."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select

from app import dmn
from app.core.db import Key, session
from app.core.errors import Missing
from app.engine.compiling import CompiledProcess, compile_process
from app.engine.diagram import read_processes
from app.engine.models import FormDefinition, ProcessDefinition, Resource

CACHED_DEFINITIONS = 500
T = TypeVar("T")


class UnknownProcess(Missing):
    """No such process, or no such version, was deployed."""

    def __init__(self, process_id: str, version: int | None = None) -> None:
        which = f" in version {version}" if version is not None else ""
        super().__init__(f"There is no process {process_id!r}{which}. Deploy it first.")


class _Cache:
    """The definitions used last. A deployed definition never changes, so nothing expires."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]  # kept under this key by the same maker
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > CACHED_DEFINITIONS:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


cache = _Cache()


def compiled(definition_key: Key) -> CompiledProcess:
    """A deployed version, ready to run."""
    return cache.get(("process", definition_key), lambda: _compile(definition_key))


def latest_definition(process_id: str, version: int | None = None) -> ProcessDefinition:
    """The newest version of a process, or the one asked for. Raises UnknownProcess."""
    query = select(ProcessDefinition).where(ProcessDefinition.process_id == process_id)
    if version is not None:
        query = query.where(ProcessDefinition.version == version)
    found = session().scalar(query.order_by(ProcessDefinition.version.desc()).limit(1))
    if found is None:
        raise UnknownProcess(process_id, version)
    return found


def definition_with_key(key: Key) -> ProcessDefinition:
    """One version of a process. Raises Missing."""
    found = session().get(ProcessDefinition, key)
    if found is None:
        raise Missing(f"There is no process definition {key}.")
    return found


def latest_form_key(form_id: str) -> Key | None:
    """The newest version of a form."""
    query = select(FormDefinition.key).where(FormDefinition.form_id == form_id)
    return session().scalar(query.order_by(FormDefinition.version.desc()).limit(1))


def model_of(resource_key: Key) -> dmn.Model:
    """The model of a deployed DMN file."""
    return cache.get(("dmn", resource_key), lambda: dmn.load(content_of(resource_key)))


def _compile(definition_key: Key) -> CompiledProcess:
    definition = definition_with_key(definition_key)
    processes = read_processes(content_of(definition.resource_key))
    return compile_process(next(process for process in processes if process.id == definition.process_id))


def content_of(resource_key: Key) -> bytes:
    """A deployed file, byte for byte."""
    content = session().scalar(select(Resource.content).where(Resource.key == resource_key))
    assert content is not None
    return content
