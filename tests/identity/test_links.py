"""Links with which somebody sets a password: what ends them."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.identity import operations
from app.identity.errors import LinkSpent
from tests.fixtures.moments import NOW
from tests.fixtures.people import MakeUser

ADMIN = Actor("user", "admin", "Ada Admin")


def give_a_password() -> None:
    operations.give_password("anna", by=ADMIN, at=NOW)


def change_the_address() -> None:
    operations.change_user("anna", email="anna@alpina.example", by=ADMIN, at=NOW)


def shut_and_open() -> None:
    operations.disable_user("anna", by=ADMIN, at=NOW)
    operations.enable_user("anna", by=ADMIN, at=NOW)


@pytest.mark.parametrize("done", [give_a_password, change_the_address, shut_and_open])
def test_link_of_before_sets_no_password(session: Session, make_user: MakeUser, done: Callable[[], None]) -> None:
    make_user("anna")
    with transaction():
        secret = operations.make_link("anna", by=ADMIN, at=NOW)
    assert operations.user_of_link(secret, at=NOW).user_name == "anna"

    with transaction():
        done()

    with pytest.raises(LinkSpent):
        operations.user_of_link(secret, at=NOW)
