"""The state of the processes and of what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select

from app.core.db import session
from app.engine.models import Job, JobState, Timer
from app.engine.operations.leases import OPEN
from app.monitor.models import Heartbeat, ProcessKind
from app.outbox.models import OutboxMessage

SILENT_AFTER = timedelta(seconds=20)
OUTBOX_LATE = timedelta(seconds=30)
TIMER_LATE = timedelta(minutes=1)
JOB_LATE = timedelta(minutes=5)
MOST_COUNTED = 1_000
OUTSIDE = "outside"


@dataclass(frozen=True)
class Queue:
    """Jobs of one queue. name: OUTSIDE for those of workers that are not ours. oldest_at: since when one could run."""

    name: str
    waiting: int
    running: int
    failing: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class Machines:
    """Everything the page of the system shows, as of one moment."""

    at: datetime
    heartbeats: Sequence[Heartbeat]
    oldest_message_at: datetime | None
    messages: int
    oldest_timer_at: datetime | None
    due_timers: int
    queues: Sequence[Queue]

    def beats_of(self, kind: str) -> Sequence[Heartbeat]:
        """The processes of a kind."""
        return [beat for beat in self.heartbeats if beat.kind == kind]

    def is_silent(self, beat: Heartbeat) -> bool:
        """Whether a process has not written for too long."""
        return self.at - beat.beat_at > SILENT_AFTER

    def lives(self, kind: str) -> bool:
        """Whether any process of a kind is at work."""
        return any(not self.is_silent(beat) for beat in self.beats_of(kind))

    def is_late(self, what: str, since: datetime | None) -> bool:
        """Whether something has waited longer than it should: `message`, `timer` or `job`."""
        limits = {"message": OUTBOX_LATE, "timer": TIMER_LATE, "job": JOB_LATE}
        return since is not None and self.at - since > limits[what]

    @property
    def troubles(self) -> int:
        """How many things on the page are red."""
        dead = sum(not self.lives(kind.value) for kind in ProcessKind)
        late = self.is_late("message", self.oldest_message_at) + self.is_late("timer", self.oldest_timer_at)
        return dead + late + sum(self.is_late("job", queue.oldest_at) for queue in self.queues)


def machines(*, at: datetime) -> Machines:
    """The state of the machines, in four statements."""
    heartbeats = session().scalars(select(Heartbeat).order_by(Heartbeat.kind, Heartbeat.started_at)).all()
    some = select(OutboxMessage.created_at).order_by(OutboxMessage.id).limit(MOST_COUNTED + 1).subquery()
    message_at, messages = session().execute(select(func.min(some.c.created_at), func.count()).select_from(some)).one()
    due = (
        select(Timer.due_at)
        .where(Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at < at)
        .order_by(Timer.due_at)
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    timer_at, timers = session().execute(select(func.min(due.c.due_at), func.count()).select_from(due)).one()
    return Machines(at, heartbeats, message_at, messages, timer_at, timers, _queues(at))


def _queues(at: datetime) -> Sequence[Queue]:
    is_ready = (Job.state == JobState.CREATED) & (Job.available_at <= at)
    name = func.coalesce(Job.queue, literal(OUTSIDE)).label("name")
    counted = (
        select(
            name,
            func.count().filter(is_ready),
            func.count().filter(Job.state == JobState.RUNNING),
            func.count().filter((Job.state == JobState.CREATED) & (Job.attempts > 0)),
            func.min(Job.available_at).filter(is_ready),
        )
        .where(Job.state.in_(OPEN))
        .group_by("name")
        .order_by("name")
    )
    return [Queue(*row) for row in session().execute(counted)]
