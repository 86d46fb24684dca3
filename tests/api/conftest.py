"""Fixtures of the API."""

from collections.abc import Iterable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.core.actor import SYSTEM
from app.core.db import transaction
from app.identity.operations import add_token
from app.identity.roles import Role
from tests.api.programs import MakeProgram, Program
from tests.fixtures.people import MakeUser


@pytest.fixture
def program_of(client: FlaskClient, make_user: MakeUser, at: datetime) -> MakeProgram:
    """A program that carries the token of a new user."""

    def make(user_name: str, *roles: Role, groups: Iterable[str] = ()) -> Program:
        make_user(user_name, roles=roles or (Role.STAFF,), groups=groups)
        with transaction():
            token = add_token(user_name, "test", expires_at=None, by=SYSTEM, at=at)
        return Program(client, token)

    return make


@pytest.fixture
def admin(program_of: MakeProgram) -> Program:
    """A program that may do everything."""
    return program_of("admin", Role.ADMINISTRATOR)


@pytest.fixture
def luca(program_of: MakeProgram) -> Program:
    """Luca of sales."""
    return program_of("luca", groups=["sales"])


@pytest.fixture
def marta(program_of: MakeProgram) -> Program:
    """Marta of service, who has nothing to do with sales."""
    return program_of("marta", groups=["service"])
