"""Plans the reminders of user tasks: when they open, change hands, change dates; and drops them when they end.

The rule is ADR 0014: the task's own setting, else that of its person, else the company's. A task that nobody has
reminds those it is offered to. Somebody without an account who was asked by mail is reminded by mail, whoever keeps
the task for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.db import Key, new_key, session
from app.core.reminders import Channel, Offset, read_channels, read_offsets
from app.core.working_calendar import WorkingCalendar
from app.engine.registry import TaskChanges, TaskFacts, task_listener
from app.identity.models import User
from app.mail.people import address_beside_users
from app.notices.announcing import announce
from app.notices.models import Reminder, ReminderState
from app.notices.people import Settings, settings_for

MOST_RECIPIENTS = 50
"""A task offered to more people reminds the first of them, by name."""

Row = dict[str, Any]  # Any: a column's value


@dataclass(frozen=True)
class Plan:
    """What one person is to be told of one task: how early, on which ways."""

    recipient: str
    offsets: tuple[Offset, ...]
    channels: tuple[Channel, ...]


@task_listener
def follow_tasks(changes: TaskChanges, by: Actor, at: datetime) -> None:
    """Keep reminders as the tasks are now. Opening costs nothing without a due date, two statements with one."""
    announce(changes, by=by, at=at)
    moved = [(before, after) for before, after in changes.changed if _calls_for_another_plan(before, after)]
    dated = [task.key for task in changes.completed if task.due_at is not None]
    drop_planned([*dated, *changes.cancelled, *(before.key for before, _ in moved if before.due_at is not None)])
    plan_reminders([*changes.opened, *(after for _, after in moved)], at=at)


def plan_reminders(tasks: Iterable[TaskFacts], *, at: datetime) -> None:
    """Plan what is still to come of the reminders of these tasks. What would have gone before `at` is not planned."""
    dated = [task for task in tasks if task.due_at is not None and task.reminders != "none"]
    if not dated:
        return
    known = settings_for(dated)
    rows = [row for task in dated for row in _rows_of(task, known, at)]
    if rows:
        session().execute(insert(Reminder.__table__).on_conflict_do_nothing(), rows)  # type: ignore[arg-type]  # a Table


def drop_planned(task_keys: Sequence[Key], *, recipient: str | None = None) -> None:
    """Take away what is planned for these tasks, for everybody or for one person. What was sent stays."""
    if not task_keys:
        return
    planned = delete(Reminder).where(Reminder.task_key.in_(task_keys), Reminder.state == ReminderState.PLANNED)
    if recipient is not None:
        planned = planned.where(Reminder.recipient == recipient)
    session().execute(planned.execution_options(synchronize_session=False))


def _calls_for_another_plan(before: TaskFacts, after: TaskFacts) -> bool:
    return replace(before, priority=after.priority) != after


def _rows_of(task: TaskFacts, known: Settings, at: datetime) -> list[Row]:
    assert task.due_at is not None
    offered = task.assignee is None
    return [
        {
            "key": new_key(),
            "task_key": task.key,
            "recipient": plan.recipient,
            "as_candidate": offered,
            "remind_offset": str(offset),
            "channel": channel,
            "planned_for": moment,
            "next_at": moment,
            "state": ReminderState.PLANNED,
            "attempts": 0,
            "created_at": at,
        }
        for plan in _plans_of(task, known)
        for offset, moment in _moments(plan.offsets, task.due_at, known.calendar)
        if moment > at
        for channel in plan.channels
    ]


def _moments(offsets: Iterable[Offset], due_at: datetime, calendar: WorkingCalendar) -> list[tuple[Offset, datetime]]:
    """Each moment once: 3 days and 3 working days before may be the same day."""
    by_moment = {offset.moment(due_at, calendar): offset for offset in offsets}
    return [(offset, moment) for moment, offset in by_moment.items()]


def _plans_of(task: TaskFacts, known: Settings) -> list[Plan]:
    beside = [name for name in (task.assignee, *task.candidate_users) if name and name not in known.users]
    people = _candidates(task, known) if task.assignee is None else _assigned(task, known)
    plans = [_plan(task, user, known) for user in people if user.disabled_at is None]
    return plans + [_plan_by_mail(name, task, known) for name in beside if address_beside_users(name)]


def _plan(task: TaskFacts, user: User, known: Settings) -> Plan:
    offsets = task.reminders or user.reminder_offsets or known.offsets
    channels = read_channels(task.reminder_channels or user.reminder_channels or known.channels)
    if not user.email:
        channels = (Channel.MESSAGE,)
    return Plan(user.user_name, read_offsets(offsets), channels)


def _plan_by_mail(name: str, task: TaskFacts, known: Settings) -> Plan:
    return Plan(name, read_offsets(task.reminders or known.offsets), (Channel.MAIL,))


def _assigned(task: TaskFacts, known: Settings) -> list[User]:
    user = known.users.get(task.assignee or "")
    return [user] if user else []


def _candidates(task: TaskFacts, known: Settings) -> list[User]:
    wanted = set(task.candidate_groups)
    found = [
        user
        for name, user in sorted(known.users.items())
        if name in task.candidate_users or wanted & known.groups[name]
    ]
    return found[:MOST_RECIPIENTS]
