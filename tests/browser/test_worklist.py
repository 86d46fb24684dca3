"""People at work in a real browser: the worklist, a task, the page of its case."""

from itertools import product

import pytest
from playwright.sync_api import Page, expect

from app.identity.roles import Role
from tests.worklist.road import deploy_road, open_tasks, start_case

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def road(committed, at):
    """Two cases that wait at their first task."""
    deploy_road(at)
    for _ in range(2):
        start_case(at)
    committed.commit()


@pytest.fixture
def address(app, road, serving):
    with serving(app) as where:
        yield where


@pytest.fixture
def enter(address, make_user, browser_of):
    """Log somebody in on a page."""

    def log_in(page: Page, user_name="luca", display_name="Luca Ferri", **user):
        secret = browser_of(make_user(user_name, display_name=display_name, **{"groups": ["sales"], **user}))
        page.context.add_cookies([{"name": "pratica", "value": secret.get_cookie("pratica").value, "url": address}])
        page.set_viewport_size(WIDE)
        return page

    return log_in


@pytest.fixture
def reading(page, enter, address):
    """Luca's page, and where the site is."""
    return enter(page), address


def test_task_is_claimed_filled_in_and_completed_by_keyboard(page, enter, address, complaints):
    enter(page).goto(f"{address}/worklist?whose=groups")
    expect(page.get_by_role("heading", name="Qualify lead")).to_be_visible()

    page.keyboard.press("c")
    expect(page.get_by_text("Give back")).to_be_visible()
    page.get_by_label("Comment").fill("A good one")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("“Qualify lead” is done; it cannot be undone.")).to_be_visible()
    expect(page.get_by_text("Nobody has this yet.")).to_be_visible()
    assert sorted(task.name for task in open_tasks()) == ["Approve lead", "Qualify lead"]
    assert complaints == []


def test_list_is_walked_by_keyboard(page, enter, address):
    enter(page).goto(f"{address}/worklist?whose=groups")
    first, second = [task.key for task in open_tasks()]
    expect(page.locator(f"[data-task='{first}']")).to_be_visible()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator(f"[data-task='{second}']")).to_be_visible()
    assert page.url.startswith(f"{address}/tasks/{second}?whose=groups")
    expect(page.locator(f"[data-row='{second}']")).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.locator(f"[data-task='{first}']")).to_be_visible()


def test_chosen_task_stays_when_the_first_one_arrives_late(page, enter, address):
    first, second = [task.key for task in open_tasks()]
    late = []

    def hold(route):
        late.append(route)

    page.route(f"**/tasks/{first}?*", hold)
    with page.expect_request(f"**/tasks/{first}?*"):
        enter(page).goto(f"{address}/worklist?whose=groups")

    page.locator(f"[data-row='{second}']").click()
    expect(page.locator(f"[data-task='{second}']")).to_be_visible()
    for route in late:
        route.continue_()

    page.wait_for_load_state("networkidle")
    expect(page.locator(f"[data-task='{second}']")).to_be_visible()


def test_draft_outlives_the_page(page, enter, address):
    key = open_tasks()[0].key
    enter(page).goto(f"{address}/tasks/{key}")
    page.get_by_role("button", name="Claim").click()
    page.get_by_label("Comment").fill("Half a thought")
    expect(page.get_by_text("Draft saved")).to_be_visible()

    page.reload()

    expect(page.get_by_label("Comment")).to_have_value("Half a thought")


def test_of_two_who_claim_one_wins_and_the_other_reads_why(page, browser, enter, address):
    key = open_tasks()[0].key
    other = browser.new_page()
    enter(page).goto(f"{address}/tasks/{key}")
    enter(other, "sara", "Sara Neri").goto(f"{address}/tasks/{key}")
    expect(other.get_by_role("button", name="Claim")).to_be_visible()

    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_text("Give back")).to_be_visible()
    other.get_by_role("button", name="Claim").click()

    expect(other.get_by_text("Too late: Luca Ferri took this")).to_be_visible()
    other.close()


def test_errors_of_the_server_keep_what_was_typed(page, enter, address):
    key = open_tasks()[0].key
    enter(page).goto(f"{address}/tasks/{key}")
    page.get_by_role("button", name="Claim").click()
    page.get_by_label("Comment").fill("x\u0001y")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("alert").get_by_text("cannot be stored")).to_be_visible()
    expect(page.get_by_label("Comment")).to_have_value("x\u0001y")


def test_delegated_task_leaves_my_list(page, enter, address, make_user):
    make_user("sara", display_name="Sara Neri", groups=["sales"])
    key = open_tasks()[0].key
    enter(page).goto(f"{address}/tasks/{key}")
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_text("Give back")).to_be_visible()
    page.get_by_role("button", name="Delegate").click()
    page.get_by_label("Who").select_option("sara")
    page.get_by_role("dialog").get_by_role("button", name="Delegate").click()

    expect(page.get_by_text("was given to Sara Neri")).to_be_visible()
    expect(page.get_by_text("Sara Neri took this")).to_be_visible()


def test_diagram_shows_where_the_case_stands(page, enter, address, complaints):
    enter(page).goto(f"{address}/worklist?whose=groups")
    page.get_by_role("button", name="Diagram").click()

    expect(page.locator("#task-diagram [data-ready]")).to_be_visible()
    expect(page.locator("[data-element-id=qualify_lead].is-active")).to_be_visible()
    expect(page.locator("[data-element-id=lead_captured].is-completed")).to_be_visible()
    assert complaints == []


def test_phone_shows_the_list_then_the_task_then_the_list(page, enter, address):
    enter(page).set_viewport_size(PHONE)
    page.goto(f"{address}/worklist?whose=groups")
    expect(page.locator(".split-detail")).to_be_hidden()

    page.locator("[data-row]").first.click()
    expect(page.get_by_role("heading", name="Qualify lead")).to_be_visible()
    expect(page.locator(".split-list")).to_be_hidden()
    page.locator(".back-to-list").click()

    expect(page.locator("[data-row]")).to_have_count(2)


def test_case_is_cancelled_with_a_reason(page, enter, address):
    case = open_tasks()[0].instance_key
    enter(page, "anna", "Anna Bianchi", roles=[Role.MANAGER]).goto(f"{address}/cases/{case}")
    page.get_by_role("link", name="Cancel …").click()
    page.get_by_label("Reason").fill("Sent twice")
    page.get_by_role("button", name="Cancel the case").click()

    expect(page.get_by_text("The case is cancelled.")).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Anna Bianchi cancelled the case")).to_be_visible()
    expect(page.get_by_text("Sent twice")).to_be_visible()


def test_pages_have_no_barriers_and_break_no_policy(reading, complaints, barriers):
    page, address = reading
    task = open_tasks()[0]
    places = ["/worklist", "/worklist?whose=groups", f"/tasks/{task.key}", "/cases", f"/cases/{task.instance_key}",
              f"/cases/{task.instance_key}?tab=history", "/cases/new", "/cases/new/small_road"]  # fmt: skip

    for place in places:
        page.goto(address + place)
        page.wait_for_load_state("networkidle")
        for scheme, size in product(("light", "dark"), (WIDE, PHONE)):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert barriers() == [], (place, scheme, size)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (place, scheme, size)

    assert complaints == []
