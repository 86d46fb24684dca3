"""Reads users and their open tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from app.core.db import session
from app.core.web.paging import Position
from app.engine.models import TaskState, UserTask
from app.identity.errors import NoSuchUser
from app.identity.models import Absence, CustomRole, Group, Membership, User
from app.identity.queries import group_ids
from app.identity.queries.people import has_second_factor
from app.identity.standing_in import day_of
from app.identity.wording import ROLE_NAMES

MOST_COUNTED = 999
MOST_TASKS_NAMED = 20
MOST_TASKS_MOVED = 500


@dataclass(frozen=True)
class UserRow:
    """A line of the list. away_until: the last day of the absence that runs."""

    user: User
    groups: list[str]
    has_second_factor: bool
    away_until: date | None


@dataclass(frozen=True)
class UserChoice:
    """What the address of the list says. state: `active`, `disabled` or `all`."""

    words: str = ""
    role: str = ""
    group: str = ""
    state: str = "active"

    @property
    def is_usual(self) -> bool:
        """Whether nothing was chosen."""
        return self == UserChoice()


def users_page(choice: UserChoice, *, at: datetime, after: Position | None, limit: int) -> Sequence[UserRow]:
    """Up to `limit` + 1 users by name. One statement."""
    query = _chosen(_rows(at), choice)
    if after is not None:
        query = query.where(tuple_(User.display_name, User.user_name) > tuple_(*after))
    ordered = query.order_by(User.display_name, User.user_name).limit(limit + 1)
    return [UserRow(*row) for row in session().execute(ordered)]


def user_row(user_name: str, *, at: datetime) -> UserRow:
    """One user as the list has them. Raises NoSuchUser."""
    row = session().execute(_rows(at).where(User.user_name == user_name)).one_or_none()
    if row is None:
        raise NoSuchUser(user_name)
    return UserRow(*row)


def role_names() -> dict[str, str]:
    """Every role, shipped and of the company's own, by id."""
    own = select(CustomRole.id, CustomRole.name).order_by(CustomRole.name)
    return {**ROLE_NAMES, **dict(session().execute(own).all())}


def group_names() -> dict[str, str]:
    """Every group by id, in the order of names."""
    return dict(session().execute(select(Group.id, Group.name).order_by(Group.name)).all())


def open_tasks(user_name: str, limit: int = MOST_TASKS_NAMED) -> Sequence[UserTask]:
    """The first open tasks that somebody has, with their cases."""
    mine = select(UserTask).where(UserTask.assignee == user_name, UserTask.state == TaskState.CREATED)
    first = mine.options(joinedload(UserTask.instance)).order_by(UserTask.due_at, UserTask.key).limit(limit)
    return session().scalars(first).all()


def count_of_open_tasks(user_name: str) -> int:
    """How many open tasks somebody has, up to one more than MOST_COUNTED."""
    mine = select(UserTask.key).where(UserTask.assignee == user_name, UserTask.state == TaskState.CREATED)
    return session().scalar(select(func.count()).select_from(mine.limit(MOST_COUNTED + 1).subquery())) or 0


def absences_of(user_name: str, *, on: date) -> Sequence[Absence]:
    """The absences of an account that are not over on a day, the next first."""
    mine = select(Absence).where(Absence.user_name == user_name, Absence.ends_on >= on)
    return session().scalars(mine.order_by(Absence.starts_on).limit(50)).all()


def _rows(at: datetime) -> Select[User, list[str], bool, date]:
    today = day_of(at)
    running = select(func.max(Absence.ends_on)).where(Absence.starts_on <= today, Absence.ends_on >= today)
    until = running.where(Absence.user_name == User.user_name).correlate(User).scalar_subquery()
    return select(User, group_ids, has_second_factor, until)


def _chosen(query: Select[User, list[str], bool, date], choice: UserChoice) -> Select[User, list[str], bool, date]:
    if choice.words.strip():
        like = f"%{choice.words.strip()}%"
        query = query.where(or_(User.display_name.ilike(like), User.user_name.ilike(like), User.email.ilike(like)))
    if choice.role:
        query = query.where(User.roles.contains([choice.role]))
    if choice.group:
        inside = exists().where(Membership.user_id == User.id, Membership.group_id == choice.group)
        query = query.where(inside)
    if choice.state == "active":
        query = query.where(User.disabled_at.is_(None))
    elif choice.state == "disabled":
        query = query.where(User.disabled_at.is_not(None))
    return query
