"""Programs prove who they are by a header, on the APIs only."""

from base64 import b64encode
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import SYSTEM
from app.core.db import transaction
from app.identity.authentication import user_of_request
from app.identity.current import CurrentUser
from app.identity.errors import TooManyTries, WrongPassword
from app.identity.models import ApiToken
from app.identity.operations import add_token, disable_user, revoke_tokens
from tests.fixtures.people import PASSWORD, MakeUser


def basic(user_name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{user_name}:{secret}".encode()).decode()


def asked(app: Flask, header: str, at: datetime, path: str = "/v2/topology") -> CurrentUser | None:
    with app.test_request_context(path, headers={"Authorization": header}) as context:
        return user_of_request(context.request, cookie_name="pratica", at=at)


@pytest.fixture
def token(session: Session, make_user: MakeUser, at: datetime) -> str:
    """A token of Anna that expires tomorrow."""
    make_user(groups=["sales"])
    with transaction():
        return add_token("anna", "erp", expires_at=at + timedelta(days=1), by=SYSTEM, at=at)


def test_a_bearer_token_is_its_user(app: Flask, token: str, at: datetime) -> None:
    user = asked(app, f"Bearer {token}", at)

    assert user is not None
    assert (user.user_name, user.groups, user.by, user.actor.kind) == ("anna", {"sales"}, "token", "token")


def test_a_token_serves_as_password(app: Flask, token: str, at: datetime) -> None:
    user = asked(app, basic("anna", token), at)

    assert user is not None
    assert user.by == "token"


def test_name_and_password_serve_too(app: Flask, token: str, at: datetime) -> None:
    user = asked(app, basic("anna", PASSWORD), at, "/api/leads")

    assert user is not None
    assert (user.by, user.actor.kind) == ("password", "user")


@pytest.mark.parametrize(
    "header",
    [
        basic("anna", "wrong"),
        basic("nobody", PASSWORD),
        basic("", ""),
        "Basic !!!",
        "Bearer",
        "Bearer wrong",
        "Digest username=anna",
    ],
)
def test_what_proves_nothing_is_refused(app: Flask, token: str, at: datetime, header: str) -> None:
    if header == "Basic !!!":  # not readable as a header at all: the same as none
        assert asked(app, header, at) is None
        return
    with pytest.raises(WrongPassword):
        asked(app, header, at)


def test_a_token_is_not_for_another_user(app: Flask, token: str, make_user: MakeUser, at: datetime) -> None:
    make_user("luca")

    with pytest.raises(WrongPassword):
        asked(app, basic("luca", token), at)


def test_an_expired_token_is_refused(app: Flask, token: str, at: datetime) -> None:
    with pytest.raises(WrongPassword):
        asked(app, f"Bearer {token}", at + timedelta(days=1))


def test_a_revoked_token_is_refused(app: Flask, token: str, at: datetime) -> None:
    with transaction():
        revoke_tokens("anna", "erp", by=SYSTEM, at=at)

    with pytest.raises(WrongPassword):
        asked(app, f"Bearer {token}", at)


def test_the_token_of_a_disabled_user_is_refused(app: Flask, token: str, at: datetime) -> None:
    with transaction():
        disable_user("anna", by=SYSTEM, at=at)

    with pytest.raises(WrongPassword):
        asked(app, f"Bearer {token}", at)


def test_a_header_counts_on_the_apis_only(app: Flask, token: str, at: datetime) -> None:
    assert asked(app, f"Bearer {token}", at, "/account") is None


def test_wrong_passwords_of_programs_are_delayed_too(app: Flask, token: str, at: datetime) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            asked(app, basic("anna", "wrong"), at)

    with pytest.raises(TooManyTries):
        asked(app, basic("anna", PASSWORD), at)


def test_the_last_use_of_a_token_is_written_at_most_once_a_minute(
    app: Flask, session: Session, token: str, at: datetime
) -> None:
    seen = []
    for seconds in (0, 30, 60):
        asked(app, f"Bearer {token}", at + timedelta(seconds=seconds))
        seen.append(session.scalars(select(ApiToken.last_used_at)).one())

    assert seen == [at, at, at + timedelta(seconds=60)]


def test_the_secret_itself_is_not_kept(session: Session, token: str) -> None:
    assert token.encode() not in session.scalars(select(ApiToken.token_sha256)).one()
