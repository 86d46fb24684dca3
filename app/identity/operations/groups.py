"""Adds, renames and deletes groups, and says who is in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.core.actor import Actor
from app.core.db import session
from app.core.errors import Invalid
from app.identity.errors import GroupTaken, NoSuchGroup
from app.identity.models import Group, Membership, User
from app.identity.names import GROUP_ID
from app.trail.operations import record


def add_group(group_id: str, name: str, *, by: Actor, at: datetime) -> Group:
    """A new group; diagrams name it by its id."""
    if GROUP_ID.fullmatch(group_id) is None:
        raise Invalid("This cannot be the id of a group.", {"id": ["Small letters, digits and _, a letter first."]})
    if session().get(Group, group_id) is not None:
        raise GroupTaken(group_id)
    group = Group(id=group_id, name=name)
    session().add(group)
    session().flush()  # users of the same transaction join it
    record(action="group.added", entity="group", entity_id=group_id, by=by, at=at, after={"name": name})
    return group


def find_group(group_id: str) -> Group:
    """The group. Raises NoSuchGroup."""
    group = session().get(Group, group_id)
    if group is None:
        raise NoSuchGroup(group_id)
    return group


def group_for_update(group_id: str) -> Group:
    """The group, locked. Raises NoSuchGroup."""
    group = session().get(Group, group_id, with_for_update=True)
    if group is None:
        raise NoSuchGroup(group_id)
    return group


def change_group(group: Group, *, name: str, members: Sequence[str], by: Actor, at: datetime) -> None:
    """Another name, other members (user names that exist) for a group that the caller has locked."""
    before = {"name": group.name, "members": _members(group)}
    people = session().scalars(select(User).where(User.user_name.in_(members)).order_by(User.user_name)).all()
    group.name = name
    if [user.user_name for user in people] != before["members"]:
        session().execute(delete(Membership).where(Membership.group_id == group.id))
        session().add_all(Membership(user_id=user.id, group_id=group.id) for user in people)
        session().flush()  # what the trail says is read from the rows
    after = {"name": group.name, "members": _members(group)}
    changed = [key for key in after if before[key] != after[key]]
    if changed:
        record(
            action="group.changed",
            entity="group",
            entity_id=group.id,
            by=by,
            at=at,
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )


def delete_group(group: Group, *, by: Actor, at: datetime) -> None:
    """The group is no more. That no diagram and no task names it, the caller has looked."""
    before = {"name": group.name, "members": _members(group)}
    session().execute(delete(Membership).where(Membership.group_id == group.id))
    session().delete(group)
    record(action="group.deleted", entity="group", entity_id=group.id, by=by, at=at, before=before)


def _members(group: Group) -> list[str]:
    of_group = select(User.user_name).join(Membership, Membership.user_id == User.id)
    return list(session().scalars(of_group.where(Membership.group_id == group.id).order_by(User.user_name)))
