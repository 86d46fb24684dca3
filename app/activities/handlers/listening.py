"""What follows from tasks that end elsewhere: time that nobody needs any more is free again."""

from datetime import datetime

from sqlalchemy import select

from app.activities.operations.appointments import cancel_appointments
from app.core.actor import Actor
from app.core.db import session
from app.engine.models import UserTask
from app.engine.registry import TaskChanges, task_listener

PROCESS = "task"


@task_listener
def free_time(changes: TaskChanges, by: Actor, at: datetime) -> None:
    """A task that was cancelled with its case needs no time. Costs nothing where no task is cancelled."""
    if not changes.cancelled:
        return
    ended = select(UserTask.instance_key).where(UserTask.key.in_(changes.cancelled), UserTask.process_id == PROCESS)
    for case_key in session().scalars(ended.distinct()).all():
        cancel_appointments(case_key=case_key, starting_after=at, by=by, at=at)
