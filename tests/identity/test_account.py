from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.identity.models import User
from app.identity.passwords import fits
from app.trail.models import TrailEntry
from app.trail.verification import verify_trail
from tests.fixtures.people import PASSWORD, BrowserOf, MakeUser

PROFILE = {"display_name": "Anna B.", "locale": "it", "time_zone": "Europe/Prague", "theme": "dark"}
NEW = "grande città di mare"


@pytest.fixture
def user(make_user: MakeUser) -> User:
    """Anna."""
    return make_user(groups=["sales"])


@pytest.fixture
def inside(user: User, browser_of: BrowserOf) -> FlaskClient:
    """Anna's browser."""
    return browser_of(user)


def password_form(present: str = PASSWORD, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {"password": present, "new_password": new, "new_password_again": again}


@pytest.mark.parametrize("address", ["/account", "/account/password", "/account/sessions"])
def test_the_pages_show(inside: FlaskClient, address: str) -> None:
    assert inside.get(address).status_code == 200


def test_the_profile_is_kept_and_in_the_trail(inside: FlaskClient, session: Session, user: User) -> None:
    inside.post("/account", data=PROFILE)

    entry = session.scalars(select(TrailEntry)).one()
    assert (user.display_name, user.locale, user.time_zone, user.theme) == ("Anna B.", "it", "Europe/Prague", "dark")
    assert (entry.action, entry.before and entry.before["locale"], entry.after and entry.after["locale"]) == (
        "profile.changed",
        "en",
        "it",
    )


def test_the_chosen_colours_go_to_the_browser(inside: FlaskClient) -> None:
    inside.post("/account", data=PROFILE)

    cookie = inside.get_cookie("theme")
    assert cookie is not None
    assert cookie.value == "dark"


@pytest.mark.parametrize(
    "field", [{"locale": "xx"}, {"time_zone": "Mars/Base"}, {"theme": "pink"}, {"display_name": ""}]
)
def test_a_profile_with_a_wrong_field_is_refused(inside: FlaskClient, field: dict[str, str]) -> None:
    assert inside.post("/account", data=PROFILE | field).status_code == 422


def test_a_new_password_counts_and_ends_other_sessions(
    inside: FlaskClient, session: Session, user: User, browser_of: BrowserOf
) -> None:
    other = browser_of(user)

    inside.post("/account/password", data=password_form())

    session.refresh(user)
    assert fits(user.password_hash, NEW)
    assert (inside.get("/account").status_code, other.get("/account").status_code) == (200, 303)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (password_form(present="wrong"), "This is not your present password."),
        (password_form(again="another one here"), "Not the same as above."),
        (password_form(new="short", again="short"), "A password has at least 10 characters."),
    ],
)
def test_a_password_is_not_changed_when(
    inside: FlaskClient, session: Session, user: User, form: dict[str, str], sentence: str
) -> None:
    answer = inside.post("/account/password", data=form)

    session.refresh(user)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert fits(user.password_hash, PASSWORD)


def test_nothing_secret_is_in_the_trail(inside: FlaskClient, session: Session, at: datetime) -> None:
    inside.post("/account/password", data=password_form())

    written = str([(entry.before, entry.after) for entry in session.scalars(select(TrailEntry))])
    assert "argon2" not in written
    assert NEW not in written
    assert verify_trail().fault is None
