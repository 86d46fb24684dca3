"""A live server for browser tests, and what watches the pages."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import ConsoleMessage, Page, Request
from werkzeug.serving import make_server

from app.core.clock import clock
from tests.browser.site import make_site
from tests.fixtures.moments import NOW

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the rest is not read
}
REFUSAL = re.compile(r"the server responded with a status of 4|Response Status Error Code 4")
LEFT_EARLY = "net::ERR_ABORTED"  # a page that is left asks no more
READY = {"[data-form-mount]": ".fjs-form", "[data-diagram-mount]": "[data-ready]"}
WATCH_POLICY = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`refused by the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """The address of `app`, answering on a free port until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False  # the end waits for answers under way, so that none keeps a connection
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
def sample() -> Flask:
    """Pages made of the macros, without a database."""
    return make_site()


@pytest.fixture(scope="session")
def sample_address(sample: Flask) -> Iterator[str]:
    """Where the sample pages answer."""
    with serve(sample) as address:
        yield address


@pytest.fixture
def site(sample: Flask, sample_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, with nothing sent yet, at the time of the tests."""
    sample.config.update(DRAFTS=[], SUBMISSIONS=[])
    monkeypatch.setattr(clock, "file", tmp_path / "clock")
    clock.pin(NOW)
    return sample_address


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about while the test runs: errors, violations of the policy, failed requests."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSAL.search(message.text):
            found.append(message.text)

    def note_failed(request: Request) -> None:
        if request.failure != LEFT_EARLY:
            found.append(f"failed: {request.url}")

    page.add_init_script(WATCH_POLICY)
    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", note_failed)
    return found


@pytest.fixture
def opened(page: Page, site: str) -> Callable[[str], Page]:
    """Opens an address of the site and waits until fonts, form and diagram are there."""

    def open_page(address: str) -> Page:
        page.goto(site + address)
        page.wait_for_load_state("networkidle")
        for mount, part in READY.items():
            if page.locator(mount).count():
                page.wait_for_selector(part, state="attached")
        page.evaluate("document.fonts.ready")
        return page

    return open_page


@pytest.fixture
def barriers(page: Page) -> Callable[[], list[str]]:
    """What axe finds wrong on the page that is open, a sentence each; colours change at once, not over a while."""
    page.emulate_media(reduced_motion="reduce")

    def find() -> list[str]:
        violations: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
        return [
            f"{violation['id']}: {node['html'][:200]} {[check['message'] for check in node['any'][:1]]}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return find
