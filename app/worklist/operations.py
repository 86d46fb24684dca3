"""What people do with tasks on the screen: who may, and what the form says; the engine does the rest."""

from datetime import datetime

from app.cases.people import people_who_complete
from app.core.actor import Actor, Viewer
from app.core.db import Key
from app.engine import operations as engine
from app.engine.errors import NotYourTask, TaskNotOpen
from app.engine.forms import NO_FORM, checked_draft, checked_values
from app.engine.models import TaskState, UserTask
from app.engine.queries import form_of, task_for, task_variables
from app.engine.registry import Variables
from app.worklist.errors import NotClaimed, NotForThem


def complete(task_key: Key, *, sent: Variables, revision: int, viewer: Viewer, by: Actor, at: datetime) -> UserTask:
    """The task is done with what its form says. Raises Invalid beside the fields, and what the engine refuses."""
    task = _own_task(task_key, viewer)
    values = checked_values(form_of(task) or NO_FORM, sent, variables=task_variables(task), viewer=viewer, at=at)
    return engine.complete_task(task.key, variables=values, by=by, at=at, revision=revision)


def keep_draft(task_key: Key, *, sent: Variables, viewer: Viewer, by: Actor) -> UserTask:
    """What was typed so far is kept for its author."""
    task = _own_task(task_key, viewer)
    values = checked_draft(form_of(task) or NO_FORM, sent)
    return engine.save_draft(task.key, values=values, by=by)


def claim(task_key: Key, *, viewer: Viewer, by: Actor, at: datetime) -> UserTask:
    """The task is `by`'s. Raises TaskTaken when somebody was quicker."""
    return engine.claim_task(task_for(viewer, task_key).key, by=by, at=at)


def give_back(task_key: Key, *, viewer: Viewer, by: Actor, at: datetime) -> UserTask:
    """The task goes back to those it was offered to."""
    task = task_for(viewer, task_key)
    _refuse_for_others(task, viewer)
    return engine.assign_task(task.key, assignee=None, by=by, at=at)


def delegate(task_key: Key, *, assignee: str, reason: str, viewer: Viewer, by: Actor, at: datetime) -> UserTask:
    """The task is another person's from now on. Raises NotForThem."""
    task = task_for(viewer, task_key)
    if task.assignee is not None:
        _refuse_for_others(task, viewer)
    if assignee not in dict(people_who_complete()):
        raise NotForThem(assignee)
    return engine.assign_task(task.key, assignee=assignee, by=by, at=at, reason=reason or None)


def schedule(
    task_key: Key,
    *,
    due_at: datetime | None,
    follow_up_at: datetime | None,
    priority: int,
    own: engine.OwnReminders | None = None,
    viewer: Viewer,
    by: Actor,
    at: datetime,
) -> UserTask:
    """Other dates, another priority, reminders of the task's own; None leaves those as they are."""
    task = task_for(viewer, task_key)
    if task.assignee is not None:
        _refuse_for_others(task, viewer)
    return engine.schedule_task(
        task.key, due_at=due_at, follow_up_at=follow_up_at, priority=priority, reminders=own, by=by, at=at
    )


def _own_task(task_key: Key, viewer: Viewer) -> UserTask:
    task = task_for(viewer, task_key)
    if task.state is not TaskState.CREATED:
        raise TaskNotOpen(task)
    if task.assignee is None:
        raise NotClaimed(task)
    if task.assignee != viewer.user_name:
        raise NotYourTask(task)
    return task


def _refuse_for_others(task: UserTask, viewer: Viewer) -> None:
    """Only who has a task gives it away; managers may for everybody."""
    if task.assignee != viewer.user_name and not viewer.sees_all:
        raise NotYourTask(task)
