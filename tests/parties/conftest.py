"""Fixtures of parties."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.parties import operations
from app.parties.details import PartyDetails
from app.parties.models import Party


@pytest.fixture
def add(session: Session, actor: Actor, at: datetime):
    """Adds a party by its name."""

    def add_one(name: str = "Rossi Impianti S.r.l.", **details) -> Party:
        party = operations.add_party(PartyDetails(**{"name": name, "country": "IT", **details}), by=actor, at=at)
        session.flush()
        return party

    return add_one


@pytest.fixture
def luca(make_user, browser_of) -> FlaskClient:
    return browser_of(make_user("luca", groups=["sales"]))
