"""Who sees which case and task: the one rule, as conditions for queries."""

from sqlalchemy import ColumnElement, CompoundSelect, or_, select, true, union_all

from app.core.actor import Viewer
from app.core.db import Key
from app.engine.models import ProcessDefinition, ProcessInstance, TaskState, UserTask


def visible_tasks(viewer: Viewer) -> ColumnElement[bool]:
    """The tasks a person may see: theirs, and those offered to them or to one of their groups."""
    if viewer.sees_all:
        return true()
    return or_(UserTask.assignee == viewer.user_name, offered_to(viewer))


def offered_to(viewer: Viewer) -> ColumnElement[bool]:
    """The tasks a person may take: they are a candidate, or one of their groups is."""
    is_candidate = UserTask.candidate_users.contains([viewer.user_name])
    if not viewer.groups:
        return is_candidate
    return or_(is_candidate, UserTask.candidate_groups.overlap(sorted(viewer.groups)))


def visible_instances(viewer: Viewer) -> ColumnElement[bool]:
    """The cases a person may see: of processes that name one of their groups, begun by them, or worked on by them."""
    if viewer.sees_all:
        return true()
    of_their_groups = select(ProcessDefinition.key).where(ProcessDefinition.groups.overlap(sorted(viewer.groups)))
    return or_(
        ProcessInstance.definition_key.in_(of_their_groups),
        ProcessInstance.started_by == viewer.user_name,
        ProcessInstance.key.in_(_worked_on(viewer)),
    )


def _worked_on(viewer: Viewer) -> CompoundSelect[Key]:
    """Cases with a task that a person has, had, did or may do; a group may be named by an expression only.

    Each part follows an index of its own.
    """
    of_task, is_open = select(UserTask.instance_key), UserTask.state == TaskState.CREATED
    return union_all(
        of_task.where(UserTask.assignee == viewer.user_name),
        of_task.where(UserTask.completed_by == viewer.user_name),
        of_task.where(UserTask.candidate_users.contains([viewer.user_name]), is_open),
        of_task.where(UserTask.candidate_groups.overlap(sorted(viewer.groups)), is_open),
    )
