"""The second factor: set up, asked for, each code once, delays, recovery codes, needed by a role."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import clock
from app.core.db import transaction
from app.identity.models import TwoFactor, User
from app.identity.operations import require_second_factor
from app.identity.operations import second_factor as operations
from app.identity.roles import Role
from app.identity.sessions import Origin
from app.trail.models import TrailEntry
from tests.fixtures.moments import NOW
from tests.fixtures.people import PASSWORD, BrowserOf, MakeUser, send_form_token

ANNA = Actor("user", "anna", "Anna Bianchi")
ORIGIN = Origin("127.0.0.1")
CREDENTIALS = {"user_name": "anna", "password": PASSWORD}


@pytest.fixture
def anna(make_user: MakeUser) -> User:
    """Anna, a manager without a second factor."""
    return make_user(roles=[Role.MANAGER])


@pytest.fixture
def secret(anna: User) -> str:
    """What Anna's telephone knows; her second factor is on."""
    with transaction():
        operations.begin_second_factor("anna", password=PASSWORD, at=NOW)
    found = operations.secret_to_confirm(anna.id, at=NOW)
    assert found is not None
    return found


@pytest.fixture
def recovery_codes(secret: str) -> Sequence[str]:
    """Her recovery codes, of five minutes ago."""
    earlier = NOW - timedelta(minutes=5)
    with transaction():
        codes = operations.confirm_second_factor("anna", code(secret, earlier), by=ANNA, at=earlier)
    assert codes is not None
    return codes


@pytest.fixture
def outside(client: FlaskClient, app: object, recovery_codes: Sequence[str]) -> FlaskClient:
    """A browser in which her password was given; the code is awaited."""
    send_form_token(client, app)  # type: ignore[arg-type]  # a Flask
    assert client.post("/log-in", data=CREDENTIALS).location == "/log-in/code"
    send_form_token(client, app)  # type: ignore[arg-type]  # a Flask
    return client


def code(secret: str, at: datetime = NOW) -> str:
    return pyotp.TOTP(secret).at(int(at.timestamp()))


def send(browser: FlaskClient, sent: str) -> int:
    return browser.post("/log-in/code", data={"code": sent}).status_code


def test_password_alone_opens_nothing(outside: FlaskClient) -> None:
    assert (outside.get("/account").location or "").startswith("/log-in")


def test_code_opens_a_session(outside: FlaskClient, secret: str) -> None:
    assert send(outside, code(secret)) == 303
    assert outside.get("/account").status_code == 200


def test_code_counts_once_in_its_window(outside: FlaskClient, secret: str, anna: User, session: Session) -> None:
    assert send(outside, code(secret)) == 303

    replayed = [
        operations.prove_code(anna, code(secret, NOW + timedelta(seconds=late)), origin=ORIGIN, at=NOW)
        for late in (0, -30)
    ]

    assert replayed == [False, False]
    assert operations.prove_code(anna, code(secret, NOW + timedelta(seconds=30)), origin=ORIGIN, at=NOW)


def test_recovery_code_counts_once(outside: FlaskClient, recovery_codes: Sequence[str], anna: User) -> None:
    typed = recovery_codes[0].upper().replace("-", " ")

    assert send(outside, typed) == 303
    assert not operations.prove_code(anna, recovery_codes[0], origin=ORIGIN, at=NOW)
    assert operations.recovery_codes_left(anna.id) == 9


def test_recovery_code_counts_though_the_key_of_secrets_is_lost(
    app: Flask, monkeypatch: pytest.MonkeyPatch, recovery_codes: Sequence[str], anna: User
) -> None:
    settings = replace(app.extensions["settings"], secret_key="another key that nobody would ever guess")
    monkeypatch.setitem(app.extensions, "settings", settings)

    assert operations.prove_code(anna, recovery_codes[0], origin=ORIGIN, at=NOW)


