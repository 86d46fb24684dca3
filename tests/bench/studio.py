"""The Studio: how long it takes until a diagram of a hundred elements can be edited, in a browser, and its check."""

import time

from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from app.core.actor import SYSTEM
from app.core.clock import now
from app.core.db import session, transaction
from app.identity import operations as identity
from app.identity.models import UserSession
from app.identity.roles import Role
from app.identity.secrets import new_secret, sha256_of
from app.studio.drafts.checking import check_draft
from app.studio.drafts.operations import create_draft
from tests.bench.table import Figure, show
from tests.fixtures.browser import chromium
from tests.fixtures.system import System
from tests.studio.drawings import small_process

ELEMENTS = 100
TIMES = 5


def measure(system: System, app: Flask) -> None:
    """Print the seconds from the click to an editor that takes input: with nothing kept, then as on the next days."""
    tasks = tuple(f"step_{number}" for number in range(ELEMENTS - 2))
    content = small_process(tasks, process_id="hundred")
    with app.app_context():
        with transaction():
            draft = create_draft("hundred.bpmn", content, by=SYSTEM, at=now())
            address, cookie = f"{system.address}/studio/drafts/{draft.id}", cookie_of_analyst()
        began = time.perf_counter()
        check_draft("hundred.bpmn", content.decode())
        check_seconds = time.perf_counter() - began
        session().rollback()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        seconds = opening_seconds(browser, address, cookie)
        browser.close()
    show(
        f"Studio, a diagram of {ELEMENTS} elements",
        [
            Figure("Open, first visit", f"{seconds[0]:.2f} s"),
            Figure("Open, later", f"{sorted(seconds[1:])[len(seconds) // 2 - 1]:.2f} s"),
            Figure("Check", f"{check_seconds * 1000:.0f} ms"),
        ],
    )


def opening_seconds(browser: Browser, address: str, cookie: str) -> list[float]:
    """From asking for the page until the drawing can be edited; the first with an empty cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "pratica", "value": cookie, "domain": "127.0.0.1", "path": "/"}])
    page = context.new_page()
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector("[data-editor][data-ready]", state="attached")
        seconds.append(time.perf_counter() - began)
    return seconds


def cookie_of_analyst() -> str:
    """A session of somebody who edits drafts."""
    name = f"analyst{time.time_ns()}"
    user = identity.add_user(
        name, name, password=new_secret()[:20], roles=[Role.ANALYST], groups=[], email=None, by=SYSTEM, at=now()
    )
    session().flush()  # the session names the user's id
    secret = new_secret()
    opened = UserSession(
        token_sha256=sha256_of(secret), user_id=user.id, created_at=now(), last_seen_at=now(), address="", agent=""
    )
    session().add(opened)
    return secret
