"""Processes that are deployed, their versions, and how many cases stand on each."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from app.core.db import Key, session
from app.engine.catalogue import UnknownProcess
from app.engine.models import Deployment, InstanceState, ProcessDefinition, ProcessInstance, Resource

MOST_COUNTED = 999
MOST_VERSIONS = 100


@dataclass(frozen=True)
class ProcessRow:
    """A version of a process. running: of this version, or of all in the list; one more than MOST_COUNTED is “more”."""

    definition: ProcessDefinition
    file_name: str
    deployed_by: str
    reason: str | None
    running: int


def processes_deployed(*, text: str, after: str | None, limit: int) -> list[ProcessRow]:
    """The newest version of up to `limit` + 1 processes by id, with the running cases of all versions."""
    order = ProcessDefinition.process_id, ProcessDefinition.version.desc()
    newest = select(ProcessDefinition).ext(distinct_on(ProcessDefinition.process_id)).order_by(*order).subquery()
    shown = aliased(ProcessDefinition, newest)
    same = aliased(ProcessDefinition)
    of_process = select(same.key).where(same.process_id == shown.process_id).correlate(shown)
    running = _counted(ProcessInstance.definition_key.in_(of_process), shown)
    query = (
        select(shown, Resource.name, Deployment.deployed_by, Deployment.reason, running)
        .join(Resource, Resource.key == shown.resource_key)
        .join(Deployment, Deployment.key == shown.deployment_key)
        .order_by(shown.process_id)
        .limit(limit + 1)
    )
    if text:
        query = query.where(
            or_(shown.name.icontains(text, autoescape=True), shown.process_id.icontains(text, autoescape=True))
        )
    if after is not None:
        query = query.where(shown.process_id > after)
    return [ProcessRow(*row) for row in session().execute(query)]


def versions_of(process_id: str) -> list[ProcessRow]:
    """The versions of a process, the newest first, each with its running cases. Raises UnknownProcess."""
    running = _counted(ProcessInstance.definition_key == ProcessDefinition.key, ProcessDefinition)
    query = (
        select(ProcessDefinition, Resource.name, Deployment.deployed_by, Deployment.reason, running)
        .join(Resource, Resource.key == ProcessDefinition.resource_key)
        .join(Deployment, Deployment.key == ProcessDefinition.deployment_key)
        .where(ProcessDefinition.process_id == process_id)
        .order_by(ProcessDefinition.version.desc())
        .limit(MOST_VERSIONS)
    )
    rows = [ProcessRow(*row) for row in session().execute(query)]
    if not rows:
        raise UnknownProcess(process_id)
    return rows


def file_name_of(resource_key: Key) -> str:
    """The name under which a file was deployed."""
    return session().scalars(select(Resource.name).where(Resource.key == resource_key)).one()


def _counted(condition: ColumnElement[bool], of: type[ProcessDefinition]) -> ScalarSelect[int]:
    """How many running cases of a definition in the query around it, up to one more than is shown."""
    counted = (
        select(literal(1))
        .where(condition, ProcessInstance.state == InstanceState.ACTIVE)
        .limit(MOST_COUNTED + 1)
        .correlate(of)
        .subquery()
    )
    return select(func.count()).select_from(counted).scalar_subquery()
