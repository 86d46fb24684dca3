"""What operators ask of a running system."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.factory import create_app
from app.health.readiness import REVISION, VERSIONS, migration_heads
from app.settings import Settings

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def other_app() -> Iterator[object]:
    """Makes applications on other settings."""
    made: list[Flask] = []

    def make(settings: Settings) -> FlaskClient:
        made.append(create_app(settings))
        return made[-1].test_client()

    yield make
    for application in made:
        with application.app_context():
            db.engine.dispose()


def test_a_living_process_says_so(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "alive"})


def test_a_complete_system_is_ready(app: Flask, committed: object) -> None:
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["missing"]) == (200, [])


@pytest.mark.parametrize(
    ("setting", "nowhere", "missing"),
    [
        ("redis_url", "unix:///nowhere/redis", ["redis"]),
        ("database_url", "postgresql+psycopg://pratica@/pratica?host=/nowhere", ["database", "migrations"]),
    ],
)
def test_readiness_says_what_is_missing(
    other_app, settings: Settings, setting: str, nowhere: str, missing: list[str]
) -> None:
    answer = other_app(replace(settings, **{setting: nowhere})).get("/readyz")

    assert (answer.status_code, answer.json["missing"]) == (503, missing)


def test_the_newest_migration_is_read_from_the_files() -> None:
    revisions = {REVISION.search(file.read_text("utf-8"))[1] for file in VERSIONS.glob("*.py")}

    assert migration_heads() <= revisions
    assert len(migration_heads()) == min(1, len(revisions))


def test_metrics_count_the_work(client: FlaskClient) -> None:
    client.get("/healthz")

    text = client.get("/metrics").text

    assert "pratica_open_cases 0.0" in text
    assert "pratica_timer_lag_seconds 0.0" in text
    assert 'pratica_jobs{state="CREATED"} 0.0' in text
    assert 'pratica_http_answers_total{endpoint="health.show_health",method="GET",status="200"}' in text


def test_metrics_are_for_this_machine(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_overrides=ELSEWHERE).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403


def test_metrics_are_for_those_with_the_token(other_app, settings: Settings) -> None:
    client = other_app(replace(settings, metrics_token="a-token"))

    with_token = client.get("/metrics", headers={"Authorization": "Bearer a-token"}, environ_overrides=ELSEWHERE)
    with_another = client.get("/metrics", headers={"Authorization": "Bearer another"}, environ_overrides=ELSEWHERE)

    assert (with_token.status_code, with_another.status_code) == (200, 403)
