"""Names of the people in a case."""

from collections.abc import Iterable, Sequence

from sqlalchemy import literal, select, union_all

from app.core.db import session
from app.identity.models import Group, User
from app.identity.rights import holders_of
from app.identity.roles import Permission

GROUP = "group:"
PROCESS_NAMES = {
    "web_form": "the web form",
    "clock": "a timer",
    "worker": "a worker",
    "system": "Pratica",
    "command_line": "the command line",
    "engine": "Pratica",
    "mail": "the mail worker",
    "documents": "the document worker",
}


def display_names(user_names: Iterable[str | None], groups: Iterable[str] = ()) -> dict[str, str]:
    """What to call those who acted: people by their name, programs in words, groups as `group:` and their id.

    One statement.
    """
    wanted = {name for name in user_names if name}
    known = {name: PROCESS_NAMES.get(name, name) for name in wanted}
    people, ids = wanted - PROCESS_NAMES.keys(), set(groups)
    if people or ids:
        of_people = select(User.user_name, User.display_name).where(User.user_name.in_(people))
        of_groups = select(literal(GROUP) + Group.id, Group.name).where(Group.id.in_(ids))
        chosen = of_people if not ids else of_groups if not people else union_all(of_people, of_groups)
        known |= dict(session().execute(chosen).all())
    return known


def people_who_complete() -> Sequence[tuple[str, str]]:
    """User name and name of everybody whom a task can be given to, by name."""
    statement = (
        select(User.user_name, User.display_name)
        .where(holders_of(Permission.COMPLETE_TASK))
        .order_by(User.display_name)
    )
    return [(user_name, display_name) for user_name, display_name in session().execute(statement)]
