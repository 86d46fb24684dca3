from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import clock
from app.identity.models import UserSession
from app.identity.secrets import sha256_of
from app.trail.models import TrailEntry
from tests.fixtures.people import PASSWORD, BrowserOf, MakeUser, send_form_token


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> FlaskClient:
    """A browser with our log-in page open."""
    send_form_token(client, app)
    return client


def log_in(visitor: FlaskClient, user_name: str = "anna", password: str = PASSWORD, **fields: str):
    return visitor.post("/log-in", data={"user_name": user_name, "password": password, **fields})


def test_the_right_password_opens_a_session(visitor: FlaskClient, session: Session, make_user: MakeUser) -> None:
    user = make_user()

    answer = log_in(visitor, next="/cases?state=ACTIVE")

    cookie = visitor.get_cookie("pratica")
    assert (answer.status_code, answer.location) == (303, "/cases?state=ACTIVE")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    opened = session.scalars(select(UserSession)).one()
    assert (opened.user_id, opened.token_sha256) == (user.id, sha256_of(cookie.value))


def test_the_user_name_is_taken_without_regard_to_case(visitor: FlaskClient, make_user: MakeUser) -> None:
    make_user()

    assert log_in(visitor, " Anna ").status_code == 303


@pytest.mark.parametrize(
    ("user_name", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("x\x01y", "\x01" * 2000)]
)
def test_wrong_name_and_wrong_password_read_the_same(
    visitor: FlaskClient, make_user: MakeUser, user_name: str, password: str
) -> None:
    make_user()

    answer = log_in(visitor, user_name, password)

    assert answer.status_code == 422
    assert "User name and password do not belong together." in answer.text
    assert visitor.get_cookie("pratica") is None


def test_a_disabled_user_reads_the_same(
    visitor: FlaskClient, session: Session, make_user: MakeUser, at: datetime
) -> None:
    make_user().disabled_at = at

    assert "do not belong together" in log_in(visitor).text


@pytest.mark.parametrize("goal", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/\t/x"])
def test_a_log_in_never_leads_to_another_site(visitor: FlaskClient, make_user: MakeUser, goal: str) -> None:
    make_user()

    assert log_in(visitor, next=goal).location == "/"


def test_log_in_and_wrong_tries_are_in_the_trail(visitor: FlaskClient, session: Session, make_user: MakeUser) -> None:
    make_user()
    log_in(visitor, password="wrong")
    log_in(visitor, user_name="MySecretPassword1")
    log_in(visitor)

    found = session.execute(
        select(TrailEntry.action, TrailEntry.actor_id, TrailEntry.entity_id).order_by(TrailEntry.id)
    )
    opened = session.scalars(select(UserSession)).one()
    assert [tuple(row) for row in found] == [
        ("log_in.failed", "log_in", "anna"),
        ("log_in.failed", "log_in", "unknown"),
        ("session.started", "anna", str(opened.id)),
    ]


def test_the_fifth_wrong_password_makes_the_next_try_wait(
    visitor: FlaskClient, session: Session, make_user: MakeUser, at: datetime
) -> None:
    make_user()
    wrong_six_times(visitor)

    refused = log_in(visitor)
    clock.pin(clock.now() + timedelta(seconds=int(refused.headers["Retry-After"])))
    accepted = log_in(visitor)

    assert refused.status_code == 429
    assert "Too many wrong tries. Try again in 2 seconds." in refused.text
    assert accepted.status_code == 303


def wrong_six_times(visitor: FlaskClient) -> None:
    for _ in range(6):
        clock.pin(clock.now() + timedelta(minutes=1))
        log_in(visitor, password="wrong")


def test_a_delay_is_for_one_account(visitor: FlaskClient, make_user: MakeUser) -> None:
    make_user()
    make_user("luca")

    wrong_six_times(visitor)

    assert log_in(visitor, "luca").status_code == 303


def test_a_delay_is_for_one_address(visitor: FlaskClient, make_user: MakeUser) -> None:
    make_user()

    wrong_six_times(visitor)
    visitor.environ_base["REMOTE_ADDR"] = "10.1.1.1"

    assert log_in(visitor).status_code == 303


def test_logging_out_ends_the_session_for_a_stolen_cookie_too(
    session: Session, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    browser = browser_of(make_user())
    stolen = browser.get_cookie("pratica").value

    answer = browser.post("/log-out")
    browser.set_cookie("pratica", stolen)

    assert answer.location == "/log-in"
    assert browser.get("/account").location == "/log-in?next=/account"


def test_the_page_that_was_wanted_comes_after_the_log_in(client: FlaskClient) -> None:
    assert client.get("/account/sessions?x=1").location == "/log-in?next=/account/sessions?x%3D1"


def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in(client: FlaskClient) -> None:
    answer = client.get(
        "/account", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/account/sessions"}
    )

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/log-in?next=/account/sessions"


def test_who_is_logged_in_passes_the_log_in_page(make_user: MakeUser, browser_of: BrowserOf) -> None:
    assert browser_of(make_user()).get("/log-in?next=/account").location == "/account"


def test_a_log_in_in_the_same_browser_ends_the_session_before(
    session: Session, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    browser = browser_of(make_user())
    before = session.scalars(select(UserSession)).one()

    log_in(browser)

    session.refresh(before)
    assert before.ended_at is not None
    assert browser.get("/account").status_code == 200
