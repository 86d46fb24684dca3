"""A machine with our company on it, running; and Anna at her browser."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.catalog.models import PriceList
from app.core.clock import clock
from app.core.db import session, transaction
from app.identity.operations import add_group, add_user
from app.identity.roles import Role
from app.shipped import deploy_shipped
from tests.fixtures.people import PASSWORD
from tests.kill.machine import EVERYTHING, OWN, SERVERS, Machine
from tests.kill.person import Person
from tests.kill.proof import broken_rules
from tests.kill.road import Road
from tests.sales.factories import ANNA, make_company

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GROUPS = ("sales", "sales_managers", "back_office")


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Everything runs, and each test leaves it so."""
    one = prepared_machine(tmp_path_factory.mktemp("machine"))
    yield one
    one.stop()
    clock.file = None


@pytest.fixture
def person(machine: Machine) -> Person:
    """Anna, who sells, approves and checks."""
    return Person(machine.port, "anna")


@pytest.fixture
def road(machine: Machine, person: Person) -> Iterator[Road]:
    """A lead that has just come in. Once the test is over, every rule holds."""
    one = new_road(machine, person)
    yield one
    with machine.app.app_context():
        assert broken_rules() == {}


def prepared_machine(folder: Path) -> Machine:
    """A machine with processes, company and Anna on it; everything runs."""
    machine = Machine(folder)
    machine.set_clock(MORNING)
    with machine.app.app_context(), transaction():
        deploy_shipped(by=ANNA, at=MORNING)
        make_company()
        for group in GROUPS:
            add_group(group, group, by=ANNA, at=MORNING)
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
            at=MORNING,
        )
    for name in OWN:
        machine.start(name)
    assert machine.running() == list(EVERYTHING) == [*SERVERS, *OWN]
    return machine


def new_road(machine: Machine, person: Person) -> Road:
    with machine.app.app_context():
        price_list = session().scalars(select(PriceList.id).where(PriceList.is_usual)).one()
    return Road(machine, person, str(price_list))
