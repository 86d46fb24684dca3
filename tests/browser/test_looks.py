"""Pages made of the macros: no barrier, no complaint of the browser, nothing wider than the screen; pictures are kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

PAGES = {
    "task": "/",
    "list": "/?shows=list",
    "case": "/case",
    "party": "/party",
    "parts": "/parts",
    "empty": "/empty",
    "log-in": "/log-in",
    "refusal": "/nowhere",
}
SCREENS = {"wide": {"width": 1440, "height": 860}, "phone": {"width": 390, "height": 844}}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barriers_and_fits_the_screen(
    page: Page,
    site: str,
    complaints: list[str],
    barriers: Callable[[Page], list[str]],
    output_path: str,
    name: str,
    screen: str,
    colours: str,
) -> None:
    page.clock.install(time=datetime(2026, 11, 23, 9, tzinfo=UTC))
    page.set_viewport_size(SCREENS[screen])
    page.emulate_media(color_scheme=colours)

    page.goto(site + PAGES[name])
    ready(page)
    Path(output_path).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(output_path) / f"{name}-{screen}-{colours}.png", full_page=screen == "phone")

    assert barriers(page) == []
    assert complaints == []
    assert not page.evaluate(SCROLLS_SIDEWAYS)


def ready(page: Page) -> None:
    """Waits for fonts, counts, form and diagram."""
    page.wait_for_load_state("networkidle")
    for mount, part in (("[data-form-mount]", ".fjs-form"), ("[data-diagram-mount]", "[data-ready]")):
        if page.locator(mount).count():
            page.wait_for_selector(part, state="attached")
    page.evaluate("document.fonts.ready")
