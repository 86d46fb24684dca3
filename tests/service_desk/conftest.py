"""Fixtures of service."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.core.db import transaction
from app.parties.models import Party
from tests.fixtures.people import MakeUser
from tests.service_desk.factories import deploy_processes, make_customer, make_services


@pytest.fixture
def services(session: Session, make_user: MakeUser) -> None:
    """Our company with services, and Marta and Luca who do them."""
    make_user("marta", display_name="Marta Testa", groups=["service"])
    make_user("luca", display_name="Luca Ferri", groups=["service"])
    with transaction():
        make_services()


@pytest.fixture
def customer(services: None, at: datetime) -> Party:
    """Rossi Impianti, and the process deployed."""
    deploy_processes(at)
    with transaction():
        return make_customer(at)
