"""Fixtures of people at work."""

from datetime import datetime

import pytest

from app.identity.models import User
from tests.activities.factories import deploy_process
from tests.fixtures.people import MakeUser


@pytest.fixture
def people(make_user: MakeUser) -> dict[str, User]:
    """Anna, who asks; Luca and Marta, who are asked, both of the group sales."""
    return {
        "anna": make_user(),
        "luca": make_user("luca", display_name="Luca Ferri", groups=["sales"]),
        "marta": make_user("marta", display_name="Marta Testa", groups=["sales"]),
    }


@pytest.fixture
def process(people: dict[str, User], at: datetime) -> None:
    """The process `task`, and people for it."""
    deploy_process(at)
