"""Incidents by what caused them: one line for all that one act may mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true

from app.core.actor import Viewer
from app.core.db import session
from app.engine.causes import message_shape
from app.engine.models import ElementInstance, Incident, ProcessDefinition, ProcessInstance
from app.engine.visibility import visible_instances

MOST_CAUSES = 50


@dataclass(frozen=True)
class Cause:
    """A cause with its open incidents. example: the oldest of them; asked: those whose try is asked for already."""

    cause: str
    count: int
    asked: int
    since: datetime
    latest: datetime
    example: Incident
    process_name: str
    element_name: str
    names: tuple[str | None, ...]

    @property
    def words(self) -> str:
        """What the messages have in common."""
        return message_shape(self.example.message, self.names)


def causes_open(viewer: Viewer, *, limit: int = MOST_CAUSES) -> Sequence[Cause]:
    """The causes of the open incidents of visible cases, the most frequent first, in one statement."""
    return _causes(true(), viewer, limit)


def cause_for(viewer: Viewer, cause: str) -> Cause | None:
    """One cause; None when no visible incident of it is open."""
    return next(iter(_causes(Incident.cause == cause, viewer, 1)), None)


def incident_is_visible(viewer: Viewer) -> ColumnElement[bool]:
    """The incidents of the cases that a person may see."""
    if viewer.sees_all:
        return true()
    return Incident.instance_key.in_(select(ProcessInstance.key).where(visible_instances(viewer)))


def _causes(wanted: ColumnElement[bool], viewer: Viewer, limit: int) -> Sequence[Cause]:
    grouped = (
        select(
            Incident.cause.label("cause"),
            func.count().label("incidents"),
            func.count(Incident.retry_asked_at).label("asked"),
            func.min(Incident.created_at).label("since"),
            func.max(Incident.created_at).label("latest"),
            func.min(Incident.key).label("example"),
        )
        .where(Incident.resolved_at.is_(None), wanted, incident_is_visible(viewer))
        .group_by(Incident.cause)
        .order_by(func.count().desc(), func.min(Incident.created_at))
        .limit(limit)
        .subquery()
    )
    statement = (
        select(grouped, Incident, ProcessInstance, ProcessDefinition.name, ElementInstance.element_name)
        .join(Incident, Incident.key == grouped.c.example)
        .join(ProcessInstance, ProcessInstance.key == Incident.instance_key)
        .join(ProcessDefinition, ProcessDefinition.key == ProcessInstance.definition_key)
        .outerjoin(ElementInstance, ElementInstance.key == Incident.element_instance_key)
        .order_by(grouped.c.incidents.desc(), grouped.c.since)
    )
    return [
        Cause(
            cause=row.cause,
            count=row.incidents,
            asked=row.asked,
            since=row.since,
            latest=row.latest,
            example=row.Incident,
            process_name=row.name,
            element_name=row.element_name or row.Incident.element_id,
            names=row.ProcessInstance.names,
        )
        for row in session().execute(statement)
    ]
