"""Reads notices, and reminders that were and will be sent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import UnaryExpression, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from app.core.db import Key, session
from app.core.reminders import Channel
from app.core.web.paging import Position
from app.engine.models import UserTask
from app.identity.models import User
from app.notices.models import Notice, Reminder, ReminderState
from app.parties.models import Company

MOST_COUNTED = 99
USUAL_REFRESH_MINUTES = 5


class Stage(StrEnum):
    """Which reminders a list shows."""

    TO_COME = "to_come"
    SENT = "sent"
    NOT_SENT = "not_sent"


@dataclass(frozen=True)
class ReminderRow:
    """A line of the list: a reminder with its task, and what to call its recipient."""

    reminder: Reminder
    recipient_name: str


@dataclass(frozen=True)
class ReminderLine:
    """What a task shows of its reminders: one moment, on all ways that came equally far."""

    moment: datetime
    channels: tuple[Channel, ...]
    state: ReminderState
    recipients: tuple[str, ...]
    error: str | None


def notices_of(user_name: str, *, only_unread: bool, after: Position | None, limit: int) -> Sequence[Notice]:
    """Up to `limit` + 1 notices of a person, newest first, after a position."""
    query = select(Notice).where(Notice.user_name == user_name)
    if only_unread:
        query = query.where(Notice.read_at.is_(None))
    if after is not None:
        query = query.where(tuple_(Notice.created_at, Notice.id) < tuple_(*after))
    return session().scalars(query.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(limit + 1)).all()


def notice_of(user_name: str, notice_id: Key) -> Notice | None:
    """One notice of a person."""
    return session().scalar(select(Notice).where(Notice.id == notice_id, Notice.user_name == user_name))


def unread_count(user_name: str) -> int:
    """How many notices a person has not read, up to one more than MOST_COUNTED."""
    unread = select(Notice.id).where(Notice.user_name == user_name, Notice.read_at.is_(None)).limit(MOST_COUNTED + 1)
    return session().scalar(select(func.count()).select_from(unread.subquery())) or 0


def refresh_minutes() -> int:
    """After how many minutes an open page asks for new notices by itself; 0 is never."""
    found = session().scalar(select(Company.refresh_minutes))
    return USUAL_REFRESH_MINUTES if found is None else found


def reminders_chosen(
    stage: Stage, *, recipient: str | None, after: Position | None, limit: int
) -> Sequence[ReminderRow]:
    """Up to `limit` + 1 reminders after a position: what comes first, or what went last.

    recipient: None for those of everybody, which the caller may see.
    """
    column = _column_of(stage)
    query = (
        select(Reminder, User.display_name)
        .join(Reminder.task)
        .join(UserTask.instance)
        .outerjoin(User, User.user_name == Reminder.recipient)
        .where(column.is_not(None))
        .options(contains_eager(Reminder.task).contains_eager(UserTask.instance))
    )
    if stage is Stage.NOT_SENT:
        query = query.where(Reminder.state == ReminderState.FAILED)
    if recipient is not None:
        query = query.where(Reminder.recipient == recipient)
    if after is not None:
        here, there = tuple_(column, Reminder.key), tuple_(*after)
        query = query.where(here > there if stage is Stage.TO_COME else here < there)
    found = session().execute(query.order_by(*_order_of(stage)).limit(limit + 1))
    return [ReminderRow(reminder, name or reminder.recipient) for reminder, name in found]


def position_in(stage: Stage, row: ReminderRow) -> Position:
    """Where a reminder stands in a list."""
    at: datetime = getattr(row.reminder, _column_of(stage).key)
    return at, row.reminder.key


def reminders_of_tasks(task_keys: Iterable[Key]) -> dict[Key, list[ReminderLine]]:
    """What was and will be sent for tasks that the caller may see, the earliest first, by task; one statement."""
    wanted = set(task_keys)
    if not wanted:
        return {}
    query = (
        select(Reminder, User.display_name)
        .outerjoin(User, User.user_name == Reminder.recipient)
        .where(Reminder.task_key.in_(wanted), Reminder.state != ReminderState.DROPPED)
        .order_by(Reminder.task_key, Reminder.planned_for, Reminder.state, Reminder.channel.desc(), Reminder.recipient)
    )
    rows = [(reminder, name or reminder.recipient) for reminder, name in session().execute(query)]
    lines: dict[Key, list[ReminderLine]] = defaultdict(list)
    for (task_key, moment, state), group in groupby(rows, key=_line_of):
        members = list(group)
        lines[task_key].append(
            ReminderLine(
                moment=members[0][0].sent_at or moment,
                channels=tuple(dict.fromkeys(reminder.channel for reminder, _ in members)),
                state=state,
                recipients=tuple(dict.fromkeys(name for _, name in members)),
                error=next((reminder.error for reminder, _ in members if reminder.error), None),
            )
        )
    return lines


def _line_of(row: tuple[Reminder, str]) -> tuple[Key, datetime, ReminderState]:
    return row[0].task_key, row[0].planned_for, row[0].state


def _column_of(stage: Stage) -> InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime]:
    return {Stage.TO_COME: Reminder.next_at, Stage.SENT: Reminder.sent_at, Stage.NOT_SENT: Reminder.planned_for}[stage]


def _order_of(stage: Stage) -> tuple[UnaryExpression[Any], ...]:  # Any: columns of several types
    column = _column_of(stage)
    if stage is Stage.TO_COME:
        return column.asc(), Reminder.key.asc()
    return column.desc(), Reminder.key.desc()
