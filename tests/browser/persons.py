"""People at work in browsers of their own: they click what they read, and a picture is kept of each step."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from app.demo.people import PASSWORD

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PATIENCE_SECONDS = 40  # for what the worker does
GLANCE_MILLISECONDS = 1_000
PICTURES = Path("test-results") / "journey"
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")  # something else was chosen meanwhile; htmx calls it an error
WATCH_POLICY = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`refused by the policy: ${event.effectiveDirective} ${event.blockedURI}`));
"""

_numbers = count(1)


@dataclass
class Person:
    """Somebody at a screen. complaints: what the browser has complained about."""

    page: Page
    touches: bool
    complaints: list[str] = field(default_factory=list)

    def press(self, part: Locator) -> None:
        """Click, or tap on a telephone."""
        if self.touches:
            part.tap()
        else:
            part.click()

    def go(self, place: str) -> None:
        """To a place of the rail, or of the bar at the bottom."""
        link = self.page.locator(".place").filter(has_text=place).filter(visible=True)
        self.press(link)
        expect(link).to_have_attribute("aria-current", "page")

    def open_task(self, task: str, about: str, *, whose: str = "Mine") -> None:
        """From the worklist; reads the list again until the task is there."""
        row = self.page.locator("[data-row]").filter(has_text=task).filter(has_text=about)
        self.go("Worklist")
        self.press(self.page.get_by_role("navigation", name="Which tasks").get_by_role("link", name=whose))
        expect(self.page.get_by_role("heading", name=whose)).to_be_visible()
        self.read_again_until(row)
        self.press(row)
        expect(self.page.get_by_role("heading", name=task)).to_be_visible()
        expect(self.page.locator(".task .page-facts")).to_contain_text(about)
        expect(self.page.locator(".path-current").last).to_be_in_viewport()
        expect(self.page.locator("[data-task] .fjs-form")).to_be_visible()

    def open_case(self, about: str) -> None:
        """From the list of cases; reads it again until the case is there."""
        row = self.page.get_by_role("row").filter(has_text=about)
        self.read_again_until(row)
        self.press(row.get_by_role("link").first)
        expect(self.page.locator("[data-ready]")).to_be_visible()

    def claim(self) -> None:
        self.press(self.page.get_by_role("button", name="Claim"))
        expect(self.page.get_by_role("button", name="Give back")).to_be_visible()
        expect(self.page.locator("[data-task] .fjs-form")).to_be_visible()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).last.fill(value)

    def tick(self, label: str) -> None:
        self.press(self.page.get_by_label(label, exact=True))

    def choose(self, label: str, words: str) -> None:
        """The entry of a select of form-js that begins with these words."""
        self.press(self.page.get_by_label(label).last)
        entry = self.page.locator(".fjs-dropdownlist-item").filter(has_text=re.compile(f"^{re.escape(words)}"))
        self.press(entry)

    def complete(self, task: str) -> None:
        self.press(self.page.get_by_role("button", name="Complete"))
        expect(self.page.get_by_text(f"“{task}” is done")).to_be_visible()

    def read_again_until(self, part: Locator) -> None:
        """Load the page again until a part of it is there, as somebody does who waits for a worker."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not _is_soon_visible(part):
            assert time.monotonic() < give_up, f"{part} is not on {self.page.url}"
            self.page.reload()

    def download(self, link: Locator) -> Path:
        with self.page.expect_download() as download:
            self.press(link)
        return download.value.path()

    def take_picture(self, name: str) -> None:
        """Nothing may be wider than the screen on it."""
        self.page.wait_for_load_state("networkidle")
        path = PICTURES / f"{next(_numbers):02} {name}.png"
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@contextmanager
def company_at_work(browser: Browser, address: str) -> Iterator[Callable[..., Person]]:
    """How somebody logs in, in a browser of their own: `enter("luca")`, `enter("anna", PHONE)`."""
    contexts = []
    entered = []

    def enter(user_name: str, device: dict[str, object] = DESK) -> Person:
        context = browser.new_context(base_url=address, **device)  # type: ignore[arg-type]  # size and touch
        contexts.append(context)
        person = _watched(context.new_page(), touches="has_touch" in device)
        entered.append(person)
        person.page.goto("/")
        person.fill("User name", user_name)
        person.fill("Password", PASSWORD)
        person.press(person.page.get_by_role("button", name="Log in"))
        expect(person.page.get_by_role("navigation", name="Which tasks")).to_be_attached()
        return person

    yield enter
    complaints = [complaint for person in entered for complaint in person.complaints]
    assert not complaints, complaints
    for context in contexts:
        context.close()


def _watched(page: Page, *, touches: bool) -> Person:
    person = Person(page, touches)
    page.add_init_script(WATCH_POLICY)

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith(GIVEN_UP):
            person.complaints.append(f"{page.url}: {said.text} {said.location['url']}")

    page.on("console", note)
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    return person


def _is_soon_visible(part: Locator) -> bool:
    try:
        expect(part).to_be_visible(timeout=GLANCE_MILLISECONDS)
    except AssertionError:
        return False
    return True
