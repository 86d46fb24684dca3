"""A reminder that moves with its date: nothing at the old moment, one count on the bell and one mail at the new."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from app.core.clock import clock, now
from app.core.db import session
from app.identity.models import UserSession
from tests.mail.server import Received, running
from tests.notices.road import day, deliver, mailing, make_company, start, task_of
from workers.clock import send_due_reminders

WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def received(app, monkeypatch):
    """What arrives at the mail server."""
    received = Received()
    with running(received) as server:
        settings = replace(app.extensions["settings"], smtp_url=f"smtp://127.0.0.1:{server.port}")
        monkeypatch.setitem(app.extensions, "settings", settings)
        yield received


@pytest.fixture
def luca(committed, make_user):
    """Luca, who is told a day before by message and mail."""
    make_company(reminder_offsets="1", reminder_channels="message,mail")
    return mailing(make_user("luca", display_name="Luca Ferri"))


def pass_to(moment) -> None:
    """The clock shows that moment, its chores are done, a worker has sent what there was; Luca stays logged in."""
    clock.pin(moment)
    session().execute(update(UserSession).values(created_at=moment, last_seen_at=moment))
    session().commit()
    send_due_reminders()
    deliver(now())


@pytest.fixture
def cookie(luca, browser_of):
    """With it Luca is logged in."""
    return browser_of(luca).get_cookie("pratica").value


@pytest.fixture
def reading(page, app, cookie, serving, at):
    """Luca's browser with his task, which is due on Friday."""
    key = task_of(start(at)).key
    with serving(app) as address:
        page.context.add_cookies([{"name": "pratica", "value": cookie, "url": address}])
        page.set_viewport_size(WIDE)
        page.goto(f"{address}/tasks/{key}")
        yield page


def test_reminder_moves_with_the_date_of_its_task(reading, received, complaints):
    page, reminders, bell = reading, reading.locator(".task-reminders"), reading.locator(".bell-count")
    expect(reminders).to_have_text("Thu 26 Nov by message and mail")
    page.get_by_role("button", name="Dates").click()
    page.locator("[name=due_at]").fill("2026-11-30T17:00")
    page.get_by_role("button", name="Save").click()
    expect(reminders).to_have_text("Sun 29 Nov by message and mail")
    page.wait_for_load_state("networkidle")

    pass_to(day(26))
    with page.expect_response("**/frame/counts"):
        page.reload()
    expect(bell).to_be_empty()
    assert received.recipients == []

    pass_to(day(29))
    pass_to(day(29, 12))
    page.reload()
    expect(bell).to_have_text("1")
    expect(reminders).to_contain_text("by message and mail (sent)")
    assert received.recipients == [["luca@alpina.example"]]

    page.get_by_role("link", name="Notices").click()
    page.get_by_role("button", name="“call” is due 30 Nov 2026, 17:00.", exact=True).click()
    expect(page.get_by_role("heading", name="call")).to_be_visible()
    expect(bell).to_be_empty()
    assert complaints == []
