"""Pages made of the macros: no barrier, no complaint, nothing wider than the screen; pictures are kept."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

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


@pytest.fixture(params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    """One of the pages."""
    page_name: str = request.param
    return page_name


def test_page_has_no_barriers_and_fits_the_screen(
    opened: Callable[[str], Page], barriers: Callable[[], list[str]], complaints: list[str], name: str
) -> None:
    page = opened(PAGES[name])
    for screen, colours in product(SCREENS, ("light", "dark")):
        page.set_viewport_size(SCREENS[screen])  # type: ignore[arg-type]  # width and height
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]  # of two

        picture = Path("test-results") / "looks" / f"{name}-{screen}-{colours}.png"
        page.screenshot(path=picture, full_page=screen == "phone")

        assert barriers() == [], (screen, colours)
        assert not page.evaluate(SCROLLS_SIDEWAYS), (screen, colours)
    assert complaints == []


def test_dark_page_is_printed_on_white(opened: Callable[[str], Page], page: Page) -> None:
    page.emulate_media(color_scheme="dark", media="print")

    opened("/party")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".page-actions").is_visible()
