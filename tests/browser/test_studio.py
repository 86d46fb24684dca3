"""An analyst at work: a step more in a process, two mistakes found and mended, deployed; then two analysts at once."""

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.core.db import transaction
from app.engine.operations import deploy
from app.identity.roles import Role
from app.studio.drafts.operations import create_draft, save_draft
from tests.engine.driver import ANNA, Driver
from tests.studio.drawings import small_process

SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FORM = '{"id": "small/%s", "type": "default", "components": [{"type": "textfield", "key": "said", "label": "Said"}]}'
THIRD_PARTY = "will be removed in future library versions"  # bpmn.io about its own parts


@pytest.fixture
def old_case(committed, at):
    """A case on the first version, at its first step."""
    forms = {f"{name}.form": (FORM % name).encode() for name in ("ask", "check")}
    with transaction():
        deploy({"bpmn/small.bpmn": small_process(form_id="small/ask"), **forms}, by=ANNA, at=at)
    return Driver(at, "small")


@pytest.fixture
def address(app, old_case, serving):
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


def open_editor(page):
    expect(page.locator("[data-editor][data-ready]")).to_be_attached(timeout=20_000)
    expect(page.locator("[data-findings-count]")).not_to_have_text("…")


def put_task_on(page, flow_id):
    """Take a task from the palette and drop it on a flow, which then leads through it."""
    page.locator('.djs-palette [data-action="create.task"]').click()
    flow = page.locator(f".djs-connection[data-element-id={flow_id}]").bounding_box()
    middle = flow["x"] + flow["width"] / 2, flow["y"] + flow["height"] / 2
    page.mouse.move(middle[0] - 20, middle[1])
    page.mouse.move(*middle, steps=4)
    page.mouse.click(*middle)


def make_it_a_user_task(page):
    page.locator('.djs-context-pad [data-action="replace"]').click()
    page.locator(".djs-popup-search input").fill("user task")
    page.keyboard.press("Enter")
    expect(page.locator(".bio-properties-panel-header-type")).to_have_text("User Task")


def open_group(page, name):
    page.locator(".bio-properties-panel-group-header").filter(has_text=name).first.click()


def say(page, label, value):
    """Fill a field of the properties and leave it."""
    field = page.locator("[data-editor-properties]").get_by_label(label, exact=True)
    field.fill(value)
    field.press("Tab")


def finding(page, words):
    return page.locator("[data-findings] button").filter(has_text=words)


def look(page, name, barriers):
    """Both widths and themes: nothing wider than the screen; no barrier on the lightest and the darkest."""
    for screen, colours in product(SCREENS, ("light", "dark")):
        page.set_viewport_size(SCREENS[screen])
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        page.screenshot(path=Path("test-results") / "looks" / f"{name}-{screen}-{colours}.png", full_page=True)

        assert not page.evaluate(SCROLLS_SIDEWAYS), (name, screen, colours)
        if (screen, colours) in {("wide", "light"), ("phone", "dark")}:
            assert barriers() == [], (name, screen, colours)
    page.set_viewport_size(SCREENS["wide"])
    page.emulate_media(color_scheme="light")


def test_step_more_is_drawn_checked_deployed_and_taken_by_new_cases(petr, at, old_case, complaints, barriers):
    petr.goto("/studio")
    petr.get_by_role("link", name="Small").click()
    petr.get_by_role("button", name="Edit").click()
    open_editor(petr)

    put_task_on(petr, "ask_to_decide")
    petr.keyboard.type("Check")
    petr.keyboard.press("Enter")
    make_it_a_user_task(petr)
    open_group(petr, "General")
    say(petr, "ID", "check")
    open_group(petr, "Assignment")
    say(petr, "Due date", "tomorrow")
    open_group(petr, "Form")
    petr.locator("#bio-properties-panel-formType").select_option(label="Camunda Form")
    say(petr, "Form ID", "small/chekc")

    expect(petr.locator("[data-findings-summary]")).to_have_text("2 errors", timeout=15_000)
    petr.locator(".djs-shape[data-element-id=done]").click()
    finding(petr, "small/chekc").click()
    expect(petr.locator(".djs-shape.selected")).to_have_attribute("data-element-id", "check")
    expect(petr.locator(".djs-shape.has-error")).to_have_attribute("data-element-id", "check")
    look(petr, "studio-editor", barriers)

    say(petr, "Form ID", "small/check")
    say(petr, "Due date", "")
    expect(petr.locator("[data-findings-summary]")).to_have_text("Nothing found", timeout=15_000)
    petr.keyboard.press("Control+s")
    expect(petr.locator("[data-save-mark]")).to_contain_text("Saved")
    petr.get_by_role("link", name="Deploy").click()

    expect(petr.get_by_role("heading", name="Deploy Small")).to_be_visible()
    expect(petr.locator(".differences")).to_contain_text("Check user task")
    expect(petr.get_by_text("1 on version 1")).to_be_visible()
    petr.get_by_role("button", name="Deploy").click()
    expect(petr.locator("#f-reason-error")).to_have_text("Fill this in.")
    look(petr, "studio-deployment", barriers)
    petr.get_by_label("Reason").fill("Somebody else looks at each answer.")
    petr.get_by_role("button", name="Deploy").click()

    expect(petr.get_by_text("Small, version 2")).to_be_visible()
    look(petr, "studio-process", barriers)
    assert [line for line in complaints if THIRD_PARTY not in line] == []
    new_case = Driver(at, "small")
    for case in (old_case, new_case):
        case.complete("ask")
    assert (old_case.open_tasks(), new_case.open_tasks()) == (["decide"], ["check"])


def test_second_analyst_compares_and_takes_what_the_first_saved(petr, at, barriers):
    with transaction():
        draft = create_draft("small.bpmn", small_process(), by=ANNA, at=at)
        draft_id = draft.id
    petr.goto(f"/studio/drafts/{draft_id}")
    open_editor(petr)
    with transaction():
        theirs = small_process(("ask", "look", "decide")).decode()
        save_draft(draft_id, theirs, revision=1, by=ANNA, at=at)

    petr.locator(".djs-shape[data-element-id=ask]").click()
    open_group(petr, "General")
    say(petr, "Name", "Ask twice")
    petr.keyboard.press("Control+s")
    dialog = petr.get_by_role("dialog", name="Somebody else saved this draft")
    dialog.get_by_role("button", name="Compare").click()
    expect(dialog.locator(".differences")).to_contain_text("removed Look")
    petr.screenshot(path=Path("test-results") / "looks" / "studio-conflict.png")
    assert barriers() == []
    dialog.get_by_role("button", name="Take theirs").click()

    expect(petr.locator(".djs-shape[data-element-id=look]")).to_be_visible()
    expect(petr.locator("[data-save-mark]")).to_contain_text("Theirs, as saved by")
