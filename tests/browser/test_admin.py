"""An administrator adds a salesperson who is away next week; next week her new task is with her substitute."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.core.clock import clock
from app.core.db import session, transaction
from app.identity.models import UserSession
from app.identity.roles import Role
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
FOR_SARA = '<zeebe:assignmentDefinition assignee="sara"/>'


@pytest.fixture
def cookies(committed, make_user, browser_of, at) -> dict[str, str]:
    """With these the administrator and Marta are logged in."""
    admin = make_user("admin", roles=[Role.ADMINISTRATOR], display_name="Ada Admin")
    marta = make_user("marta", display_name="Marta Testa", groups=["sales"])
    deploy(bpmn(START + user_task("call", FOR_SARA) + END + flows("start->call", "call->end")), at=at)
    return {user.user_name: browser_of(user).get_cookie("pratica").value for user in (admin, marta)}


@pytest.fixture
def enter(page, app, cookies, serving) -> Iterator[Callable[[str, str], Page]]:
    """Opens an address as somebody."""
    with serving(app) as address:
        page.set_viewport_size(DESK)

        def open_as(who: str, path: str) -> Page:
            page.context.clear_cookies()
            page.context.add_cookies([{"name": "pratica", "value": cookies[who], "url": address}])
            page.goto(address + path)
            return page

        yield open_as


def pass_to_next_week(at) -> None:
    """The clock shows next Monday; whoever was logged in still is."""
    moment = at + timedelta(days=7)
    clock.pin(moment)
    with transaction():
        session().execute(update(UserSession).values(created_at=moment, last_seen_at=moment))


def test_new_salesperson_is_away_and_her_substitute_does_the_task(enter, at, barriers, complaints):
    page = enter("admin", "/admin/users")
    page.get_by_role("link", name="Add a user").click()
    page.get_by_label("User name").fill("sara")
    page.get_by_label("Name", exact=True).fill("Sara Conti")
    page.get_by_label("Staff").check()
    page.get_by_label("sales").check()
    assert barriers() == []
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".shown-secret")).to_be_visible()
    page.get_by_role("link", name="I have told them").click()

    page.get_by_label("First day").fill("2026-11-30")
    page.get_by_label("Last day").fill("2026-12-04")
    page.get_by_label("Who stands in").select_option(label="Marta Testa")
    page.get_by_role("button", name="Note the absence").click()
    expect(page.get_by_text("Marta Testa stands in")).to_be_visible()
    assert barriers() == []
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(DESK)

    pass_to_next_week(at)
    Driver(clock.now())
    page = enter("marta", "/worklist")
    row = page.locator("[data-row]").filter(has_text="call")
    expect(row).to_contain_text("for Sara Conti, away until Fri 4 Dec")
    expect(page.locator(".task")).to_contain_text("You have this for Sara Conti")
    assert barriers() == []
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_text("“call” is done")).to_be_visible()
    expect(row).to_have_count(0)
    assert complaints == []
