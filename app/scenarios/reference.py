"""The data that scenarios find: what slices add to every scenario, and what a scenario asks for by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import SYSTEM, Actor, Viewer
from app.core.db import session
from app.identity.models import Group, Membership, User
from app.identity.roles import Role

SEES_ALL = (Role.MANAGER, Role.ADMINISTRATOR)
NOBODY_LOGS_IN = "!"


@dataclass
class ScenarioData:
    """What scenarios may name.

    names: value by name, JSON. people: how each user name acts, and with whose eyes. options: what `of` says.
    """

    at: datetime
    by: Actor = SYSTEM
    names: dict[str, Any] = field(default_factory=dict)  # Any: JSON
    people: dict[str, tuple[Actor, Viewer]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON

    def add_person(self, user_name: str, name: str, role: Role, groups: Iterable[str] = ()) -> None:
        """Somebody who may do tasks; a user of that name who is there is used."""
        ids = frozenset(groups)
        known = self.people.get(user_name)
        if known is not None:
            ids |= known[1].groups
        _write_person(user_name, name, role, ids, self.at)
        viewer = Viewer(user_name, ids, sees_all=role in SEES_ALL)
        self.people[user_name] = (Actor("user", user_name, name), viewer)


Source = Callable[[ScenarioData], None]
reference_sources: list[Source] = []
given_sources: dict[str, Source] = {}


def reference_data(source: Source) -> Source:
    """Register data that every scenario finds; called in the order of registration."""
    if source not in reference_sources:
        reference_sources.append(source)
    return source


def given(name: str) -> Callable[[Source], Source]:
    """Register data (or something that happens) for scenarios that name it."""

    def register(source: Source) -> Source:
        if given_sources.get(name, source) is not source:
            raise ValueError(f"{name!r} is given twice")
        given_sources[name] = source
        return source

    return register


def _write_person(user_name: str, name: str, role: Role, groups: Iterable[str], at: datetime) -> None:
    values = {
        "user_name": user_name,
        "display_name": name,
        "email": f"{user_name}@officina-alpina.example",
        "password_hash": NOBODY_LOGS_IN,
        "roles": [role.value],
        "locale": "en",
        "time_zone": "Europe/Rome",
        "created_at": at,
    }
    session().execute(insert(User).values(values).on_conflict_do_nothing())
    user_id = session().scalars(select(User.id).where(User.user_name == user_name)).one()
    for group_id in groups:
        session().execute(insert(Group).values(id=group_id, name=group_id).on_conflict_do_nothing())
        membership = insert(Membership).values(user_id=user_id, group_id=group_id)
        session().execute(membership.on_conflict_do_nothing())
