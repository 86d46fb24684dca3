"""A machine with our company on it, running; and Anna at her browser."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.core.clock import clock
from tests.fixtures.database import forget_keys
from tests.kill.company import new_road, prepared_machine
from tests.kill.machine import Machine
from tests.kill.person import Person
from tests.kill.proof import broken_rules
from tests.kill.road import Road
from tests.mail.server import Received, running

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def mail_server() -> Iterator[tuple[str, Received]]:
    """A mail server that outlives every process of the machine: its address, and what it got."""
    got = Received()
    with running(got) as server:
        yield f"smtp://127.0.0.1:{server.port}", got


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory, mail_server: tuple[str, Received]) -> Iterator[Machine]:
    """Everything runs, and each test leaves it so."""
    forget_keys()
    one = Machine(tmp_path_factory.mktemp("machine"))
    one.environment["SMTP_URL"], _ = mail_server
    one.set_clock(MORNING)
    prepared_machine(one, at=MORNING)
    yield one
    one.stop()
    forget_keys()
    clock.file = None


@pytest.fixture
def received(mail_server: tuple[str, Received]) -> Received:
    """What the mail server gets from now on."""
    _, got = mail_server
    got.messages.clear()
    got.recipients.clear()
    return got


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
