"""The state of the work in a few figures, read from rows when asked for."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import ColumnElement, ScalarSelect, func, select, true

from app.core.clock import now
from app.core.db import Base, session
from app.engine.models import Incident, InstanceState, Job, JobState, ProcessInstance, TaskState, Timer, UserTask
from app.outbox.models import OutboxMessage

Gauge = tuple[str, str, float]


class WorkFigures:
    """A collector for Prometheus; asks the database at each scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, as Prometheus wants them."""
        for name, sentence, value in gauges(now()):
            yield GaugeMetricFamily(f"pratica_{name}", sentence, value=value)
        yield _jobs()


def gauges(at: datetime) -> list[Gauge]:
    """Name, sentence and value of each figure, in one statement."""
    due = Timer.fired_at.is_(None) & Timer.cancelled_at.is_(None) & (Timer.due_at <= at)
    figures = select(
        _count(ProcessInstance, ProcessInstance.state == InstanceState.ACTIVE),
        _count(UserTask, UserTask.state == TaskState.CREATED),
        _count(Incident, Incident.resolved_at.is_(None)),
        _count(OutboxMessage, true()),
        _count(Timer, due),
        select(func.min(Timer.due_at)).where(due).scalar_subquery(),
    )
    cases, tasks, incidents, outbox, due_timers, oldest = session().execute(figures).one()
    return [
        ("open_cases", "Cases that run.", cases),
        ("open_tasks", "User tasks that wait for somebody.", tasks),
        ("open_incidents", "Incidents that nobody has mended.", incidents),
        ("outbox_messages", "Messages the relay has not sent.", outbox),
        ("due_timers", "Timers past their moment that have not fired.", due_timers),
        (
            "timer_lag_seconds",
            "How late the oldest of them is.",
            0 if oldest is None else (at - oldest).total_seconds(),
        ),
    ]


def _count(table: type[Base], condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()


def _jobs() -> GaugeMetricFamily:
    family = GaugeMetricFamily("pratica_jobs", "Jobs that are not done, by state.", labels=["state"])
    waiting = (JobState.CREATED, JobState.RUNNING)
    query = select(Job.state, func.count()).where(Job.state.in_(waiting)).group_by(Job.state)
    counted = {row[0]: row[1] for row in session().execute(query)}
    for state in waiting:
        family.add_metric([state.value], counted.get(state, 0))
    return family
