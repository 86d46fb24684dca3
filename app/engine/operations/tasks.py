"""What people do with user tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import Key, session
from app.core.errors import Invalid
from app.engine.errors import NotYourTask, TaskChanged, TaskNotOpen, TaskTaken, UnknownTask
from app.engine.listening import facts_of_task, tell_of_change
from app.engine.models import TaskState, UserTask
from app.engine.opening import finish, locked_instance, step_on
from app.engine.registry import Variables
from app.engine.standing_in import away_words
from app.engine.values import stored_variables
from app.engine.waiting import arrived
from app.identity.queries import users_named
from app.identity.standing_in import StandIn, stand_ins
from app.trail.operations import record

PEOPLE = ("user", "token")
LOWEST_PRIORITY, HIGHEST_PRIORITY = 0, 100


@dataclass(frozen=True)
class OwnReminders:
    """What a task says about its reminders itself, in the notation of `core.reminders`; None: as its person has it."""

    offsets: str | None
    channels: str | None


def complete_task(
    task_key: Key, *, variables: Variables, by: Actor, at: datetime, revision: int | None = None
) -> UserTask:
    """The task is done; the case goes on to its next wait states.

    revision: the one that was shown; a task changed since then is refused.
    Raises TaskNotOpen for a second submission, TaskChanged, NotYourTask.
    """
    values = stored_variables(variables)
    task = locked_task(task_key)
    _must_be_open(task, revision)
    if task.assignee is not None and task.assignee != by.id and by.kind == "user":
        raise NotYourTask(task)
    step = step_on(task.instance, by=by, at=at)
    step.answers_person = by.kind in PEOPLE
    token = step.workflow.task_with_key(task.key)
    if token is None:
        raise TaskNotOpen(task)
    task.state, task.ended_at, task.completed_by = TaskState.COMPLETED, at, by.id
    task.draft, task.revision = None, task.revision + 1
    arrived(token, "task")
    stood_in = {"assignee": task.assignee, "meant_for": task.meant_for} if task.meant_for else None
    _note(task, "task.completed", by, at, before=stood_in, after=values)
    step.rows.completed_tasks.append(task)
    token.task_spec.complete_with(token, step, values)
    finish(step)
    return task


def claim_task(task_key: Key, *, by: Actor, at: datetime) -> UserTask:
    """The task is `by`'s. Claiming one's own again changes nothing. Raises TaskTaken, TaskNotOpen."""
    task = locked_task(task_key)
    _must_be_open(task)
    if task.assignee == by.id:
        return task
    if task.assignee is not None:
        raise task_taken(task)
    return _assign(task, by.id, action="task.claimed", by=by, at=at)


def task_taken(task: UserTask) -> TaskTaken:
    """The refusal that names who has the task."""
    holder = users_named([task.assignee]).get(task.assignee or "")
    return TaskTaken(task, holder.display_name if holder else task.assignee or "Somebody")


def assign_task(
    task_key: Key,
    *,
    assignee: str | None,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    revision: int | None = None,
) -> UserTask:
    """The task is another person's; None gives it back to its group. Somebody who is away gets it by a substitute.

    revision: the one that was shown; a task changed since then is refused.
    """
    task = locked_task(task_key)
    _must_be_open(task, revision)
    stand_in = stand_ins(at).get(assignee) if assignee not in {None, by.id} else None
    if assignee is not None and stand_in is not None:
        return _assign_to_substitute(task, assignee, stand_in, by=by, at=at, reason=reason)
    action = "task.given_back" if assignee is None else "task.assigned"
    return _assign(task, assignee, action=action, by=by, at=at, reason=reason)


def save_draft(task_key: Key, *, values: Variables, by: Actor) -> UserTask:
    """Keep what was typed so far. It is not checked and not sent."""
    task = session().scalar(select(UserTask).where(UserTask.key == task_key).with_for_update())
    if task is None:
        raise UnknownTask(task_key)
    _must_be_open(task)
    if task.assignee not in (None, by.id):
        raise NotYourTask(task)
    task.draft, task.draft_by = stored_variables(values), by.id
    return task


def schedule_task(
    task_key: Key,
    *,
    by: Actor,
    at: datetime,
    due_at: datetime | None,
    follow_up_at: datetime | None,
    priority: int,
    reason: str | None = None,
    reminders: OwnReminders | None = None,
) -> UserTask:
    """Move the dates or the priority of a task, or give it reminders of its own; None leaves those as they are."""
    if not LOWEST_PRIORITY <= priority <= HIGHEST_PRIORITY:
        raise Invalid("The priority goes from 0 to 100.", {"priority": ["0 to 100"]})
    task = locked_task(task_key)
    _must_be_open(task)
    before, known = _schedule(task), facts_of_task(task)
    task.due_at, task.follow_up_at, task.priority = due_at, follow_up_at, priority
    if reminders is not None:
        task.reminders, task.reminder_channels = reminders.offsets, reminders.channels
    task.revision += 1
    _note(task, "task.scheduled", by, at, before=before, after=_schedule(task), reason=reason)
    tell_of_change(known, task, by=by, at=at)
    return task


def locked_task(task_key: Key) -> UserTask:
    """The task with its case locked first, as everywhere."""
    instance_key = session().scalar(select(UserTask.instance_key).where(UserTask.key == task_key))
    if instance_key is None:
        raise UnknownTask(task_key)
    instance = locked_instance(instance_key)
    query = select(UserTask).where(UserTask.key == task_key).with_for_update()  # a draft is kept without the case
    task = session().scalars(query.execution_options(populate_existing=True)).one()
    task.instance = instance
    return task


def _must_be_open(task: UserTask, revision: int | None = None) -> None:
    if task.state is not TaskState.CREATED:
        raise TaskNotOpen(task)
    if revision is not None and task.revision != revision:
        raise TaskChanged(task)


def _assign(
    task: UserTask,
    assignee: str | None,
    *,
    action: str,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    meant_for: str | None = None,
) -> UserTask:
    before, known = {"assignee": task.assignee}, facts_of_task(task)
    after = {"assignee": assignee, "meant_for": meant_for} if meant_for else {"assignee": assignee}
    task.assignee, task.meant_for = assignee, meant_for
    task.revision += 1
    _note(task, action, by, at, before=before, after=after, reason=reason)
    tell_of_change(known, task, by=by, at=at)
    return task


def _assign_to_substitute(
    task: UserTask, person: str, stand_in: StandIn, *, by: Actor, at: datetime, reason: str | None
) -> UserTask:
    names = users_named([person])
    away = away_words(names[person].display_name if person in names else person, stand_in.until)
    words = f"{reason} {away}" if reason else away
    action, holder = "task.substituted", stand_in.user_name
    return _assign(task, holder, action=action, by=by, at=at, reason=words, meant_for=person)


def _schedule(task: UserTask) -> dict[str, object]:
    return {
        "due_at": task.due_at,
        "follow_up_at": task.follow_up_at,
        "priority": task.priority,
        "reminders": task.reminders,
        "reminder_channels": task.reminder_channels,
    }


def _note(
    task: UserTask,
    action: str,
    by: Actor,
    at: datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="user_task",
        entity_id=task.key,
        by=by,
        at=at,
        case_key=task.instance_key,
        before=before,
        after={"task": task.name, **(after or {})},
        reason=reason,
    )
