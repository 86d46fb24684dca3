"""Reads groups, roles, and what names them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import any_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.core.db import session
from app.engine.models import InstanceState, ProcessDefinition, ProcessInstance, TaskState, UserTask
from app.identity.models import CustomRole, Group, Membership, SecurityPolicy, User

MOST_COUNTED = 999


@dataclass(frozen=True)
class GroupRow:
    """A line of the list: the group and how many people are in it."""

    group: Group
    people: int


def groups_page() -> Sequence[GroupRow]:
    """Every group by name. One statement."""
    people = select(func.count()).where(Membership.group_id == Group.id).correlate(Group).scalar_subquery()
    return [GroupRow(*row) for row in session().execute(select(Group, people).order_by(Group.name, Group.id))]


def members_of(group_id: str) -> set[str]:
    """User names of those in a group."""
    inside = select(User.user_name).join(Membership, Membership.user_id == User.id)
    return set(session().scalars(inside.where(Membership.group_id == group_id)))


def people_to_choose(members: Collection[str]) -> Sequence[tuple[str, str]]:
    """User name and name of all who may log in, and of members who may not: they stay what they are."""
    query = select(User.user_name, User.display_name)
    query = query.where(or_(User.disabled_at.is_(None), User.user_name.in_(members)))
    return session().execute(query.order_by(User.display_name)).all()


def what_names_group(group_id: str) -> list[str]:
    """The processes that name a group, in their newest version or one with running cases, and open tasks, in words."""
    later = aliased(ProcessDefinition)
    is_newest = ~exists().where(
        later.process_id == ProcessDefinition.process_id, later.version > ProcessDefinition.version
    )
    has_cases = exists().where(
        ProcessInstance.definition_key == ProcessDefinition.key, ProcessInstance.state == InstanceState.ACTIVE
    )
    naming = select(ProcessDefinition.name, ProcessDefinition.version).where(
        ProcessDefinition.groups.contains([group_id]), or_(is_newest, has_cases)
    )
    found = session().execute(naming.order_by(ProcessDefinition.name, ProcessDefinition.version).limit(20)).all()
    words = [f"the process {name} (version {version})" for name, version in found]
    if tasks := _count_of_tasks(group_id):
        shown = f"{MOST_COUNTED}+" if tasks > MOST_COUNTED else str(tasks)
        words.append(f"{shown} open task{'' if tasks == 1 else 's'}")
    return words


@dataclass(frozen=True)
class RoleRow:
    """A line of the list of roles of our own: how many people have it."""

    role: CustomRole
    people: int


def own_roles() -> Sequence[RoleRow]:
    """Every role of the company's own, by name."""
    having = select(func.count()).select_from(User).where(CustomRole.id == any_(User.roles))
    people = having.correlate(CustomRole).scalar_subquery()
    return [RoleRow(*row) for row in session().execute(select(CustomRole, people).order_by(CustomRole.name))]


def people_by_shipped_role() -> dict[str, int]:
    """How many people have each role, by its id."""
    role = func.unnest(User.roles).label("role")
    each = select(role).where(User.disabled_at.is_(None)).subquery()
    return dict(session().execute(select(each.c.role, func.count()).group_by(each.c.role)).all())


def two_factor_roles() -> list[str]:
    """Ids of the roles whose people need a second factor."""
    return session().scalar(select(SecurityPolicy.two_factor_roles)) or []


def _count_of_tasks(group_id: str) -> int:
    named = select(UserTask.key).where(
        UserTask.state == TaskState.CREATED, UserTask.candidate_groups.contains([group_id])
    )
    return session().scalar(select(func.count()).select_from(named.limit(MOST_COUNTED + 1).subquery())) or 0
