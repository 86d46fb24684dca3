"""The closed lists of what diagrams and forms may name: job types, option sources, facts of a case.

A slice registers its own in its `handlers.py`; `app.factory` imports those once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from app.core.actor import Actor, Viewer
from app.core.db import Key
from app.identity.roles import Permission

Variables = dict[str, Any]  # Any: JSON of any shape; numbers are int or Decimal
OUTSIDE_JOB_TYPE = re.compile(r"[A-Za-z0-9_-]{1,100}|[A-Za-z0-9_.-]{1,80}(:[A-Za-z0-9_.-]{1,40}){1,3}")


@dataclass(frozen=True)
class Call:
    """What a handler is told about the step that calls it.

    variables: those visible at the element, after its input mapping. attempt: 1 for the first try.
    idempotency_key: the same for every try of this element instance.
    """

    instance_key: Key
    process_id: str
    element_id: str
    element_instance_key: Key
    variables: Variables
    headers: Mapping[str, str]
    by: Actor
    at: datetime
    attempt: int = 1

    @property
    def idempotency_key(self) -> str:
        """The same for every try of this element instance."""
        return str(self.element_instance_key)


@dataclass(frozen=True)
class Completion:
    """What a worker's job gives back.

    apply: runs inside the transaction that finishes the job, at its time; what it returns joins `variables`.
    """

    variables: Variables = field(default_factory=dict)
    apply: Callable[[datetime], Variables] | None = None


class JobFailed(Exception):
    """A job did not succeed. The message is for the operator; `retryable` False makes it an incident at once."""

    def __init__(self, message: str, *, retryable: bool = True) -> None:
        super().__init__(message)
        self.retryable = retryable


class BpmnError(Exception):
    """A failure that the diagram may catch by its code; a boundary error event."""

    def __init__(self, code: str, message: str = "", variables: Variables | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = variables or {}


class Option(TypedDict):
    """A choice in a form, as form-js wants it."""

    label: str
    value: Any  # Any: text, number or boolean, as the variable has it


@dataclass(frozen=True)
class SearchedOptions:
    """The choices of a register that is too long for a list: people type, the server finds.

    found: the first choices for some words; for none, those to begin with. named: the choice that a value means now,
    its value perhaps another one; None for a value that is none. permission: who may search.
    """

    found: Callable[[Viewer, str], list[Option]]
    named: Callable[[Viewer, Any], Option | None]  # Any: the value sent, or that of a variable
    permission: Permission


@dataclass(frozen=True)
class Fact:
    """One line beside a task or a case: a label and a value, perhaps a link; `tone` colours it."""

    label: str
    value: str
    href: str | None = None
    tone: str | None = None  # "good", "warning", "bad"


@dataclass(frozen=True)
class TaskFacts:
    """A user task as those see it who listen: with the values it has from now on.

    reminders, reminder_channels: the task's own, in the notation of `core.reminders`; None leaves it to its person.
    is_announced: its diagram says that whoever gets the task is told at once.
    """

    key: Key
    instance_key: Key
    process_id: str
    element_id: str
    name: str
    assignee: str | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    due_at: datetime | None
    priority: int
    reminders: str | None
    reminder_channels: str | None
    is_announced: bool = False


@dataclass(frozen=True)
class TaskChanges:
    """What one trigger did to the user tasks of a case. They are written already; the commit is still to come.

    changed: before and after. completed: by whom is `by`. cancelled: keys of tasks that are not needed any more.
    """

    opened: tuple[TaskFacts, ...] = ()
    changed: tuple[tuple[TaskFacts, TaskFacts], ...] = ()
    completed: tuple[TaskFacts, ...] = ()
    cancelled: tuple[Key, ...] = ()


TaskListener = Callable[[TaskChanges, Actor, datetime], None]
StepHandler = Callable[[Call], Variables | None]
JobHandler = Callable[[Call], Completion]
OptionSource = Callable[[Viewer, Variables], list[Option]]
FactSource = Callable[[Viewer, Key, Variables], list[Fact]]


@dataclass(frozen=True)
class JobType:
    """A registered job type: `step` runs inside the step's transaction, `job` in a worker."""

    name: str
    step: StepHandler | None = None
    job: JobHandler | None = None
    queue: str | None = None
    timeout_seconds: int = 60


job_types: dict[str, JobType] = {}
option_sources: dict[str, OptionSource] = {}
searched_sources: dict[str, SearchedOptions] = {}
fact_sources: dict[str, FactSource] = {}
task_listeners: list[TaskListener] = []


begun_by_program: set[str] = set()
"""Processes that begin by themselves or are called: without a start form nobody is offered to begin them."""


def step_handler(name: str) -> Callable[[StepHandler], StepHandler]:
    """Register a handler that finishes at once, in the transaction of the step: database work only."""

    def register(handler: StepHandler) -> StepHandler:
        _add(JobType(name, step=handler))
        return handler

    return register


def job_handler(name: str, *, queue: str, timeout_seconds: int = 60) -> Callable[[JobHandler], JobHandler]:
    """Register a handler that a worker of `queue` runs, outside any transaction.

    It may run again after a crash; `Call.idempotency_key` stays the same.
    """

    def register(handler: JobHandler) -> JobHandler:
        _add(JobType(name, job=handler, queue=queue, timeout_seconds=timeout_seconds))
        return handler

    return register


def option_source(name: str) -> Callable[[OptionSource], OptionSource]:
    """Register choices that forms may name as `valuesKey`."""

    def register(source: OptionSource) -> OptionSource:
        _refuse_second(option_sources, name, source)
        option_sources[name] = source
        return source

    return register


def searched_options(name: str, source: SearchedOptions) -> None:
    """Register choices that a select may name as `valuesKey` and that people search by typing."""
    if searched_sources.get(name, source) != source:
        raise ValueError(f"{name!r} is registered twice")
    searched_sources[name] = source


def fact_source(name: str) -> Callable[[FactSource], FactSource]:
    """Register facts shown beside the tasks of a case; an empty list when they do not apply."""

    def register(source: FactSource) -> FactSource:
        _refuse_second(fact_sources, name, source)
        fact_sources[name] = source
        return source

    return register


def task_listener(listener: TaskListener) -> TaskListener:
    """Register what is told of user tasks, once for each trigger, in its transaction: `listener(changes, by, at)`.

    What it raises undoes the trigger; it does database work only, and little.
    """
    if listener not in task_listeners:
        task_listeners.append(listener)
    return listener


def is_outside_job_type(name: str) -> bool:
    """Whether a job type is left to outside workers: a plain word, or a name with a colon as connectors have.

    Dotted names (`sales.issue_quote`) are our own and must be registered.
    """
    return OUTSIDE_JOB_TYPE.fullmatch(name) is not None


def _add(job_type: JobType) -> None:
    known = job_types.get(job_type.name)
    if known is not None and (known.step or known.job) is not (job_type.step or job_type.job):
        raise ValueError(f"job type {job_type.name!r} is registered twice")
    job_types[job_type.name] = job_type


def _refuse_second(known: Mapping[str, object], name: str, source: object) -> None:
    if known.get(name, source) is not source:
        raise ValueError(f"{name!r} is registered twice")
