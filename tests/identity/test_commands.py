"""The commands as one types them, inside the application of the tests."""

import json

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.cli import main
from app.identity.passwords import fits
from app.identity.queries import person_named
from tests.fixtures.people import MakeUser


@pytest.fixture
def cli(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> click.Group:
    """The command, on the database of the test."""
    monkeypatch.setattr("app.cli.create_app", lambda _settings: app)
    monkeypatch.setattr("app.cli._settings", lambda: None)
    monkeypatch.setattr("app.cli.configure_logs", lambda: None)
    return main


def run(cli: click.Group, line: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, line.split(), input=typed)


def test_a_user_is_added_with_groups_and_roles(cli: click.Group) -> None:
    run(cli, "groups add back_office")

    done = run(
        cli,
        "users add elena --name Elena --role staff --role analyst --group back_office --password-stdin",
        "pratica-demo\n",
    )

    assert done.exit_code == 0, done.output
    assert "elena\tElena\tactive\tanalyst,staff\tback_office" in run(cli, "users list").output
    assert "back_office\tBack office\telena" in run(cli, "groups list").output


def test_a_password_that_was_made_is_shown_once(cli: click.Group, make_user: MakeUser) -> None:
    make_user("luca")

    made = run(cli, "users password luca").output.split("Password: ")[1].strip()

    person = person_named("luca")
    assert person is not None
    assert fits(person[0].password_hash, made)


def test_a_refusal_is_one_sentence_and_exit_code_1(cli: click.Group) -> None:
    refused = run(cli, "users disable nobody")

    assert (refused.exit_code, refused.output) == (1, "Error: There is no user “nobody”.\n")


def test_a_user_is_changed_disabled_and_enabled(cli: click.Group, make_user: MakeUser) -> None:
    make_user("luca")
    lines = ["users change luca --role manager", "users disable luca --reason left", "users enable luca"]

    assert [run(cli, line).exit_code for line in lines] == [0, 0, 0]
    assert "luca\tAnna Bianchi\tactive\tmanager" in run(cli, "users list").output


def test_a_token_is_printed_and_revoked(cli: click.Group, make_user: MakeUser) -> None:
    make_user("luca")

    assert run(cli, "users token luca --name erp --days 30").output.startswith("pratica_")
    assert run(cli, "users token luca --name erp --revoke").output == "1 revoked.\n"


def test_the_trail_is_verified_and_exported(cli: click.Group) -> None:
    run(cli, "groups add sales")
    run(cli, "groups add service")

    verified = run(cli, "trail verify")
    exported = [json.loads(line) for line in run(cli, "trail export --since 2026-11-23").output.splitlines()]

    assert (verified.exit_code, verified.output) == (0, "2 rows in 1 chains are as they were written.\n")
    assert [(row["action"], row["entity_id"], row["seq"]) for row in exported] == [
        ("group.added", "sales", 1),
        ("group.added", "service", 2),
        ("trail.verified", "all", 3),
    ]
    assert '"action": "trail.exported"' in run(cli, "trail export").output


def test_an_altered_trail_is_named_with_exit_code_1(cli: click.Group, session: Session) -> None:
    run(cli, "groups add sales")
    session.execute(text("ALTER TABLE trail_entry DISABLE TRIGGER ALL"))
    session.execute(text("UPDATE trail_entry SET entity_id = 'service'"))
    session.commit()

    verified = run(cli, "trail verify")

    assert verified.exit_code == 1
    assert "was altered" in verified.output
