from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.identity.cookies import cookie_name, form_cookie_name
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.fixtures.people import BrowserOf, MakeUser

PROFILE = {"display_name": "Anna B.", "locale": "it", "time_zone": "Europe/Rome", "theme": "dark"}


@pytest.fixture
def inside(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """Anna's browser."""
    return browser_of(make_user())


def test_a_change_from_our_own_page_is_made(inside: FlaskClient) -> None:
    assert inside.post("/account", data=PROFILE).status_code == 303


def test_a_change_without_token_is_refused(inside: FlaskClient) -> None:
    del inside.environ_base["HTTP_X_CSRFTOKEN"]

    answer = inside.post("/account", data=PROFILE)

    assert answer.status_code == 400
    assert "Anna Bianchi" in inside.get("/account").text


def test_a_change_with_the_token_of_another_session_is_refused(app: Flask, inside: FlaskClient) -> None:
    with inside.session_transaction() as kept:
        kept["csrf_token"] = "of another"

    assert inside.post("/account", data=PROFILE).status_code == 400


def test_json_needs_the_token_too(inside: FlaskClient) -> None:
    del inside.environ_base["HTTP_X_CSRFTOKEN"]

    assert inside.post("/log-out", json={}).status_code == 400


def test_a_form_field_serves_as_token_and_is_no_field_of_the_form(inside: FlaskClient) -> None:
    token = inside.environ_base.pop("HTTP_X_CSRFTOKEN")

    assert inside.post("/account", data=PROFILE | {"csrf_token": token}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_another_site_changes_nothing(inside: FlaskClient, headers: dict[str, str]) -> None:
    answer = inside.post("/account", data=PROFILE, headers=headers)

    assert answer.status_code == 403
    assert "Anna Bianchi" in inside.get("/account").text


def test_our_own_origin_is_accepted(inside: FlaskClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert inside.post("/account", data=PROFILE, headers=headers).status_code == 303


def test_a_field_that_the_form_does_not_have_is_refused(inside: FlaskClient) -> None:
    assert inside.post("/account", data=PROFILE | {"roles": "administrator"}).status_code == 422


def test_a_refusal_is_in_the_trail_with_who_and_where(
    session: Session, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    refused = browser_of(make_user(roles=[])).get("/outbox")

    entry = session.scalars(select(TrailEntry)).one()
    assert refused.status_code == 403
    assert (entry.chain, entry.action, entry.entity_id) == ("user:anna", "access.refused", "/outbox")
    assert entry.after == {"permission": "view_outbox", "method": "GET"}
    assert entry.request_id == refused.headers["X-Request-Id"]


def test_each_role_begins_at_its_own_page(make_user: MakeUser, browser_of: BrowserOf, app: Flask) -> None:
    first_pages = {}
    for role in Role:
        first_pages[role] = browser_of(make_user(role.value, roles=[role])).get("/").location

    if "worklist.show_worklist" in app.view_functions:
        assert first_pages[Role.STAFF] == first_pages[Role.MANAGER] != first_pages[Role.AUDITOR]
    assert None not in first_pages.values()


@pytest.mark.parametrize("name", [cookie_name, form_cookie_name])
def test_cookies_are_bound_to_the_host_when_they_are_secure(name: Callable[..., str]) -> None:
    assert name(secure=True).startswith("__Host-")
    assert not name(secure=False).startswith("__Host-")
