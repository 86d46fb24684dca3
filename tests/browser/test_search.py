"""The search box in a real browser: suggestions by keyboard, results, the phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.engine.factories import make_instance, make_task
from tests.fixtures.moments import NOW
from tests.sales.factories import make_party

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def cases(committed):
    """Eight cases with the same word, the last of them with an open task."""
    made = [make_instance(title=f"Pumps {number}", subject_name="Rossi Impianti") for number in range(8)]
    make_task(made[-1])
    keys = [case.key for case in made]
    committed.commit()
    return keys


@pytest.fixture
def address(app, cases, serving):
    with serving(app) as where:
        yield where


@pytest.fixture
def reading(page: Page, address, make_user, browser_of):
    """Luca's page, and where the site is."""
    secret = browser_of(make_user("luca", display_name="Luca Ferri", groups=["sales"]))
    page.context.add_cookies([{"name": "pratica", "value": secret.get_cookie("pratica").value, "url": address}])
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/search")
    return page


@pytest.fixture
def box(reading: Page):
    """The box, with the first suggestions under it."""
    reading.keyboard.press("Control+k")
    reading.keyboard.type("pumps")
    expect(reading.get_by_role("listbox", name="Suggestions")).to_be_visible()
    return reading.get_by_role("combobox", name="Search")


def test_suggestion_is_chosen_by_keyboard(reading, box, complaints):
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(reading.locator("[data-search-status]")).to_have_text("8 suggestions")

    reading.keyboard.press("ArrowDown")
    chosen = reading.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Pumps")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    where = chosen.get_attribute("href")
    reading.keyboard.press("Enter")

    reading.wait_for_url(f"**{where}")
    assert complaints == []


def test_party_is_chosen_by_typing_and_keyboard(reading, address, committed, complaints):
    party = str(make_party(city="Bergamo", at=NOW).id)
    committed.commit()
    reading.goto(f"{address}/appointments/new")
    field = reading.get_by_role("combobox", name="Party")

    field.press_sequentially("berg ros")
    chosen = reading.get_by_role("option", name="Rossi Impianti S.r.l., Bergamo", selected=True)
    expect(field).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    reading.keyboard.press("Enter")

    expect(reading.locator("[name=party_id]")).to_have_value(party)
    expect(field).to_have_value("Rossi Impianti S.r.l., Bergamo")
    assert complaints == []


def test_last_option_leads_to_the_list_with_the_words(reading, box):
    reading.get_by_role("option", name="All 8 in Cases").click()

    reading.wait_for_url("**/cases?q=pumps&state=all")
    expect(reading.locator("tbody tr")).to_have_count(8)


def test_arrows_go_round_by_what_was_typed(reading, box):
    reading.keyboard.press("ArrowUp")
    expect(reading.get_by_role("option").last).to_have_attribute("aria-selected", "true")

    reading.keyboard.press("ArrowDown")

    expect(reading.get_by_role("option", selected=True)).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None


def test_escape_closes_then_empties(reading, box):
    reading.keyboard.press("Escape")
    expect(reading.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("pumps")
    expect(box).to_have_attribute("aria-expanded", "false")

    reading.keyboard.press("Escape")

    expect(box).to_have_value("")
    expect(box).not_to_be_focused()


def test_enter_shows_results_that_are_walked_by_keyboard(reading, box):
    reading.keyboard.press("Enter")

    reading.wait_for_url("**/search?q=pumps")
    expect(reading.get_by_role("heading", name="Results for “pumps”")).to_be_visible()
    reading.locator("main").focus()
    reading.keyboard.press("ArrowDown")
    expect(reading.locator("[data-row]").first).to_be_focused()


def test_key_of_a_case_leads_to_it(reading, cases):
    reading.keyboard.press("Control+k")
    reading.keyboard.type(str(cases[0]))
    reading.keyboard.press("Enter")

    reading.wait_for_url(f"**/cases/{cases[0]}")


def test_box_opens_over_the_bar_of_a_phone(reading):
    reading.set_viewport_size(PHONE)
    box = reading.get_by_role("combobox", name="Search")
    box.click()
    assert box.bounding_box()["width"] > 240
    box.press_sequentially("pumps")
    expect(reading.get_by_role("listbox")).to_be_visible()
    assert reading.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reading.get_by_role("button", name="Cancel").click()

    expect(reading.get_by_role("listbox")).to_have_count(0)
    expect(box).not_to_be_focused()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_and_results_have_no_barriers(reading, complaints, barriers, size, scheme):
    reading.set_viewport_size(size)
    reading.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    site = reading.url.partition("/search")[0]
    for text in ("pumps", "nothing", ""):
        reading.goto(f"{site}/search?q={text}")
        reading.wait_for_load_state("networkidle")
        assert barriers() == [], text
    reading.get_by_role("combobox", name="Search").click()
    reading.keyboard.type("pumps")
    reading.keyboard.press("ArrowDown")
    expect(reading.get_by_role("listbox")).to_be_visible()

    assert barriers() == []
    assert complaints == []
