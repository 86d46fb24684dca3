"""What the engine says about itself, and the clock that tests set."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.clock import now
from app.settings import Settings
from tests.api.programs import Program


def test_engine_says_what_it_is(luca: Program) -> None:
    topology = luca.get("/topology").json
    me = luca.get("/authentication/me").json

    assert topology["gatewayVersion"].startswith("8.8")
    assert topology["brokers"][0]["partitions"][0]["health"] == "healthy"
    assert (me["username"], me["groups"], me["roles"]) == ("luca", ["sales"], ["staff"])
    assert luca.get("/license").json["validLicense"] is True


def test_clock_is_set_and_let_go(admin: Program) -> None:
    moment = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)

    pinned = admin.ask("PUT", "/clock", {"timestamp": int(moment.timestamp() * 1000)})
    seen = now()
    released = admin.post("/clock/reset")

    assert (pinned.status_code, released.status_code) == (204, 204)
    assert seen == moment
    assert now() != moment


def test_clock_of_a_system_in_use_cannot_be_set(
    app: Flask, settings: Settings, admin: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "settings", type("InUse", (), {**vars(settings), "clock_control": False})())

    answer = admin.ask("PUT", "/clock", {"timestamp": 0})

    assert answer.status_code == 403
    assert "CLOCK_CONTROL=1" in answer.json["detail"]


def test_clock_is_not_for_everybody(luca: Program, client: FlaskClient) -> None:
    assert luca.ask("PUT", "/clock", {"timestamp": 0}).status_code == 403
    assert client.put("/v2/clock").status_code in {400, 401}
