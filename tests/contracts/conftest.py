"""Fixtures of contracts."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.core.db import transaction
from app.parties.models import Party
from tests.contracts.factories import make_customer, make_services


@pytest.fixture
def party(session: Session, at: datetime) -> Party:
    """A customer of our company, which offers two services."""
    with transaction():
        make_services()
        return make_customer(at=at)
