"""The second road on a running system: a call becomes a paid invoice by four people, one of them on a telephone."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.persons import PHONE, Person, company_at_work
from tests.fixtures.system import System

Enter = Callable[..., Person]

CUSTOMER = "Cartiera del Lago"
WISH = "The press stops when it is warm"
INVOICE = re.compile(r"INV-\d{4}-\d{5}")
WORD = b"PK\x03\x04"


@pytest.fixture
def enter(browser: Browser, demo_system: System) -> Iterator[Enter]:
    """How people of the demo company log in."""
    with company_at_work(browser, demo_system.address) as come_in:
        yield come_in


def test_call_becomes_a_paid_invoice_by_four_people(enter: Enter) -> None:
    marta, paolo, anna, elena = enter("marta"), enter("paolo", PHONE), enter("anna"), enter("elena")

    take_the_call(marta)
    address = marta.page.url
    decide_and_plan(marta)
    report(paolo)
    solve(paolo)
    approve(anna)
    record_payment(elena)
    read_invoice(elena, address)

    marta.page.goto(address)
    marta.read_again_until(marta.page.locator("h1 .badge", has_text="closed"))
    expect(marta.page.get_by_text("paid", exact=True)).to_be_visible()
    marta.take_picture("request is closed")


def take_the_call(marta: Person) -> None:
    marta.go("Service")
    marta.press(marta.page.get_by_role("link", name="New request").first)
    marta.page.get_by_placeholder("Name, phone number").press_sequentially(CUSTOMER[:8])
    marta.press(marta.page.locator("#found").get_by_role("link", name=CUSTOMER))
    marta.fill("Request", WISH)
    marta.page.get_by_label("Service", exact=False).first.select_option(index=1)
    expect(marta.page.get_by_text("Somebody decides who pays.")).to_be_visible()
    marta.take_picture("call is taken")
    marta.press(marta.page.get_by_role("button", name="Register request"))
    expect(marta.page.get_by_role("heading", name=WISH)).to_be_visible()


def decide_and_plan(marta: Person) -> None:
    marta.open_task("Decide who pays", CUSTOMER)
    marta.tick("By time and material")
    marta.complete("Decide who pays")
    marta.open_task("Assign and plan", CUSTOMER, whose="My groups")
    marta.claim()
    marta.choose("Who does it", "Paolo Greco")
    marta.take_picture("who is free")
    marta.complete("Assign and plan")


def report(paolo: Person) -> None:
    paolo.open_task("Do the work and report", CUSTOMER)
    paolo.take_picture("task on a telephone")
    paolo.press(paolo.page.get_by_role("link", name="write or go on"))
    paolo.press(paolo.page.get_by_role("button", name="Begin the report"))
    paolo.press(form_of(paolo, "Add activity").get_by_role("button", name="Add"))
    expect(paolo.page.get_by_text("Nothing yet.")).to_have_count(0)
    add(paolo, "Add journey", {"Kilometres": "120"})
    add(paolo, "Add other item", {"What it is": "Hired crane", "Price of one": "1200"})
    paolo.fill("Seen by", "Chiara Spreafico")
    paolo.page.get_by_label("Seen by").blur()
    paolo.take_picture("report on a telephone")
    paolo.press(paolo.page.get_by_role("button", name="Finish report"))
    expect(paolo.page.get_by_text("finished", exact=True)).to_be_visible()
    paolo.read_again_until(paolo.page.get_by_role("link", name="WR-").first)
    paolo.take_picture("report is written")


def add(paolo: Person, what: str, values: dict[str, str]) -> None:
    form = form_of(paolo, what)
    paolo.press(paolo.page.locator("summary", has_text=what))
    for label, value in values.items():
        form.get_by_label(label).fill(value)
    paolo.press(form.get_by_role("button", name="Add"))
    expect(form).to_be_hidden()


def form_of(paolo: Person, what: str) -> Locator:
    return paolo.page.get_by_role("form", name=what)


def solve(paolo: Person) -> None:
    paolo.open_task("Do the work and report", CUSTOMER)
    paolo.fill("What solved it", "Pump replaced.")
    paolo.complete("Do the work and report")


def approve(anna: Person) -> None:
    anna.open_task("Approve estimate", CUSTOMER, whose="My groups")
    anna.claim()
    anna.tick("Approve")
    anna.take_picture("estimate to be approved")
    anna.complete("Approve estimate")


def record_payment(elena: Person) -> None:
    elena.open_task("Record payment", CUSTOMER, whose="My groups")
    elena.claim()
    elena.fill("Came on", f"{datetime.now(ZoneInfo('Europe/Rome')):%m/%d/%Y}")
    elena.fill("Note", "Statement of today")
    elena.take_picture("payment")
    elena.complete("Record payment")


def read_invoice(elena: Person, request: str) -> None:
    """Its paper is there, its mail has left, and the customer owes nothing."""
    elena.page.goto(request)
    elena.press(elena.page.get_by_role("link", name=INVOICE))
    expect(elena.page.locator("h1 .badge", has_text="paid")).to_be_visible()
    paper = elena.download(elena.page.get_by_role("link", name="Download", exact=True))
    assert paper.read_bytes().startswith((b"%PDF-", WORD))
    expect(elena.page.locator(".card", has_text="Mails").get_by_role("link", name=INVOICE)).to_be_visible()
    expect(elena.page.locator(".facts", has_text="Sent")).to_be_visible()
    elena.take_picture("invoice is paid")
    elena.press(elena.page.get_by_role("link", name=CUSTOMER).first)
    expect(elena.page.locator(".number", has_text="Balance")).to_contain_text("0.00")
    elena.take_picture("customer owes nothing")
