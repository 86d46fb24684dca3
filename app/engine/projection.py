"""Rows for what a case waits for and what it went through, collected in a step and written together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, insert, update

from app.core.db import Base, Key, new_key, session
from app.engine.causes import cause_of
from app.engine.due import DueTime
from app.engine.failures import StepFailure
from app.engine.models import (
    DecisionEvaluation,
    ElementInstance,
    ElementState,
    Incident,
    Job,
    JobState,
    MessageSubscription,
    ProcessInstance,
    SignalBroadcast,
    SignalSubscription,
    SubscriptionKind,
    TaskState,
    Timer,
    TimerKind,
    UserTask,
)
from app.engine.registry import Variables
from app.outbox.models import OutboxMessage

Row = dict[str, Any]  # Any: a column's value
START_CALLED = "engine.start_called_process"
FINISH_CALLED = "engine.finish_called_process"
THROW_IN_CALLER = "engine.throw_in_caller"
ESCALATE_IN_CALLER = "engine.escalate_in_caller"
CANCEL_CALLED = "engine.cancel_called_process"
DELIVER_SIGNAL = "engine.deliver_signal"
ENGINE_QUEUE = "engine"
FIRST_SEND_GRACE = timedelta(seconds=30)
OPEN_JOBS = (JobState.CREATED, JobState.RUNNING, JobState.FAILED)
WAIT_MODELS: dict[str, tuple[type[Base], str]] = {
    "task": (UserTask, "key"),
    "job": (Job, "element_instance_key"),
    "timer": (Timer, "element_instance_key"),
    "message": (MessageSubscription, "element_instance_key"),
    "signal": (SignalSubscription, "element_instance_key"),
}


@dataclass
class Rows:
    """What one step will write. Rows opened and closed in the same step are never written."""

    instance: ProcessInstance
    at: datetime
    elements: dict[Key, Row] = field(default_factory=dict)
    ended: dict[ElementState, list[Key]] = field(default_factory=lambda: defaultdict(list))
    opened: dict[type[Base], list[Row]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[type[Base], list[Key]] = field(default_factory=lambda: defaultdict(list))
    closed_incidents: list[Key] = field(default_factory=list)
    completed_tasks: list[UserTask] = field(default_factory=list)

    def enter_element(self, row: Row) -> None:
        """A token came to an element."""
        self.elements[row["key"]] = row | {
            "instance_key": self.instance.key,
            "state": ElementState.ACTIVE,
            "started_at": self.at,
            "ended_at": None,
        }

    def end_element(self, key: Key, state: ElementState) -> None:
        """The token left the element, or was taken from it."""
        if key in self.elements:
            self.elements[key] |= {"state": state, "ended_at": self.at}
        else:
            self.ended[state].append(key)

    def close_waits(self, key: Key, kinds: Iterable[str]) -> None:
        """What an element waited for is not waited for any more. `kinds` are those of `WAIT_MODELS`."""
        for kind in kinds:
            model, column = WAIT_MODELS[kind]
            kept = [row for row in self.opened[model] if row[column] != key]
            if len(kept) == len(self.opened[model]):
                self.closed[model].append(key)
            self.opened[model] = kept

    def open_user_task(self, key: Key, element_id: str, values: Row) -> None:
        """A person is asked. `values` are the columns that the diagram decides."""
        self.opened[UserTask].append(
            self._common(key, element_id)
            | {"state": TaskState.CREATED, "meant_for": None, "revision": 0, "created_at": self.at}
            | values
        )

    def open_job(self, element_key: Key, element_id: str, values: Row) -> Key:
        """A machine is asked; a message to its queue goes out after the commit."""
        row = self._common(new_key(), element_id) | job_values(element_key, self.at, queue=values.get("queue"))
        self.opened[Job].append(row | values)
        return Key(row["key"])

    def open_timer(self, element_key: Key, element_id: str, due: DueTime, kind: TimerKind) -> None:
        """A moment to wake the element."""
        when = {"due_at": due.at, "interval": due.interval, "repetitions": due.repetitions}
        self.opened[Timer].append(self._waiting(element_key, element_id, kind) | when)

    def open_subscription(
        self, element_key: Key, element_id: str, name: str, correlation_key: str, kind: SubscriptionKind
    ) -> None:
        """A message to wake the element."""
        which = {"name": name, "correlation_key": correlation_key}
        self.opened[MessageSubscription].append(self._waiting(element_key, element_id, kind) | which)

    def open_signal(self, element_key: Key, element_id: str, name: str, kind: SubscriptionKind) -> None:
        """A signal to wake the element."""
        self.opened[SignalSubscription].append(self._waiting(element_key, element_id, kind) | {"name": name})

    def broadcast_signal(self, name: str, variables: Variables, *, by: str) -> None:
        """A signal goes out; the clock tells those who wait, each in its own transaction."""
        self.opened[SignalBroadcast].append(
            {
                "key": new_key(),
                "name": name,
                "variables": variables,
                "instance_key": self.instance.key,
                "broadcast_at": self.at,
                "broadcast_by": by,
                "reached": 0,
                "receivers": 0,
            }
        )

    def open_incident(self, element_id: str, element_key: Key | None, failure: StepFailure, job_key: Key | None) -> Key:
        """Somebody must look."""
        key = new_key()
        process_id, job_type = self.instance.process_id, self._type_of_job(job_key)
        self.opened[Incident].append(
            {
                "key": key,
                "instance_key": self.instance.key,
                "process_id": process_id,
                "job_type": job_type,
                "cause": cause_of(
                    failure.message,
                    process_id=process_id,
                    element_id=element_id,
                    job_type=job_type,
                    names=self.instance.names,
                ),
                "element_id": element_id,
                "element_instance_key": element_key,
                "job_key": job_key,
                "kind": failure.kind,
                "message": failure.message,
                "technical_trace": failure.trace,
                "created_at": self.at,
            }
        )
        self.instance.incident_count += 1
        return key

    def _type_of_job(self, job_key: Key | None) -> str | None:
        """The type of a job that failed; whoever failed it has read its row."""
        job = session().get(Job, job_key) if job_key is not None else None
        return job.type if job is not None else None

    def note_decision(self, element_key: Key, element_id: str, values: Row) -> None:
        """A decision was asked."""
        self.opened[DecisionEvaluation].append(
            {
                "key": new_key(),
                "instance_key": self.instance.key,
                "element_instance_key": element_key,
                "element_id": element_id,
                "evaluated_at": self.at,
            }
            | values
        )

    def close_incident(self, key: Key) -> None:
        """Its element is gone or goes on."""
        self.instance.incident_count -= 1
        kept = [row for row in self.opened[Incident] if row["key"] != key]
        if len(kept) == len(self.opened[Incident]):
            self.closed_incidents.append(key)
        self.opened[Incident] = kept

    def write(self, *, by: str) -> None:
        """Write everything: one statement for each kind of row."""
        session().flush()  # the instance row comes first, others refer to it
        self._close(by)
        _insert(ElementInstance, list(self.elements.values()))
        for model, rows in self.opened.items():
            _insert(model, rows)
        tell_workers(self.opened[Job], self.at)

    def _close(self, by: str) -> None:
        for state, keys in self.ended.items():
            ended = ElementInstance.key.in_(keys)
            session().execute(update(ElementInstance).where(ended).values(state=state, ended_at=self.at))
        if self.closed_incidents:
            resolved = {"resolved_at": self.at, "resolved_by": by}
            session().execute(update(Incident).where(Incident.key.in_(self.closed_incidents)).values(resolved))
        for model, keys in self.closed.items():
            if keys:
                session().execute(_closing(model, keys, self.at))

    def _waiting(self, element_key: Key, element_id: str, kind: TimerKind | SubscriptionKind) -> Row:
        return {
            "key": new_key(),
            "instance_key": self.instance.key,
            "definition_key": self.instance.definition_key,
            "element_id": element_id,
            "element_instance_key": element_key,
            "kind": kind,
            "created_at": self.at,
        }

    def _common(self, key: Key, element_id: str) -> Row:
        return {
            "key": key,
            "instance_key": self.instance.key,
            "definition_key": self.instance.definition_key,
            "process_id": self.instance.process_id,
            "element_id": element_id,
        }


def write_jobs(rows: list[Row], at: datetime) -> None:
    """Write jobs that no step opens, and tell their workers."""
    _insert(Job, rows)
    tell_workers(rows, at)


def tell_workers(jobs: list[Row], at: datetime) -> None:
    """A message to the queue of each job; those without one are for outside workers."""
    _insert(OutboxMessage, [_message_row(row["queue"], row["key"], at) for row in jobs if row.get("queue")])


def job_values(element_key: Key, at: datetime, *, queue: str | None) -> Row:
    """The columns of a new job that its diagram does not decide."""
    return {
        "key": new_key(),
        "element_instance_key": element_key,
        "state": JobState.CREATED,
        "priority": 50,
        "attempts": 0,
        "available_at": at,
        "lease_until": at + FIRST_SEND_GRACE if queue else None,
        "created_at": at,
    }


def _closing(model: type[Base], keys: list[Key], at: datetime) -> Update:
    if model is UserTask:
        open_tasks = UserTask.key.in_(keys) & (UserTask.state == TaskState.CREATED)
        return update(UserTask).where(open_tasks).values(state=TaskState.CANCELED, ended_at=at)
    if model is Job:
        open_jobs = Job.element_instance_key.in_(keys) & Job.state.in_(OPEN_JOBS)
        return update(Job).where(open_jobs).values(state=JobState.CANCELED, ended_at=at)
    if model is Timer:
        waiting = Timer.element_instance_key.in_(keys) & Timer.fired_at.is_(None) & Timer.cancelled_at.is_(None)
        return update(Timer).where(waiting).values(cancelled_at=at)
    listener = SignalSubscription if model is SignalSubscription else MessageSubscription
    listening = listener.element_instance_key.in_(keys) & listener.closed_at.is_(None)
    return update(listener).where(listening).values(closed_at=at)


def _insert(model: type[Base], rows: list[Row]) -> None:
    """Insert rows, a statement for each set of columns: quicker than through the mapper, which they do not need."""
    table = Base.metadata.tables[model.__tablename__]
    columns = table.columns.keys()
    by_columns: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        known = {name: row[name] for name in columns if name in row}
        by_columns[tuple(known)].append(known)
    for alike in by_columns.values():
        session().execute(insert(table), alike)


def job_message(queue: str, job_key: Key, at: datetime) -> OutboxMessage:
    """The message that tells a worker of `queue` about a job."""
    return OutboxMessage(**_message_row(queue, job_key, at))


def _message_row(queue: str, job_key: Key, at: datetime) -> Row:
    return {"queue": queue, "actor": "run_job", "arguments": {"job_key": str(job_key)}, "created_at": at}
