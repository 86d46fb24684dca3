"""Our company on a machine: processes, catalogue, Anna; and the first lead of a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.catalog.models import PriceList
from app.core.db import session, transaction
from app.identity.operations import add_group, add_user
from app.identity.roles import Role
from app.shipped import deploy_shipped
from tests.fixtures.people import PASSWORD
from tests.kill.machine import EVERYTHING, OWN, Machine, eventually
from tests.kill.person import Person
from tests.kill.road import Road
from tests.sales.factories import ANNA, make_company

GROUPS = ("sales", "sales_managers", "back_office")


def prepared_machine(machine: Machine, *, at: datetime) -> Machine:
    """The machine with processes, company and Anna on it; everything runs."""
    with machine.app.app_context(), transaction():
        deploy_shipped(by=ANNA, at=at)
        make_company()
        for group in GROUPS:
            add_group(group, group, by=ANNA, at=at)
        add_user(
            "anna",
            "Anna Bianchi",
            password=PASSWORD,
            roles=[Role.MANAGER, Role.STAFF],
            groups=GROUPS,
            email=None,
            locale="en",
            time_zone="Europe/Rome",
            by=ANNA,
            at=at,
        )
    for name in OWN:
        machine.start(name)
    assert machine.running() == list(EVERYTHING)
    return machine


def new_road(machine: Machine, person: Person) -> Road:
    """A lead that has just come in."""
    return Road(machine, person, str(eventually(lambda: _price_list(machine), "there is no price list")))


def _price_list(machine: Machine) -> UUID:
    with machine.app.app_context():
        return session().scalars(select(PriceList.id).where(PriceList.is_usual)).one()
