"""Decisions in a real browser: read, tried by keyboard, seen in their case; pictures are kept."""

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.identity.roles import Role
from tests.engine.decisions import deploy_rating
from tests.engine.driver import Driver

SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SMALL = {"amount": 100, "signed on": "2026-01-31", "country": "IT", "is_new": False, "extra": 5}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def case(committed, at):
    """A case that asked a decision, one that got no answer."""
    deploy_rating(at)
    driver = Driver(at, **{**SMALL, "extra": "x"})
    Driver(at, **{**SMALL, "is_new": True})
    committed.commit()
    return driver.key


@pytest.fixture
def address(app, case, serving):
    with serving(app) as where:
        yield where


@pytest.fixture
def petr(page, address, make_user, browser_of):
    """The analyst's page."""
    secret = browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))
    page.context.add_cookies([{"name": "pratica", "value": secret.get_cookie("pratica").value, "url": address}])
    page.set_viewport_size(SCREENS["wide"])
    return page


def fill(page, **values):
    """Fill the form; what is not named gets a value that rule 2 takes."""
    given = {"amount": "100", "Signed": "2026-01-31", "Country": "IT", "Is new": "false", "extra": "5", **values}
    for label in ("amount", "Signed", "extra"):
        page.get_by_label(label, exact=True).fill(given[label])
    for label in ("Country", "Is new"):
        page.get_by_label(label).select_option(given[label])


def test_decision_is_tried_by_keyboard_and_the_rule_is_marked(petr, address, complaints):
    petr.goto(f"{address}/studio/decisions")
    petr.get_by_role("link", name="Rating").click()

    fill(petr)
    petr.get_by_label("extra").press("Tab")
    petr.keyboard.press("Enter")

    expect(petr.locator("#rule-2")).to_have_class("is-hit")
    expect(petr.locator("#trial-answer")).to_contain_text("35")
    expect(petr.locator("#trial-said")).to_have_text("Rule 2 matched.")
    expect(petr.get_by_role("button", name="Try")).to_be_focused()
    expect(petr.get_by_label("extra")).to_have_value("5")
    assert complaints == []


def test_error_stands_beside_its_field_and_goes_when_it_is_mended(petr, address):
    petr.goto(f"{address}/studio/decisions/rating")
    fill(petr, amount="twelve")
    petr.get_by_role("button", name="Try").click()

    expect(petr.locator("#f-input-0-error")).to_contain_text("Give a number")
    expect(petr.get_by_role("alert")).to_contain_text("amount: Give a number")
    petr.get_by_label("amount").fill("12")
    petr.keyboard.press("Enter")

    expect(petr.locator("#trial-answer")).to_be_visible()
    expect(petr.get_by_role("alert")).to_have_count(0)
    expect(petr.get_by_label("amount")).not_to_have_class("is-invalid")


def test_warning_leads_to_its_rule(petr, address):
    petr.goto(f"{address}/studio/decisions/rating")
    fill(petr, extra='"x"')
    petr.get_by_role("button", name="Try").click()

    petr.get_by_role("link", name="Rule 2, Days to pay").click()

    assert petr.url.endswith("#rule-2")


def test_pages_have_no_barriers_and_fit_the_screen(petr, address, case, barriers):
    pages = {
        "decisions": "/studio/decisions",
        "literal": "/studio/decisions/size",
        "case-decisions": f"/cases/{case}?tab=decisions",
        "decision": "/studio/decisions/rating",
    }
    for name, path in pages.items():
        petr.goto(address + path)
        petr.wait_for_load_state("networkidle")
        if name == "decision":
            fill(petr, extra='"x"')
            petr.get_by_role("button", name="Try").click()
            expect(petr.locator("#trial-answer")).to_be_visible()
        for screen, colours in product(SCREENS, ("light", "dark")):
            petr.set_viewport_size(SCREENS[screen])
            petr.emulate_media(color_scheme=colours, reduced_motion="reduce")
            petr.screenshot(path=Path("test-results") / "looks" / f"{name}-{screen}-{colours}.png", full_page=True)

            assert barriers() == [], (name, screen, colours)
            assert not petr.evaluate(SCROLLS_SIDEWAYS), (name, screen, colours)
