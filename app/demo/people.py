"""The people of the demo company, and the groups that the diagrams name."""

from datetime import datetime

from app.core.actor import SYSTEM
from app.core.db import session
from app.identity.models import Group
from app.identity.operations import add_group, add_user
from app.identity.queries import person_named
from app.identity.roles import Role

PASSWORD = "pratica-demo"  # noqa: S105  # printed on purpose
GROUPS = {
    "sales": "Sales",
    "sales_managers": "Sales managers",
    "service": "Service",
    "service_managers": "Service managers",
    "marketing": "Marketing",
    "marketing_managers": "Marketing managers",
    "back_office": "Back office",
    "back_office_managers": "Back office managers",
}
PEOPLE = (
    (
        "anna",
        "Anna Bianchi",
        Role.MANAGER,
        ("sales", "sales_managers", "service_managers", "marketing_managers", "back_office_managers"),
    ),
    ("luca", "Luca Ferri", Role.STAFF, ("sales",)),
    ("marta", "Marta Testa", Role.STAFF, ("service",)),
    ("paolo", "Paolo Greco", Role.STAFF, ("service",)),
    ("elena", "Elena Ionescu", Role.STAFF, ("back_office", "marketing")),
    ("petr", "Petr Novák", Role.ANALYST, ()),
    ("giulia", "Giulia Conti", Role.AUDITOR, ()),
    ("admin", "Administrator", Role.ADMINISTRATOR, ()),
)


def add_groups(at: datetime) -> None:
    """The groups that shipped diagrams name; those that are there stay."""
    for group_id, name in GROUPS.items():
        if session().get(Group, group_id) is None:
            add_group(group_id, name, by=SYSTEM, at=at)


def add_people(at: datetime) -> None:
    """One person or more in each role; those who are there stay as they are."""
    for user_name, name, role, groups in PEOPLE:
        if person_named(user_name) is None:
            add_user(
                user_name,
                name,
                password=PASSWORD,
                roles=[role],
                groups=groups,
                email=f"{user_name}@officina-alpina.example",
                by=SYSTEM,
                at=at,
            )
