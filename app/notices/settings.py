"""Keeps how the company and its people are reminded, and plans anew what that changes."""

from datetime import datetime

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import session
from app.engine.listening import facts_of_task
from app.engine.models import TaskState, UserTask
from app.identity.operations import change_own_reminders
from app.notices.planning import drop_planned, plan_reminders

MOST_PLANNED_ANEW = 500


def set_own_reminders(user_name: str, *, offsets: str | None, channels: str | None, by: Actor, at: datetime) -> None:
    """How a person wants to be reminded; counts at once for the tasks that they have."""
    change_own_reminders(user_name, offsets=offsets, channels=channels, by=by, at=at)
    session().flush()  # planning reads what was just set
    tasks = (
        session()
        .scalars(
            select(UserTask)
            .where(UserTask.assignee == user_name, UserTask.state == TaskState.CREATED, UserTask.due_at > at)
            .order_by(UserTask.due_at, UserTask.key)
            .limit(MOST_PLANNED_ANEW)
        )
        .all()
    )
    drop_planned([task.key for task in tasks], recipient=user_name)
    plan_reminders([facts_of_task(task) for task in tasks], at=at)
