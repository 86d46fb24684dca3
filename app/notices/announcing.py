"""Tells people at once of tasks that others gave them, and of dates that others moved."""

from datetime import datetime

from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import session
from app.core.formats import Preferences, format_day, format_moment
from app.engine.models import ProcessInstance
from app.engine.registry import TaskChanges, TaskFacts
from app.notices.operations import NoticeRow, notify_many

LAST_MINUTE = 23, 59
PEOPLE = ("user", "token")


def announce(changes: TaskChanges, *, by: Actor, at: datetime) -> None:
    """One statement when there is something to tell; nobody is told of what they did themselves.

    Tasks that a process opens stand in the worklist and are not told, unless their diagram says `announce`.
    """
    told = [_opened(task, by, at) for task in changes.opened if task.is_announced and _is_anothers(task, by)]
    for before, after in changes.changed:
        if not _is_anothers(after, by):
            continue
        if after.assignee != before.assignee:
            told.append(_opened(after, by, at))
        elif after.due_at != before.due_at:
            told.append(_moved(after, by, at))
    notify_many(told, by=by, at=at)


def shown_due(due_at: datetime, *, language: str, time_zone: str) -> str:
    """A due date as text: with its time, unless it is the end of the day."""
    to = Preferences(language, time_zone)
    local = due_at.astimezone(to.zone)
    whole_day = (local.hour, local.minute) == LAST_MINUTE
    return format_day(due_at, to=to) if whole_day else format_moment(due_at, to=to)


def _is_anothers(task: TaskFacts, by: Actor) -> bool:
    return task.assignee is not None and task.assignee != by.id


def _opened(task: TaskFacts, by: Actor, at: datetime) -> NoticeRow:
    until = f", due {_due(task)}" if task.due_at else ""
    words = f"{by.name} gave you" if by.kind in PEOPLE else "You have a new task:"
    return _row(task, f"{words} “{task.name}”{_about(task)}{until}.", f"given:{task.key}:{at.isoformat()}")


def _moved(task: TaskFacts, by: Actor, at: datetime) -> NoticeRow:
    what = f"“{task.name}”{_about(task)}"
    words = f"moved {what} to {_due(task)}" if task.due_at else f"took the due date off {what}"
    return _row(task, f"{by.name} {words}.", f"moved:{task.key}:{at.isoformat()}")


def _about(task: TaskFacts) -> str:
    case = session().get(ProcessInstance, task.instance_key)  # the trigger holds it: no statement
    return f" for {case.subject_name}" if case is not None and case.subject_name else ""


def _due(task: TaskFacts) -> str:
    assert task.due_at is not None
    return shown_due(task.due_at, language="en", time_zone=company_zone().key)


def _row(task: TaskFacts, text: str, key: str) -> NoticeRow:
    assert task.assignee is not None
    return NoticeRow(user_name=task.assignee, key=key, text=text, href=f"/tasks/{task.key}", case_key=task.instance_key)
