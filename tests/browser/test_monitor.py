"""A manager at work: the case that hangs on a mail server, the timer that is too far away; pictures are kept."""

import dataclasses
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core.db import session
from app.engine import operations
from app.engine.models import Job, JobState
from app.engine.registry import JobType, job_types
from app.identity.roles import Role
from app.mail.jobs import send_once
from app.mail.outgoing import OutgoingMail
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import boundary, catch, timer
from tests.mail.server import Received, running
from workers.clock import fire_due_timers
from workers.jobs import do_job

SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
COLOURS = ("light", "dark")
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PICTURES = Path("test-results") / "looks"
CUSTOMER = "achizitii@danubia.example"


def send_quote(call):
    mail = OutgoingMail(
        key=call.idempotency_key,
        sender="anna@officina.example",
        to=(CUSTOMER,),
        subject="Your quote Q-7",
        text="Dear customer, here it is.",
        case_key=call.instance_key,
    )
    return send_once(mail, call)


@pytest.fixture
def post():
    """What arrives at the mail server of the test, which refuses everything so far."""
    return Received(data_answer="554 5.7.1 Closed for maintenance")


@pytest.fixture
def cases(app, committed, at, post, monkeypatch):
    """A case whose mail was refused, one that waits a month, one at a person with a deadline."""
    monkeypatch.setitem(job_types, "tests.send_quote", JobType("tests.send_quote", job=send_quote, queue="mail"))
    with running(post) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(app.extensions["settings"], smtp_url=url))
        mail = START + service_task("send_quote", "tests.send_quote") + END
        pause = START + catch("a_month_later", timer("duration", "P30D")) + END
        ask = START + user_task("ask") + boundary("too_late", "ask", timer("duration", "P7D")) + END
        deploy(
            bpmn(mail + flows("start->send_quote", "send_quote->end"), process_id="quote"),
            bpmn(pause + flows("start->a_month_later", "a_month_later->end"), process_id="pause"),
            bpmn(ask + flows("start->ask", "ask->end", "too_late->end"), process_id="asking"),
            at=at,
        )
        found = {name: Driver(at, name, discount=8) for name in ("quote", "pause", "asking")}
        for name, case in found.items():
            operations.describe_case(case.key, title=f"The {name}", subject_name="Danubia Logistic S.R.L.")
        committed.commit()
        work()
        yield found


@pytest.fixture
def address(app, cases, serving):
    with serving(app) as where:
        yield where


@pytest.fixture
def anna(page, address, make_user, browser_of):
    """The manager's page."""
    secret = browser_of(make_user("anna", roles=[Role.MANAGER])).get_cookie("pratica").value
    page.context.add_cookies([{"name": "pratica", "value": secret, "url": address}])
    page.set_viewport_size(SCREENS["wide"])
    return page


def work():
    """Do what the workers would do now."""
    for key in session().scalars(select(Job.key).where(Job.state == JobState.CREATED)).all():
        do_job(key)


def test_manager_mends_what_hangs_on_the_mail_server_and_moves_a_timer(anna, address, cases, post, complaints):
    anna.goto(f"{address}/monitor")
    anna.get_by_role("link", name="Incidents").first.click()
    expect(anna.get_by_role("row").filter(has_text="The mail server refused")).to_have_count(2)  # cause and case
    anna.get_by_role("link", name="The quote").click()
    expect(anna.get_by_role("heading", name="send_quote")).to_be_visible()

    post.data_answer = None  # the cause is mended
    anna.get_by_role("button", name="Try again").click()
    anna.get_by_label("Reason").fill("The mail server is back")
    anna.get_by_role("dialog").get_by_role("button", name="Try again").click()
    expect(anna.get_by_text("The step is tried again.")).to_be_visible()
    work()

    assert [(message["To"], message["Subject"]) for message in post.messages] == [(CUSTOMER, "Your quote Q-7")]
    anna.get_by_role("link", name="History").click()
    expect(anna.get_by_text("The mail server is back")).to_be_visible()
    assert cases["quote"].state == "COMPLETED"

    anna.goto(f"{address}/cases/{cases['pause'].key}?tab=timers")
    anna.get_by_role("link", name="Move").click()
    anna.get_by_label("Reason").fill("They called and want it now")
    anna.get_by_role("button", name="Move it").click()
    expect(anna.get_by_text("The timer is due now")).to_be_visible()
    session().rollback()
    fire_due_timers()

    assert cases["pause"].state == "COMPLETED"

    anna.goto(f"{address}/cases/{cases['asking'].key}?tab=variables")
    anna.get_by_role("link", name="Change discount").click()
    anna.get_by_label("New value").fill("much")
    anna.get_by_label("Reason").fill("A good customer")
    anna.get_by_role("button", name="Set it").click()
    expect(anna.locator("#f-value-error")).to_contain_text("Write a number")

    cases["asking"].set(discount=12)
    anna.get_by_label("New value").fill("9.5")
    anna.get_by_role("button", name="Set it").click()
    expect(anna.get_by_role("alert")).to_contain_text("was changed since you opened it")
    expect(anna.get_by_text("Reason: mended")).to_be_visible()
    anna.get_by_role("button", name="Set it").click()

    expect(anna.get_by_text("“discount” is set.")).to_be_visible()
    assert str(cases["asking"].variables["discount"]) == "9.5"
    assert complaints == []


def test_pages_have_no_barriers_and_fit_the_screen(anna, address, cases, barriers):
    ask = f"/cases/{cases['asking'].key}"
    cause = cases["quote"].incidents()[0].cause
    session().rollback()
    pages = {
        "monitor": "/monitor?person=anna",
        "monitor-cause": f"/monitor/causes/{cause}",
        "monitor-workload": "/monitor/workload",
        "monitor-system": "/monitor/system",
        "monitor-variable": f"{ask}/variables/change?name=discount",
        "monitor-cancel": f"{ask}/cancellation",
    }

    def look(name, looks):
        for screen, colours in looks:
            anna.set_viewport_size(SCREENS[screen])
            anna.emulate_media(color_scheme=colours)
            anna.goto(address + pages[name])
            anna.screenshot(path=PICTURES / f"{name}-{screen}-{colours}.png", full_page=True)

            assert not anna.evaluate(SCROLLS_SIDEWAYS), name
            assert barriers() == [], name

    every_look, some_looks = list(product(SCREENS, COLOURS)), [("wide", "light"), ("phone", "dark")]
    for name in pages:
        look(name, every_look if name == "monitor" else some_looks)
