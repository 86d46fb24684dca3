"""A live server for browser tests, and what watches the pages."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import ConsoleMessage, Page
from werkzeug.serving import make_server

from tests.browser.site import make_site

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WATCH_POLICY = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`refused by the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """The address of `app`, answering on a free port until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def serving() -> Callable[[Flask], AbstractContextManager[str]]:
    """How a test puts an application of its own on a port: `with serving(app) as address`."""
    return serve


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of pages made of the macros, without a database."""
    with serve(make_site()) as address:
        yield address


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about while the test runs: errors, violations of the policy, failed requests."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            found.append(message.text)

    page.add_init_script(WATCH_POLICY)
    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"failed: {request.url}"))
    return found


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page, a sentence each."""

    def find(page: Page) -> list[str]:
        violations: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
        return [
            f"{violation['id']}: {node['html'][:200]} {[check['message'] for check in node['any'][:1]]}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return find
