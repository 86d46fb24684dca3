"""What a repair page needs to know of a case: what stands there now, and what would be lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.cases.scopes import scope_of
from app.core.actor import Actor, Viewer
from app.core.db import Key, session
from app.engine.errors import NotYourTask, ScopeGone, UnknownJob, UnknownTask, UnknownTimer
from app.engine.models import (
    InstanceState,
    Job,
    JobState,
    MessageSubscription,
    ProcessInstance,
    TaskState,
    Timer,
    UserTask,
)
from app.engine.values import digest
from app.monitor.values import Kind, kind_of, typed_as

MOST_SHOWN = 50


@dataclass(frozen=True)
class ShownVariable:
    """A variable as it is now. label: whose it is; seen: its digest; is_there: whether it has a value yet."""

    name: str
    scope: str
    label: str
    value: object
    is_there: bool
    seen: str

    @property
    def kind(self) -> Kind:
        """What its value is."""
        return kind_of(self.value) if self.is_there else Kind.TEXT

    def typed(self, kind: Kind) -> str:
        """Its value as the field of a kind shows it."""
        return typed_as(self.value, kind) if self.is_there else ""


def variable_of(case_key: Key, scope_id: str, name: str) -> ShownVariable:
    """A variable of one scope of a case, there or not. Raises ScopeGone."""
    scope = scope_of(case_key, scope_id)
    if scope is None:
        raise ScopeGone
    known = scope.variables
    return ShownVariable(name, scope_id, scope.label, known.get(name), name in known, digest(known, name))


def timer_of(case_key: Key, timer_key: int) -> Timer:
    """A timer of this case. Raises UnknownTimer."""
    timer = session().scalar(select(Timer).where(Timer.key == timer_key, Timer.instance_key == case_key))
    if timer is None:
        raise UnknownTimer(timer_key)
    return timer


def job_of(case_key: Key, job_key: int) -> Job:
    """A job of this case. Raises UnknownJob."""
    job = session().scalar(select(Job).where(Job.key == job_key, Job.instance_key == case_key))
    if job is None:
        raise UnknownJob(job_key)
    return job


def task_of(case_key: Key, task_key: int) -> UserTask:
    """A task of this case. Raises UnknownTask."""
    task = session().scalar(select(UserTask).where(UserTask.key == task_key, UserTask.instance_key == case_key))
    if task is None:
        raise UnknownTask(task_key)
    return task


def must_give_away(task: UserTask, viewer: Viewer, by: Actor) -> None:
    """Whether somebody may give this task to another: who has it, and managers. Raises NotYourTask."""
    if task.assignee != by.id and not viewer.sees_all:
        raise NotYourTask(task)


@dataclass(frozen=True)
class Loss:
    """What ends with a case. calls: running cases that it called; of both the first ones, and how many there are."""

    tasks: Sequence[UserTask]
    calls: Sequence[ProcessInstance]
    task_count: int
    call_count: int
    timers: int
    jobs: int
    messages: int

    @property
    def drafts(self) -> int:
        """Tasks in which somebody has typed something that is not sent."""
        return sum(task.draft is not None for task in self.tasks)


def loss_of(case_key: Key) -> Loss:
    """What would be lost if a case were cancelled; three statements."""
    of_tasks = UserTask.instance_key == case_key, UserTask.state == TaskState.CREATED
    of_calls = ProcessInstance.parent_key == case_key, ProcessInstance.state == InstanceState.ACTIVE
    counts = (
        (UserTask, of_tasks),
        (ProcessInstance, of_calls),
        (Timer, (Timer.instance_key == case_key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None))),
        (Job, (Job.instance_key == case_key, Job.state.in_((JobState.CREATED, JobState.RUNNING)))),
        (MessageSubscription, (MessageSubscription.instance_key == case_key, MessageSubscription.closed_at.is_(None))),
    )
    columns = [select(func.count()).select_from(model).where(*those).scalar_subquery() for model, those in counts]
    return Loss(
        session().scalars(select(UserTask).where(*of_tasks).order_by(UserTask.key).limit(MOST_SHOWN)).all(),
        session()
        .scalars(select(ProcessInstance).where(*of_calls).order_by(ProcessInstance.key).limit(MOST_SHOWN))
        .all(),
        *session().execute(select(*columns)).one(),
    )
