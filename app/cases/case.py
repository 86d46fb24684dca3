"""Reads of one case, for its page and beside its tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select

from app.core.actor import Viewer
from app.core.db import Key, session
from app.documents.models import Document
from app.engine.catalogue import compiled
from app.engine.errors import UnknownIncident
from app.engine.models import (
    DecisionEvaluation,
    ElementInstance,
    Incident,
    Job,
    JobState,
    MessageSubscription,
    SignalSubscription,
    Timer,
    UserTask,
)
from app.engine.operations.case_variables import stored_cases
from app.engine.registry import Fact, Variables, fact_sources
from app.trail.models import TrailEntry

MOST_ROWS = 200  # of anything on a tab; the newest
MOST_PASSAGES = 2_000


def passages_of(key: Key) -> Sequence[ElementInstance]:
    """The newest passages of a case's tokens through its elements, in the order of time."""
    statement = (
        select(ElementInstance)
        .where(ElementInstance.instance_key == key)
        .order_by(ElementInstance.started_at.desc(), ElementInstance.key.desc())
        .limit(MOST_PASSAGES)
    )
    return session().scalars(statement).all()[::-1]


def stuck_elements(key: Key) -> list[str]:
    """Ids of the elements with an open incident."""
    return list(
        session().scalars(
            select(Incident.element_id).where(Incident.instance_key == key, Incident.resolved_at.is_(None)).distinct()
        )
    )


def incident_of(key: Key, incident_key: int) -> Incident:
    """An incident of this case. Raises UnknownIncident also for one of another case."""
    incident = session().scalar(select(Incident).where(Incident.key == incident_key, Incident.instance_key == key))
    if incident is None:
        raise UnknownIncident(incident_key)
    return incident


def element_names(definition_key: Key) -> dict[str, str]:
    """What the elements of a process are called, by id."""
    nodes = compiled(definition_key).process.every_node()
    return {node.id: node.name for node in nodes if node.name}


def facts_of(viewer: Viewer, key: Key, variables: Variables) -> list[Fact]:
    """What the slices have to say about a case, in the order in which they were registered."""
    return [fact for source in fact_sources.values() for fact in source(viewer, key, variables)]


@dataclass(frozen=True)
class TabCounts:
    """How much stands on each tab of a case's page."""

    incidents: int
    tasks: int
    timers: int
    jobs: int
    variables: int
    decisions: int
    documents: int
    messages: int
    history: int


def tab_counts(key: Key) -> TabCounts:
    """The counts of all tabs, in two statements."""
    columns = [
        _count(Incident, Incident.instance_key == key, Incident.resolved_at.is_(None)),
        _count(UserTask, UserTask.instance_key == key),
        _count(Timer, Timer.instance_key == key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)),
        _count(Job, Job.instance_key == key, Job.state.in_((JobState.CREATED, JobState.RUNNING, JobState.FAILED))),
        _count(DecisionEvaluation, DecisionEvaluation.instance_key == key),
        _count(Document, Document.case_key == key),
        _count(MessageSubscription, MessageSubscription.instance_key == key, MessageSubscription.closed_at.is_(None))
        + _count(SignalSubscription, SignalSubscription.instance_key == key, SignalSubscription.closed_at.is_(None)),
        _count(TrailEntry, TrailEntry.case_key == key),
    ]
    incidents, tasks, timers, jobs, *others = map(int, session().execute(select(*columns)).one())
    return TabCounts(incidents, tasks, timers, jobs, _count_of_variables(key), *others)


def trail_of(key: Key) -> Sequence[TrailEntry]:
    """What was done in a case, the newest first."""
    statement = select(TrailEntry).where(TrailEntry.case_key == key)
    return session().scalars(statement.order_by(TrailEntry.seq.desc()).limit(MOST_ROWS)).all()


def _count_of_variables(key: Key) -> int:
    case = stored_cases([key]).get(key)
    return sum(len(values) for _, values in case.scopes.stored().values()) if case is not None else 0


def _count(model: type, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    rows = select(literal(1)).select_from(model).where(*conditions).limit(MOST_ROWS + 1).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
