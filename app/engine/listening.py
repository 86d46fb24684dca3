"""Telling those who listen what a trigger did to user tasks; who listens is registered in `registry`."""

from datetime import datetime

from app.core.actor import Actor
from app.engine.models import UserTask
from app.engine.projection import Row
from app.engine.registry import TaskChanges, TaskFacts, task_listeners
from app.engine.stepping import Step


def tell_of_step(step: Step) -> None:
    """Tell of the tasks that a step has opened and ended."""
    rows = step.rows
    opened = tuple(_facts_of_row(row) for row in rows.opened[UserTask])
    completed = tuple(facts_of_task(task) for task in rows.completed_tasks)
    cancelled = tuple(rows.closed[UserTask])
    if opened or completed or cancelled:
        _tell(TaskChanges(opened=opened, completed=completed, cancelled=cancelled), step.by, step.at)


def tell_of_change(before: TaskFacts, task: UserTask, *, by: Actor, at: datetime) -> None:
    """Tell that somebody gave a task to another, or moved its dates."""
    _tell(TaskChanges(changed=((before, facts_of_task(task)),)), by, at)


def facts_of_task(task: UserTask) -> TaskFacts:
    """A task as it is now."""
    return TaskFacts(
        key=task.key,
        instance_key=task.instance_key,
        process_id=task.process_id,
        element_id=task.element_id,
        name=task.name,
        assignee=task.assignee,
        candidate_groups=tuple(task.candidate_groups),
        candidate_users=tuple(task.candidate_users),
        due_at=task.due_at,
        priority=task.priority,
        reminders=task.reminders,
        reminder_channels=task.reminder_channels,
    )


def _facts_of_row(row: Row) -> TaskFacts:
    return TaskFacts(
        key=row["key"],
        instance_key=row["instance_key"],
        process_id=row["process_id"],
        element_id=row["element_id"],
        name=row["name"],
        assignee=row["assignee"],
        candidate_groups=tuple(row["candidate_groups"]),
        candidate_users=tuple(row["candidate_users"]),
        due_at=row["due_at"],
        priority=row["priority"],
        reminders=row["reminders"],
        reminder_channels=row["reminder_channels"],
        is_announced=row["is_announced"],
    )


def _tell(changes: TaskChanges, by: Actor, at: datetime) -> None:
    for listener in task_listeners:
        listener(changes, by, at)
