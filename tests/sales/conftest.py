"""Fixtures of sales."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.core.db import transaction
from tests.sales.factories import Road, deploy_process, make_company


@pytest.fixture
def company(session: Session) -> None:
    """Our company and a small catalogue."""
    with transaction():
        make_company()


@pytest.fixture
def road(company: None, at: datetime) -> Road:
    """A case whose lead has just come in."""
    deploy_process(at)
    return Road(at)
