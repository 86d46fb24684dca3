"""What people may do: the permissions of their roles, shipped and of the company's own, added up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, any_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.db import session
from app.identity.errors import BeyondOwnRights
from app.identity.models import CustomRole, User
from app.identity.roles import PERMISSIONS, SEES_ALL, Permission, permissions_of

custom_permissions: ColumnElement[list[str]] = func.array(
    select(func.unnest(CustomRole.permissions))
    .where(CustomRole.id == any_(User.roles))
    .correlate(User)
    .scalar_subquery(),
    type_=ARRAY(Text),
)
"""What the company's own roles add, read with the user: rights are never older than the request."""

sees_all_by_custom_role: ColumnElement[bool] = exists(
    select(CustomRole.id).where(CustomRole.id == any_(User.roles), CustomRole.sees_all).correlate(User)
)


@dataclass(frozen=True)
class Rights:
    """What somebody may do. sees_all: they see every case and task."""

    permissions: frozenset[Permission]
    sees_all: bool

    def cover(self, others: "Rights") -> bool:
        """Whether there is nothing in the others that is not here."""
        return others.permissions <= self.permissions and (self.sees_all or not others.sees_all)


EVERY_RIGHT = Rights(frozenset(Permission), sees_all=True)


def added_up(role_ids: Iterable[str], *, custom: Iterable[str], sees_all: bool) -> Rights:
    """The rights of shipped roles among these ids, and what the company's own add."""
    ids = set(role_ids)
    return Rights(permissions_of(ids, custom), sees_all=sees_all or not SEES_ALL.isdisjoint(ids))


def rights_of_roles(role_ids: Iterable[str]) -> Rights:
    """What somebody with these roles may do. One statement."""
    ids = list(role_ids)
    own = session().scalars(select(CustomRole).where(CustomRole.id.in_(ids))).all()
    return added_up(ids, custom=[name for role in own for name in role.permissions], sees_all=any_sees_all(own))


def rights_of(role: CustomRole) -> Rights:
    """What one role of the company's own gives."""
    return Rights(permissions_of((), role.permissions), sees_all=role.sees_all)


def any_sees_all(roles: Sequence[CustomRole]) -> bool:
    """Whether one of the company's own roles sees every case."""
    return any(role.sees_all for role in roles)


def refuse_beyond(giver: Rights, role_ids: Iterable[str]) -> None:
    """Nobody gives, takes or takes over rights that they do not have. Raises BeyondOwnRights."""
    wanted = rights_of_roles(role_ids)
    if not giver.cover(wanted):
        raise BeyondOwnRights(wanted.permissions - giver.permissions)


def holders_of(permission: Permission) -> ColumnElement[bool]:
    """The users who may log in and have a permission, as a condition."""
    shipped = [role.value for role, allowed in PERMISSIONS.items() if permission in allowed]
    own = select(CustomRole.id).where(CustomRole.id == any_(User.roles), CustomRole.permissions.contains([permission]))
    return and_(User.disabled_at.is_(None), or_(User.roles.overlap(shipped), exists(own.correlate(User))))