def test_wrong_codes_make_the_next_one_wait_though_the_password_was_right(
    outside: FlaskClient, app: object, secret: str
) -> None:
    for _ in range(5):
        assert send(outside, "000000") == 422

    assert send(outside, code(secret)) == 429
    assert outside.post("/log-in", data=CREDENTIALS).status_code == 429
    clock.pin(NOW + timedelta(seconds=2))
    assert send(outside, code(secret, clock.now())) == 303


def test_step_between_password_and_code_ends_after_some_minutes(outside: FlaskClient, secret: str) -> None:
    clock.pin(NOW + timedelta(minutes=6))

    answer = outside.post("/log-in/code", data={"code": code(secret, clock.now())})

    assert answer.location == "/log-in"


def test_program_with_a_password_is_told_to_use_a_token(
    client: FlaskClient, session: Session, recovery_codes: Sequence[str]
) -> None:
    answer = client.get("/v2/authentication/me", auth=("anna", PASSWORD))

    assert answer.status_code == 401
    assert "API token" in answer.get_json()["detail"]
    told = session.scalars(select(TrailEntry).where(TrailEntry.action == "log_in.failed")).one()
    assert (told.entity_id, told.reason) == ("anna", answer.get_json()["detail"])


def test_neither_secret_nor_codes_are_kept_readable(
    session: Session, secret: str, recovery_codes: Sequence[str], anna: User
) -> None:
    kept = session.get_one(TwoFactor, anna.id).sealed_secret
    told = str([(row.before, row.after) for row in session.scalars(select(TrailEntry))])

    assert secret not in kept
    assert secret not in told
    assert recovery_codes[0] not in told


def test_role_that_needs_it_sends_people_to_set_it_up(anna: User, browser_of: BrowserOf) -> None:
    with transaction():
        require_second_factor([Role.MANAGER], by=ANNA, at=NOW)
    browser = browser_of(anna)

    assert browser.get("/parties").location == "/account/second-factor"
    browser.post("/account/second-factor", data={"password": PASSWORD})
    found = operations.secret_to_confirm(anna.id, at=NOW)
    assert found is not None
    shown = browser.post("/account/second-factor/confirmation", data={"code": code(found)})
    assert "recovery codes" in shown.text
    assert browser.get("/parties").status_code == 200
    removal = {"password": PASSWORD, "code": code(found, NOW + timedelta(seconds=30))}
    assert browser.post("/account/second-factor/removal", data=removal).status_code == 409


def test_wrong_password_begins_nothing(anna: User, browser_of: BrowserOf) -> None:
    answer = browser_of(anna).post("/account/second-factor", data={"password": "wrong"})

    assert answer.status_code == 422
    assert operations.secret_to_confirm(anna.id, at=NOW) is None


def test_present_password_is_not_guessed_from_a_stolen_browser(
    anna: User, browser_of: BrowserOf, session: Session
) -> None:
    browser = browser_of(anna)
    for _ in range(5):
        assert browser.post("/account/second-factor", data={"password": "wrong"}).status_code == 422

    assert browser.post("/account/second-factor", data={"password": PASSWORD}).status_code == 429
    told = session.scalars(select(TrailEntry).where(TrailEntry.action == "log_in.failed")).all()
    assert [entry.entity_id for entry in told] == ["anna"] * 5


def test_reset_needs_a_reason_that_stands_in_the_trail(
    session: Session, make_user: MakeUser, browser_of: BrowserOf, recovery_codes: Sequence[str], anna: User
) -> None:
    admin = browser_of(make_user("admin", roles=[Role.ADMINISTRATOR]))
    address = "/admin/users/anna/second-factor-reset"

    assert admin.post(address, data={"reason": ""}).status_code == 422
    assert admin.post(address, data={"reason": "Lost her telephone; seen in person."}).status_code == 303

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "second_factor.reset")).one()
    assert (entry.actor_id, entry.reason) == ("admin", "Lost her telephone; seen in person.")
    assert not operations.has_second_factor(anna.id)
