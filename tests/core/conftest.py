"""A small application on the web base, without a database."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.web import init_web


class Luca:
    """A reader who may do one thing."""

    user_name, display_name, locale, time_zone = "luca", "Luca Ferri", "it", "Europe/Rome"

    def may(self, permission: object) -> bool:
        return permission == "sell"


@pytest.fixture
def web_app() -> Flask:
    """An application with nothing but the web base; tests add views."""
    app = Flask("app")
    app.config["SECRET_KEY"] = "only-for-tests-0123456789-0123456789"
    init_web(app, reader=Luca)
    return app


@pytest.fixture
def web(web_app: Flask) -> FlaskClient:
    return web_app.test_client()


@pytest.fixture
def raising(web_app: Flask) -> Callable[[Exception], None]:
    """Makes `/case`, `/api/case` and `/v2/case` fail with an exception."""

    def add(error: Exception) -> None:
        def view(**_values: Any) -> str:
            raise error

        for number, address in enumerate(("/case", "/api/case", "/v2/case")):
            web_app.add_url_rule(address, f"raising_{number}", view, methods=["GET", "POST"])

    return add
