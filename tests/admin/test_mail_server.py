"""The mail server: entered, tried with a real mail, its password sealed; the environment as the default."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.identity.roles import Role
from app.mail.models import MailServer
from app.mail.server import connection
from app.trail.models import TrailEntry
from tests.fixtures.people import BrowserOf, MakeUser
from tests.mail.server import Received, free_port, running
from tests.notices.road import make_company

ADDRESS = "/admin/mail-server"
FORM = {"host": "mail.alpina.example", "port": "587", "security": "starttls", "user_name": "robot@alpina.example"}


@pytest.fixture
def admin(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """An administrator's browser; the company is described."""
    make_company()
    return browser_of(make_user("admin", roles=[Role.ADMINISTRATOR]))


def test_password_is_sealed_and_nowhere_shown(admin: FlaskClient, session: Session) -> None:
    admin.post(ADDRESS, data=FORM | {"password": "hunter/2@x"})

    row, found = session.scalars(select(MailServer)).one(), connection()
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "mail_server.changed")).one()
    assert found is not None
    assert found.url == "smtp+starttls://robot%40alpina.example:hunter%2F2%40x@mail.alpina.example:587"
    assert "hunter" not in str(row.sealed_password)
    assert "hunter" not in str(entry.after) + admin.get(ADDRESS).text
    admin.post(ADDRESS, data=FORM | {"port": "2525"})
    kept = connection()
    assert kept is not None
    assert "hunter%2F2" in kept.url


def test_kept_password_goes_to_no_other_server(admin: FlaskClient) -> None:
    admin.post(ADDRESS, data=FORM | {"password": "hunter/2@x"})

    answer = admin.post(ADDRESS, data=FORM | {"host": "evil.example"}, headers={"Accept": "application/json"})

    assert list(answer.get_json()["fields"]) == ["password"]
    kept = connection()
    assert kept is not None
    assert "@mail.alpina.example" in kept.url


def test_people_are_added_though_the_key_of_the_password_is_lost(
    app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.post(ADDRESS, data=FORM | {"password": "hunter/2@x"})
    settings = replace(app.extensions["settings"], secret_key="another key that nobody would ever guess")
    monkeypatch.setitem(app.extensions, "settings", settings)

    form = {"user_name": "sara", "display_name": "Sara Conti", "email": "sara@alpina.example", "roles": "staff"}

    assert admin.get("/admin/users/new").status_code == 200
    assert "shown-secret" in admin.post("/admin/users", data=form).text


def test_mail_to_try_it_arrives_from_the_address_that_was_set(admin: FlaskClient) -> None:
    received = Received()
    with running(received) as server:
        form = {"host": "127.0.0.1", "port": server.port, "security": "none", "from_address": "robot@alpina.example"}
        admin.post(ADDRESS, data=form)
        admin.post(f"{ADDRESS}/trial", data={"to": "ada@alpina.example"})

    message = received.messages[0]
    assert received.recipients == [["ada@alpina.example"]]
    assert (message["From"], message["Reply-To"]) == (
        "Officina Alpina <robot@alpina.example>",
        "Officina Alpina <office@alpina.example>",
    )
    assert "took the message for ada@alpina.example" in admin.get(ADDRESS).text


@pytest.mark.parametrize(
    ("security", "said"), [("none", "cannot be reached"), ("starttls", "offers no TLS"), ("tls", "cannot be reached")]
)
def test_what_is_wrong_is_said_in_words(admin: FlaskClient, security: str, said: str) -> None:
    with running(Received()) as server:
        port = server.port if security == "starttls" else free_port()
        admin.post(ADDRESS, data={"host": "127.0.0.1", "port": port, "security": security})
        admin.post(f"{ADDRESS}/trial", data={"to": "ada@alpina.example"})

    assert said in admin.get(ADDRESS).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "evil.example/path"),
        ("host", "a:b@c"),
        ("host", ""),
        ("port", "0"),
        ("port", "many"),
        ("security", "perhaps"),
        ("security", "none"),
        ("from_address", "not an address"),
    ],
)
def test_server_that_cannot_be_is_refused_beside_the_field(
    admin: FlaskClient, session: Session, field: str, value: str
) -> None:
    answer = admin.post(ADDRESS, data=FORM | {field: value}, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert list(answer.get_json()["fields"]) == [field]
    assert session.scalar(select(MailServer)) is None


def test_environment_counts_until_something_is_entered_and_after_it_is_removed(
    app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.extensions["settings"], smtp_url="smtp://robot:secret@relay.example")
    monkeypatch.setitem(app.extensions, "settings", settings)

    shown = admin.get(ADDRESS).text
    assert "relay.example, port 25" in shown
    assert "secret" not in shown
    admin.post(ADDRESS, data=FORM)
    admin.post(f"{ADDRESS}/removal")
    found = connection()
    assert found is not None
    assert found.url == settings.smtp_url


def test_only_those_who_keep_security_see_it(make_user: MakeUser, browser_of: BrowserOf) -> None:
    assert browser_of(make_user("anna", roles=[Role.MANAGER])).get(ADDRESS).status_code == 403
