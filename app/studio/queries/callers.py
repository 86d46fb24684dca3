"""Which diagrams that are in force, or on which cases run, name a form, a decision or another process."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.core.db import session
from app.engine.catalogue import cache, content_of
from app.engine.models import InstanceState, ProcessDefinition, ProcessInstance
from app.studio.drafts.models import DraftKind
from app.studio.queries.processes import MOST_COUNTED
from app.studio.references import References, Users, references

MOST_DIAGRAMS = 300


@dataclass(frozen=True)
class Caller:
    """A version of a process with elements that name something. running: its cases, counted up to a limit."""

    definition: ProcessDefinition
    elements: list[str]
    running: int


def callers_of(kind: DraftKind, resource_id: str, *, but: str = "") -> list[Caller]:
    """The newest versions, and older ones with running cases, that name it; those of the process `but` left out."""
    found = []
    for definition, running in _diagrams():
        elements = _users(cache_references(definition), kind).get(resource_id)
        if elements and definition.process_id != but:
            found.append(Caller(definition, elements, running))
    return found


def cache_references(definition: ProcessDefinition) -> References:
    """What a deployed diagram refers to; a deployed file never changes."""
    return cache.get(("references", definition.resource_key), lambda: references(content_of(definition.resource_key)))


def _users(found: References, kind: DraftKind) -> Users:
    return {DraftKind.BPMN: found.processes, DraftKind.DMN: found.decisions, DraftKind.FORM: found.forms}[kind]


def _diagrams() -> Iterator[tuple[ProcessDefinition, int]]:
    later = aliased(ProcessDefinition)
    is_newest = ~exists().where(
        later.process_id == ProcessDefinition.process_id, later.version > ProcessDefinition.version
    )
    is_active = (ProcessInstance.definition_key == ProcessDefinition.key) & (
        ProcessInstance.state == InstanceState.ACTIVE
    )
    counted = select(literal(1)).where(is_active).limit(MOST_COUNTED + 1).correlate(ProcessDefinition).subquery()
    running = select(func.count()).select_from(counted).scalar_subquery()
    query = (
        select(ProcessDefinition, running)
        .where(or_(is_newest, exists().where(is_active)))
        .order_by(ProcessDefinition.process_id, ProcessDefinition.version.desc())
        .limit(MOST_DIAGRAMS)
    )
    yield from session().execute(query)
