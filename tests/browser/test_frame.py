"""What the frame does: rail, colours, menus, search, questions, messages, lists by keyboard."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

Opened = Callable[[str], Page]
DARK = "getComputedStyle(document.documentElement).colorScheme"


def test_rail_stays_folded_on_the_next_page(opened: Opened) -> None:
    page = opened("/party")

    page.click("[data-rail-fold]")
    opened("/case")

    expect(page.locator(".rail .place-label").first).to_be_hidden()
    expect(page.locator("[data-rail-fold]")).to_have_attribute("aria-pressed", "true")


def test_chosen_colours_stay_without_a_flash(opened: Opened) -> None:
    page = opened("/party")

    page.click(".menu-person")
    page.get_by_label("Dark").check()
    page.context.route("**/*.js", lambda route: route.abort())
    page.reload()

    assert page.evaluate(DARK) == "dark"


def test_colours_follow_the_screen_until_one_chooses(opened: Opened, page: Page) -> None:
    page.emulate_media(color_scheme="dark")

    opened("/party")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 18, 23)"


def test_control_and_k_go_to_the_search(opened: Opened) -> None:
    page = opened("/party")

    page.keyboard.press("Control+k")

    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def test_counts_are_filled_in_after_the_page(opened: Opened) -> None:
    page = opened("/party")

    expect(page.locator(".rail [data-count='cases.show_case']")).to_have_text("231")


def test_menu_closes_by_escape_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened("/party")

    page.get_by_text("New", exact=True).click()
    expect(page.get_by_role("link", name="Lead")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Lead")).to_be_hidden()
    expect(page.locator("summary[aria-label=New]")).to_be_focused()


def test_what_cannot_be_undone_asks_first_and_wants_a_reason(opened: Opened, barriers: Callable[[], list[str]]) -> None:
    page = opened("/case")

    page.get_by_role("button", name="Cancel …").click()

    expect(page.get_by_role("dialog", name="Cancel this case?")).to_be_visible()
    expect(page.get_by_label("Reason")).to_be_focused()
    assert barriers() == []
    page.get_by_role("button", name="Cancel the case").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Keep as it is").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_keys_move_through_the_list_and_enter_opens(opened: Opened) -> None:
    page = opened("/?shows=list")

    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("Enter")

    assert page.url.endswith("#2")


def test_keys_of_the_list_are_letters_again_in_a_field(opened: Opened) -> None:
    page = opened("/")

    page.get_by_label("Reason").press_sequentially("jack")

    expect(page.get_by_label("Reason")).to_have_value("jack")


def test_first_key_skips_to_the_content(opened: Opened) -> None:
    page = opened("/party")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_line_of_the_summary_leads_to_its_field(opened: Opened) -> None:
    page = opened("/parts")

    page.get_by_role("link", name="Email: Give an address").click()

    expect(page.get_by_role("textbox", name="Email")).to_be_focused()


def test_phone_has_four_places_and_the_rest_behind_more(opened: Opened, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})

    opened("/party")
    page.locator(".bottom-bar summary").click()

    assert page.locator(".bottom-bar > .place").count() == 4
    expect(page.locator(".bottom-bar").get_by_role("link", name="Studio")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/case", "/party"])
def test_page_reads_well_without_scripts(browser, site: str, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()

    page.goto(site + address)

    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_role("link", name="Worklist").first).to_be_visible()


def test_labels_of_a_diagram_are_text_only(opened: Opened, sample: Flask, complaints: list[str]) -> None:
    page = opened("/case")

    assert "<img src=x" in page.locator(".djs-container").text_content().replace("\n", "")
    assert page.locator(".djs-container .djs-visual img").count() == 0
    assert complaints == []


def test_diagram_shows_where_the_case_was_and_what_is_stuck(opened: Opened) -> None:
    page = opened("/case")

    expect(page.locator("[data-element-id=qualify_lead].is-completed")).to_be_attached()
    expect(page.locator("[data-element-id=f3].was-taken")).to_be_attached()
    expect(page.locator("[data-element-id=send_quote].has-incident")).to_be_attached()
    assert sorted(page.locator(".diagram-tag-time").all_text_contents()) == ["1 d 2 h", "3 d 1 h", "3 s", "4 h"]
    expect(page.locator(".bjs-powered-by")).to_be_visible()


def test_diagram_is_moved_by_keys_and_buttons(opened: Opened) -> None:
    page = opened("/case")
    before = view_of(page)

    page.locator("[data-diagram-canvas]").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    assert view_of(page) != before
    page.get_by_role("button", name="Whole diagram").click()

    assert view_of(page) == before


def view_of(page: Page) -> list[int]:
    """Scale in per cent and place of the drawing, in whole pixels."""
    scale, _, _, _, x, y = re.findall(r"-?[\d.]+", page.locator(".viewport").get_attribute("transform") or "")
    return [round(float(scale) * 100), round(float(x)), round(float(y))]
