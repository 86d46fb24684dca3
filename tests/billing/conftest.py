"""Fixtures of billing."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.core.db import transaction
from tests.billing.factories import Case, deploy_process
from tests.sales.factories import make_company


@pytest.fixture
def company(session: Session) -> None:
    """Our company in Italy and a small catalogue."""
    with transaction():
        make_company(currency="EUR", iban="IT60X0542811101000000123456", bank_name="Banca di Bergamo")


@pytest.fixture
def case(company: None, at: datetime) -> Case:
    """An invoice over 122.00 that has just been issued."""
    deploy_process(at)
    return Case(at)
