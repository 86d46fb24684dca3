"""Reads who is to be reminded of tasks, and what they and the company have set: one statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, literal, or_, select

from app.core.db import session
from app.core.working_calendar import WorkingCalendar
from app.engine.registry import TaskFacts
from app.identity.models import Membership, User
from app.identity.queries import group_ids
from app.parties.company import calendar_of
from app.parties.models import Company

USUAL_OFFSETS = "1,0"
USUAL_CHANNELS = "message"


@dataclass(frozen=True)
class Settings:
    """The people who may have tasks with their groups, what the company has set, and when it works."""

    users: Mapping[str, User]
    groups: Mapping[str, frozenset[str]]
    offsets: str
    channels: str
    calendar: WorkingCalendar


def settings_for(tasks: Iterable[TaskFacts]) -> Settings:
    """What reminders of these tasks are planned by. Users who have left are among those found."""
    one = select(literal(1).label("one")).subquery()
    found = session().execute(
        select(Company, User, group_ids)
        .select_from(one)
        .outerjoin(Company, Company.id == 1)
        .outerjoin(User, _may_be_asked(list(tasks)))
    )
    rows = [(company, user, groups) for company, user, groups in found]
    company = rows[0][0]
    people = [(user, groups) for _, user, groups in rows if user is not None]
    return Settings(
        users={user.user_name: user for user, _ in people},
        groups={user.user_name: frozenset(groups) for user, groups in people},
        offsets=company.reminder_offsets if company else USUAL_OFFSETS,
        channels=company.reminder_channels if company else USUAL_CHANNELS,
        calendar=calendar_of(company),
    )


def _may_be_asked(tasks: list[TaskFacts]) -> ColumnElement[bool]:
    """Those who have the tasks, and for tasks that nobody has those they are offered to."""
    free = [task for task in tasks if task.assignee is None]
    names = {task.assignee for task in tasks if task.assignee} | {
        name for task in free for name in task.candidate_users
    }
    groups = {group for task in free for group in task.candidate_groups}
    by_name = User.user_name.in_(sorted(names))
    if not groups:
        return by_name
    return or_(by_name, User.id.in_(select(Membership.user_id).where(Membership.group_id.in_(sorted(groups)))))
