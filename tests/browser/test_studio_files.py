"""An analyst edits a decision and a form, sees what differs, and tries a Word template."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.core.db import transaction
from app.documents.templates import load_shipped_templates
from app.engine.operations import deploy
from app.identity.roles import Role
from tests.documents.packages import make_template
from tests.engine.decisions import RATING
from tests.engine.driver import ANNA
from tests.studio.drawings import small_process

SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FORM = b'{"id": "ask", "type": "default", "components": [{"type": "textfield", "key": "said", "label": "Said"}]}'
LOOKED_AT = [("phone", "dark"), ("wide", "light")]
THIRD_PARTY = "will be removed in future library versions"  # bpmn.io about its own parts


@pytest.fixture
def address(app, committed, at, serving):
    """Two versions of a process, a decision, a form, and the papers that are shipped."""
    files = {"small.bpmn": small_process(form_id="ask"), "rating.dmn": RATING.encode(), "ask.form": FORM}
    newer = small_process(("ask", "look", "decide"), form_id="ask")
    with transaction():
        deploy(files, by=ANNA, at=at)
        load_shipped_templates(at=at)
    with transaction():
        deploy({"small.bpmn": newer}, by=ANNA, at=at + timedelta(hours=1))
    with serving(app) as where:
        yield where


@pytest.fixture
def browser_context_args(browser_context_args, address):
    return {**browser_context_args, "base_url": address}


@pytest.fixture
def petr(page, address, make_user, browser_of):
    """The analyst's page."""
    secret = browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))
    page.context.add_cookies([{"name": "pratica", "value": secret.get_cookie("pratica").value, "url": address}])
    page.set_viewport_size(SCREENS["wide"])
    return page


@pytest.fixture
def look(petr, barriers):
    """Pictures of the width and theme that differ most; nothing wider than the screen, no barriers."""

    def at_all(name):
        for screen, colours in LOOKED_AT:
            petr.set_viewport_size(SCREENS[screen])
            petr.emulate_media(color_scheme=colours, reduced_motion="reduce")
            petr.screenshot(path=Path("test-results") / "looks" / f"{name}-{screen}-{colours}.png", full_page=True)
            assert not petr.evaluate(SCROLLS_SIDEWAYS), (name, screen, colours)
            assert barriers() == [], (name, screen, colours)

    return at_all


def edit(page, address):
    """Begin a draft of what an address shows, and wait for its editor."""
    page.goto(address)
    page.get_by_role("button", name="Edit").click()
    expect(page.locator("[data-editor][data-ready]")).to_be_attached(timeout=20_000)


def rewrite(page, former, present):
    """Type over a cell of the table that is open."""
    page.locator('td.output-cell [contenteditable="true"]').filter(has_text=former).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(present)
    page.keyboard.press("Tab")


def edit_a_decision(petr, look):
    edit(petr, "/studio/decisions/rating")
    views = petr.get_by_role("navigation", name="Views of the decision")
    views.get_by_role("button", name="Rating").click()

    rewrite(petr, "30 + extra", "30 +")
    finding = petr.locator("[data-findings] button")
    expect(finding).to_contain_text("“Rating”, rule 2, column “days”", timeout=15_000)
    views.get_by_role("button", name="Size").click()
    finding.click()
    expect(petr.locator("[data-element-id=r2].has-finding")).to_be_visible()
    look("studio-decision-table")

    rewrite(petr, "30 +", "31 + extra")
    expect(petr.locator("[data-findings-summary]")).to_have_text("Nothing found", timeout=15_000)
    petr.keyboard.press("Control+s")
    expect(petr.locator("[data-save-mark]")).to_contain_text("Saved")
    petr.get_by_role("link", name="Deploy").click()
    expect(petr.locator(".differences")).to_contain_text("30 + extra → 31 + extra")


def edit_a_form(petr, look):
    edit(petr, "/studio/forms/ask")

    petr.get_by_title("Create a Number element").press("Enter")
    petr.locator(".fjs-form-field-number").click()
    expect(petr.locator(".bio-properties-panel-header-type")).to_have_text("Number")
    petr.locator(".bio-properties-panel-group-header").filter(has_text="General").click()
    petr.locator("[data-editor-properties] input[name=key]").fill("amount")
    look("studio-form-editor")
    petr.get_by_role("button", name="Preview").click()

    expect(petr.locator("[data-form-preview]").get_by_label("Number")).to_be_visible()
    petr.get_by_role("button", name="Save").click()
    expect(petr.locator("[data-save-mark]")).to_contain_text("Saved")
    petr.get_by_role("link", name="Deploy").click()
    expect(petr.locator(".differences")).to_contain_text("Number number")


def compare_two_versions(petr, look):
    petr.goto("/studio/processes/small")
    petr.get_by_role("link", name="What changed").first.click()
    expect(petr.locator("[data-comparison][data-ready]")).to_be_attached(timeout=15_000)

    expect(petr.locator('[data-comparison-side="new"] .djs-shape.difference-added')).to_have_attribute(
        "data-element-id", "look"
    )
    petr.locator(".difference").filter(has_text="Look").first.click()
    expect(petr.locator('[data-comparison-side="new"] .djs-shape[data-element-id=look].is-chosen')).to_be_visible()
    look("studio-comparison")


def try_a_template(petr, look, paper):
    petr.goto("/studio/templates")
    petr.get_by_role("link", name="Quote").click()
    petr.get_by_label("Word file").set_input_files(paper)
    petr.get_by_role("button", name="Check and keep").click()

    look("studio-template")
    petr.get_by_role("button", name="Use", exact=True).click()
    petr.get_by_label("Reason").fill("The new letterhead.")
    petr.get_by_role("button", name="Use this version").click()
    expect(petr.locator("#version-2")).to_contain_text("in force")


def test_analyst_edits_and_compares_files_and_tries_a_paper(petr, look, complaints, tmp_path):
    paper = tmp_path / "ours.docx"
    paper.write_bytes(make_template("OURS {{ number }}"))

    edit_a_decision(petr, look)
    edit_a_form(petr, look)
    compare_two_versions(petr, look)
    try_a_template(petr, look, paper)

    assert [line for line in complaints if THIRD_PARTY not in line] == []
