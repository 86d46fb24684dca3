"""Fixtures of campaigns."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.core.db import transaction
from app.parties.models import Party
from tests.campaigns.factories import deploy_campaigns, make_campaign, make_customer
from tests.fixtures.people import MakeUser
from tests.sales.factories import deploy_process, make_company


@pytest.fixture
def company(session: Session, make_user: MakeUser) -> None:
    """Our company, Anna in it, and a small catalogue."""
    make_user("anna", groups=["marketing", "marketing_managers", "sales"])
    with transaction():
        make_company()


@pytest.fixture
def customers(company: None, at: datetime) -> list[Party]:
    """Three customers: two with an address, one of whom reads Italian; one without."""
    with transaction():
        return [
            make_customer("Alfa S.r.l.", at=at, language="it", city="Bergamo"),
            make_customer("Beta S.p.A.", at=at, city="Milano", sales_rep="anna"),
            make_customer("Gamma S.n.c.", at=at, email=None),
        ]


@pytest.fixture
def campaign(customers: list[Party], at: datetime) -> Campaign:
    """A planned campaign for these customers; the processes are deployed."""
    deploy_process(at)
    deploy_campaigns(at)
    with transaction():
        return make_campaign(at)
