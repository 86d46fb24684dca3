"""What needs a decision: keys of cases by need, each by an index of its own, and how many there are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, ScalarSelect, Select, func, select, union

from app.core.actor import Viewer
from app.core.db import session
from app.engine.models import Incident, Job, JobState, ProcessInstance, TaskState, Timer, UserTask
from app.engine.visibility import visible_instances
from app.monitor.choice import Need

MOST_COUNTED = 1_000
OLD_AFTER = timedelta(days=1)
LATE_AFTER = timedelta(minutes=1)  # the clock comes by four times a second
LONG_AFTER = timedelta(minutes=5)

Keys = Select[Any] | CompoundSelect[Any]  # Any: keys, of a timer perhaps none


def keys_in_need(need: Need, *, at: datetime) -> Keys:
    """The keys of the running cases with a need; one may come twice."""
    return {
        Need.STUCK: _stuck(at),
        Need.OVERDUE: select(UserTask.instance_key).where(UserTask.state == TaskState.CREATED, UserTask.due_at < at),
        Need.INCIDENT: select(Incident.instance_key).where(Incident.resolved_at.is_(None)),
        Need.TIMERS: select(Timer.instance_key).where(
            Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at < at - LATE_AFTER
        ),
        Need.JOBS: select(Job.instance_key).where(Job.state == JobState.CREATED, Job.available_at < at - LONG_AFTER),
    }[need]


def counts_of_needs(viewer: Viewer, *, at: datetime) -> Mapping[Need, int]:
    """How many visible cases have each need, up to one more than MOST_COUNTED, in one statement."""
    columns = [_capped_count(keys_in_need(need, at=at), viewer).label(need.value) for need in Need]
    return dict(zip(Need, session().execute(select(*columns)).one(), strict=True))


def count_of_decisions(viewer: Viewer, *, at: datetime) -> int:
    """How many visible cases are stuck or have an incident, for the rail."""
    keys = union(keys_in_need(Need.STUCK, at=at), keys_in_need(Need.INCIDENT, at=at))
    return session().scalar(select(_capped_count(keys, viewer))) or 0


def _stuck(at: datetime) -> Keys:
    for_good = select(ProcessInstance.key).where(ProcessInstance.stuck_since.is_not(None))
    for_a_day = select(Incident.instance_key).where(
        Incident.resolved_at.is_(None), Incident.created_at < at - OLD_AFTER
    )
    return union(for_good, for_a_day)


def _capped_count(keys: Keys, viewer: Viewer) -> ScalarSelect[int]:
    found = keys.subquery()
    wanted = select(found.c[0]).where(found.c[0].is_not(None)).distinct()
    if not viewer.sees_all:
        wanted = wanted.where(found.c[0].in_(select(ProcessInstance.key).where(visible_instances(viewer))))
    return select(func.count()).select_from(wanted.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()
