"""What programs do with user tasks, for a person or as one: who may, and what the form says."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.cases.people import people_who_complete
from app.core.actor import Actor, Viewer
from app.core.db import Key, session
from app.core.errors import AppError, Invalid
from app.engine import catalogue
from app.engine import operations as engine
from app.engine.errors import NotYourTask, TaskNotOpen, UnknownTask
from app.engine.forms import NO_FORM, checked_values
from app.engine.models import TaskState, UserTask
from app.engine.operations.tasks import task_taken
from app.engine.queries import form_of, task_for, task_variables
from app.engine.registry import Variables
from app.engine.visibility import visible_tasks

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200  # later ones overflow where time zones or durations are added


class NotForThem(Invalid):
    """A task is given to somebody who cannot work on tasks."""

    def __init__(self, user_name: str) -> None:
        sentence = f"Nobody called {user_name[:100]!r} works on tasks."
        super().__init__(sentence, {"assignee": [sentence]})


def complete(task_key: Key, *, sent: Variables, viewer: Viewer, by: Actor, at: datetime) -> None:
    """The task is done. With a form exactly its fields count; without one all variables do.

    A task that nobody has may be completed by whoever sees it; one that another person has, by nobody else.
    """
    columns = UserTask.state, UserTask.assignee, UserTask.form_key  # not the whole task: the engine loads it anyway
    query = select(*columns).where(UserTask.key == task_key, visible_tasks(viewer))
    seen = session().execute(query).one_or_none()
    if seen is None:
        raise UnknownTask(task_key)
    is_anothers = seen.assignee not in (None, viewer.user_name) and not viewer.sees_all
    if seen.state is not TaskState.CREATED or is_anothers:
        raise _refusal(task_for(viewer, task_key))
    if seen.form_key is not None:
        task = task_for(viewer, task_key)
        form = catalogue.cache.get(("form", seen.form_key), lambda: form_of(task))  # a deployed form never changes
        sent = checked_values(form or NO_FORM, sent, variables=task_variables(task), viewer=viewer, at=at)
    engine.complete_task(task_key, variables=sent, by=by, at=at)


def assign(task_key: Key, *, assignee: str, may_override: bool, viewer: Viewer, by: Actor, at: datetime) -> None:
    """The task is somebody's. Only who has a task gives it away; who sees everything may for everybody."""
    task = task_for(viewer, task_key)
    if task.assignee is not None and not may_override:
        raise task_taken(task)
    _refuse_for_others(task, viewer)
    if task.assignee is None and assignee == viewer.user_name:
        engine.claim_task(task.key, by=by, at=at)
        return
    if assignee not in dict(people_who_complete()):
        raise NotForThem(assignee)
    engine.assign_task(task.key, assignee=assignee, by=by, at=at)


def give_back(task_key: Key, *, viewer: Viewer, by: Actor, at: datetime) -> None:
    """The task is nobody's any more."""
    task = task_for(viewer, task_key)
    _refuse_for_others(task, viewer)
    engine.assign_task(task.key, assignee=None, by=by, at=at)


def change(task_key: Key, *, changes: dict[str, Any], viewer: Viewer, by: Actor, at: datetime) -> None:
    """Other dates, or another priority. What is not named stays; an empty text takes a date away."""
    task = task_for(viewer, task_key)
    _refuse_for_others(task, viewer)
    priority = changes.get("priority")
    engine.schedule_task(
        task.key,
        due_at=_moved(task.due_at, changes.get("dueDate"), "changeset.dueDate"),
        follow_up_at=_moved(task.follow_up_at, changes.get("followUpDate"), "changeset.followUpDate"),
        priority=task.priority if priority is None else priority,
        by=by,
        at=at,
    )


def _refuse_for_others(task: UserTask, viewer: Viewer) -> None:
    if task.assignee not in (None, viewer.user_name) and not viewer.sees_all:
        raise NotYourTask(task)


def _refusal(task: UserTask) -> AppError:
    return TaskNotOpen(task) if task.state is not TaskState.CREATED else NotYourTask(task)


def _moved(present: datetime | None, sent: str | None, name: str) -> datetime | None:
    if sent is None:
        return present
    if not sent:
        return None
    try:
        moved = datetime.fromisoformat(sent)
    except ValueError:
        moved = None
    if moved is None or moved.tzinfo is None or not EARLIEST_YEAR <= moved.year <= LATEST_YEAR:
        sentence = "Give a time with its offset, such as 2026-11-23T09:00:00Z, or an empty text."
        raise Invalid(f"{name}: {sentence}", {name: [sentence]})
    return moved
