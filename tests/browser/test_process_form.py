"""The form of a task: what is sent, what is kept, and where errors stand."""

import re
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

Opened = Callable[[str], Page]


def fill(page: Page, reason: str = "Repeat customer") -> None:
    page.get_by_label("Answer").click()
    page.get_by_text("Approve with changes").click()
    page.get_by_label("Highest discount").fill("12.5")
    page.get_by_label("Reason").fill(reason)


def test_values_are_sent_as_they_were_typed(opened: Opened, sample: Flask) -> None:
    page = opened("/")

    fill(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/party")

    sent = sample.config["SUBMISSIONS"]
    assert [(values["answer"], values["highest_discount"], values["reason"]) for values in sent] == [
        ("change", "12.5", "Repeat customer")
    ]
    assert sent[0]["lines"] == [{"name": "Screw compressor SK 25", "price": "11480.00"}]
    expect(page.get_by_text("Discount approved.")).to_be_visible()


def test_select_is_searched_by_typing(opened: Opened, sample: Flask) -> None:
    page = opened("/")

    page.get_by_label("Answer").press_sequentially("ref")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Answer")).to_have_value("Refuse")


def test_empty_field_is_named_over_the_form_and_beside_it(
    opened: Opened, sample: Flask, barriers: Callable[[], list[str]]
) -> None:
    page = opened("/")

    page.get_by_role("button", name="Complete").click()

    expect(page.locator("[data-form-summary] .error-summary")).to_be_focused()
    page.get_by_role("link", name="Reason: Field is required.").click()
    expect(page.get_by_label("Reason")).to_be_focused()
    assert sample.config["SUBMISSIONS"] == []
    assert barriers() == []


def test_refusal_of_the_server_stands_beside_the_field(opened: Opened, complaints: list[str]) -> None:
    page = opened("/")

    fill(page, reason="refuse me")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("link", name="Highest discount: Give a number.")).to_be_visible()
    expect(page.locator(".fjs-form-field-number .fjs-form-field-error").first).to_have_text("Give a number.")
    expect(page.get_by_label("Reason")).to_have_value("refuse me")
    assert complaints == []


def test_second_try_after_a_refusal_goes_through(opened: Opened, sample: Flask) -> None:
    page = opened("/")
    fill(page, reason="refuse me")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Highest discount: Give a number.").wait_for()

    page.get_by_label("Reason").fill("Now it is right")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/party")

    assert [values["reason"] for values in sample.config["SUBMISSIONS"]] == ["Now it is right"]


def test_draft_is_kept_when_the_typing_stops(opened: Opened, sample: Flask) -> None:
    page = opened("/")

    page.get_by_label("Reason").press_sequentially("Repeat")

    expect(page.locator("[data-draft-mark]")).to_have_text(re.compile(r"^Draft saved \d\d:\d\d$"))
    assert [draft["reason"] for draft in sample.config["DRAFTS"]] == ["Repeat"]


def test_untouched_form_saves_no_draft(opened: Opened, sample: Flask) -> None:
    page = opened("/")

    page.wait_for_timeout(2_000)

    assert sample.config["DRAFTS"] == []


def test_rows_come_and_go(opened: Opened, sample: Flask) -> None:
    page = opened("/")

    page.get_by_role("button", name="Add new").click()
    page.get_by_role("textbox", name="Line", exact=True).nth(1).fill("Pump CR 10-6")
    fill(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/party")

    assert [line["name"] for line in sample.config["SUBMISSIONS"][0]["lines"]] == [
        "Screw compressor SK 25",
        "Pump CR 10-6",
    ]


def test_calendar_begins_on_monday_and_fits_a_phone(opened: Opened, page: Page, sample: Flask) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened("/")

    page.get_by_label("Valid until").click()

    box = page.locator(".flatpickr-calendar.open").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.locator(".flatpickr-weekday").all_text_contents()[0].strip() == "Mon"


def test_mark_of_the_form_library_stays_visible(opened: Opened) -> None:
    expect(opened("/").locator(".fjs-powered-by")).to_be_visible()
