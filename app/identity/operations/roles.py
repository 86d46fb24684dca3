"""Adds, changes, deletes roles of the company's own, and says which roles need a second factor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import BeyondOwnRights, NoSuchRole, RoleInUse, RoleUnusable
from app.identity.models import CustomRole, SecurityPolicy, User
from app.identity.rights import Rights, rights_of
from app.identity.roles import SHIPPED, Permission
from app.trail.operations import record

NO_LETTER = re.compile(r"[^a-z0-9]+")
NAMES = ("name", "permissions", "sees_all")
FORM = "new"  # an address that is not a role's


@dataclass(frozen=True)
class RoleDetails:
    """What a role is called and lets its people do. sees_all: they see every case."""

    name: str
    permissions: frozenset[Permission]
    sees_all: bool

    @property
    def rights(self) -> Rights:
        """What the role gives."""
        return Rights(self.permissions, self.sees_all)


def add_role(details: RoleDetails, *, giver: Rights, by: Actor, at: datetime) -> CustomRole:
    """A role of the company's own; its id is made from its name. Raises RoleUnusable, BeyondOwnRights."""
    _check(details, giver, but_not=None)
    role = CustomRole(id=_free_id(details.name), created_at=at)
    _write(role, details)
    session().add(role)
    record(action="role.added", entity="role", entity_id=role.id, by=by, at=at, after=_described(role))
    return role


def change_role(role: CustomRole, details: RoleDetails, *, giver: Rights, by: Actor, at: datetime) -> None:
    """Another name or other rights for a role (locked by the caller); they count from everybody's next request."""
    _check(details, giver, but_not=role)
    present = rights_of(role)
    if not giver.cover(present):
        raise BeyondOwnRights(present.permissions - giver.permissions)
    before = _described(role)
    _write(role, details)
    after = _described(role)
    changed = [name for name in NAMES if before[name] != after[name]]
    if changed:
        role.revision += 1
        record(
            action="role.changed",
            entity="role",
            entity_id=role.id,
            by=by,
            at=at,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def delete_role(role: CustomRole, *, by: Actor, at: datetime) -> None:
    """The role (locked by the caller) is no more. Raises RoleInUse while somebody has it, disabled people included."""
    having = select(func.count()).select_from(User).where(User.roles.contains([role.id]))
    if people := session().scalar(having):
        raise RoleInUse(role.name, people)
    session().delete(role)
    record(action="role.deleted", entity="role", entity_id=role.id, by=by, at=at, before=_described(role))


def find_role(role_id: str) -> CustomRole:
    """The role of the company's own. Raises NoSuchRole."""
    role = session().get(CustomRole, role_id)
    if role is None:
        raise NoSuchRole(role_id)
    return role


def role_for_update(role_id: str) -> CustomRole:
    """The role of the company's own, locked. Raises NoSuchRole; the shipped ones are not to be had."""
    role = session().get(CustomRole, role_id, with_for_update=True)
    if role is None:
        raise NoSuchRole(role_id)
    return role


def require_second_factor(role_ids: Sequence[str], *, by: Actor, at: datetime) -> None:
    """People with one of these roles must set up a second factor before they work on."""
    known = SHIPPED | set(session().scalars(select(CustomRole.id)))
    wanted = sorted(set(role_ids))
    if not known.issuperset(wanted):
        raise RoleUnusable({"two_factor_roles": ["Choose roles of the list."]})
    policy = session().get(SecurityPolicy, 1, with_for_update=True) or SecurityPolicy(id=1, two_factor_roles=[])
    before = list(policy.two_factor_roles)
    policy.two_factor_roles = wanted
    session().add(policy)
    if before != wanted:
        record(
            action="security.changed",
            entity="security_policy",
            entity_id=1,
            by=by,
            at=at,
            before={"two_factor_roles": before},
            after={"two_factor_roles": wanted},
        )


def _check(details: RoleDetails, giver: Rights, *, but_not: CustomRole | None) -> None:
    taken = select(CustomRole.id).where(func.lower(CustomRole.name) == details.name.strip().lower())
    holder = session().scalar(taken)
    if details.name.strip().lower() in SHIPPED or (holder is not None and (but_not is None or but_not.id != holder)):
        raise RoleUnusable({"name": ["There is a role of this name already."]})
    if not details.permissions:
        raise RoleUnusable({"permissions": ["Choose at least one permission."]})
    if not giver.cover(details.rights):
        raise BeyondOwnRights(details.permissions - giver.permissions)


def _free_id(name: str) -> str:
    """An id that no role has, made from a name: `Field sales` is `field_sales`."""
    stem = NO_LETTER.sub("_", name.lower()).strip("_")[:80] or "role"
    taken = SHIPPED | {FORM} | set(session().scalars(select(CustomRole.id).where(CustomRole.id.startswith(stem))))
    used = set(session().scalars(select(func.unnest(User.roles)).distinct())) | taken
    return next(one for one in (stem, *(f"{stem}_{count}" for count in range(2, 1_000))) if one not in used)


def _write(role: CustomRole, details: RoleDetails) -> None:
    role.name, role.sees_all = details.name.strip(), details.sees_all
    role.permissions = sorted(permission.value for permission in details.permissions)


def _described(role: CustomRole) -> dict[str, object]:
    return {name: getattr(role, name) for name in NAMES}
