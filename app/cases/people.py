"""Names of the people in a case."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.core.db import session
from app.identity.models import Group, User
from app.identity.roles import PERMISSIONS, Permission

PROCESS_NAMES = {
    "web_form": "the web form",
    "clock": "a timer",
    "worker": "a worker",
    "system": "Pratica",
    "engine": "Pratica",
    "mail": "the mail worker",
    "documents": "the document worker",
}


def display_names(user_names: Iterable[str | None]) -> dict[str, str]:
    """What to call those who acted: people by their name, programs in words."""
    wanted = {name for name in user_names if name}
    known = {name: PROCESS_NAMES.get(name, name) for name in wanted}
    if people := wanted - PROCESS_NAMES.keys():
        found = session().execute(select(User.user_name, User.display_name).where(User.user_name.in_(people)))
        known |= {row.user_name: row.display_name for row in found}
    return known


def group_names(ids: Iterable[str]) -> dict[str, str]:
    """What to call groups, by `group:` and their id; unknown ones are left out."""
    if not (wanted := set(ids)):
        return {}
    found = session().execute(select(Group.id, Group.name).where(Group.id.in_(wanted)))
    return {f"group:{row.id}": row.name for row in found}


def people_who_complete() -> Sequence[tuple[str, str]]:
    """User name and name of everybody whom a task can be given to, by name."""
    roles = [role.value for role, allowed in PERMISSIONS.items() if Permission.COMPLETE_TASK in allowed]
    statement = (
        select(User.user_name, User.display_name)
        .where(User.disabled_at.is_(None), User.roles.overlap(roles))
        .order_by(User.display_name)
    )
    return [(user_name, display_name) for user_name, display_name in session().execute(statement)]
