"""A browser reaches the application inside a test."""

from playwright.sync_api import Page, expect


def test_a_browser_reaches_the_application(live_address: str, page: Page) -> None:
    page.goto(f"{live_address}/healthz")

    expect(page.locator("body")).to_contain_text("alive")
