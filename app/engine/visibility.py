"""Who sees which case and task: the one rule, as conditions for queries."""

from sqlalchemy import ColumnElement, exists, or_, select, true

from app.core.actor import Viewer
from app.engine.models import ProcessDefinition, ProcessInstance, UserTask


def visible_tasks(viewer: Viewer) -> ColumnElement[bool]:
    """The tasks a person may see: theirs, and those offered to them or to one of their groups."""
    if viewer.sees_all:
        return true()
    return or_(UserTask.assignee == viewer.user_name, offered_to(viewer))


def offered_to(viewer: Viewer) -> ColumnElement[bool]:
    """The tasks a person may take: they are a candidate, or one of their groups is."""
    return or_(
        UserTask.candidate_users.contains([viewer.user_name]),
        UserTask.candidate_groups.overlap(sorted(viewer.groups)),
    )


def visible_instances(viewer: Viewer) -> ColumnElement[bool]:
    """The cases a person may see: of processes that name one of their groups, begun by them, or worked on by them."""
    if viewer.sees_all:
        return true()
    of_their_groups = select(ProcessDefinition.key).where(ProcessDefinition.groups.overlap(sorted(viewer.groups)))
    worked_on = exists().where(
        UserTask.instance_key == ProcessInstance.key,
        or_(
            UserTask.assignee == viewer.user_name,
            UserTask.completed_by == viewer.user_name,
            UserTask.candidate_users.contains([viewer.user_name]),
        ),
    )
    return or_(
        ProcessInstance.definition_key.in_(of_their_groups),
        ProcessInstance.started_by == viewer.user_name,
        worked_on,
    )
