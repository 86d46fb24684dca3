"""A campaign on a running system: from its segment to an accepted quote and its return on investment."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.persons import Person, company_at_work
from tests.browser.steps_of_sales import choose_lines, qualify, record_yes
from tests.fixtures.system import System

Enter = Callable[..., Person]

NAME = "Dairies of Valtellina"
PARTY = "Caseificio Val Brembana"
PRODUCT = "Screw compressor SK 25"


@pytest.fixture
def enter(browser: Browser, demo_system: System) -> Iterator[Enter]:
    """How people of the demo company log in."""
    with company_at_work(browser, demo_system.address) as come_in:
        yield come_in


def test_campaign_brings_an_order_and_shows_its_return(enter: Enter) -> None:
    elena, anna, luca = enter("elena"), enter("anna"), enter("luca")

    plan_campaign(elena)
    approve_campaign(anna)
    address = wait_for_contact(elena)
    note_answer(elena)
    sell(luca)
    read_return(elena, address)


def plan_campaign(elena: Person) -> None:
    elena.go("Campaigns")
    elena.press(elena.page.get_by_role("link", name="New campaign"))
    elena.fill("Name", NAME)
    elena.fill("Starts on", (datetime.now(UTC) - timedelta(days=1)).date().isoformat())
    elena.fill("Estimated cost", "400")
    elena.press(elena.page.get_by_role("button", name="Begin campaign"))
    expect(elena.page.get_by_role("heading", name="For whom")).to_be_visible()
    elena.page.get_by_label("Name").nth(1).fill("caseificio")
    expect(elena.page.get_by_text("1 of 1 party is written to.")).to_be_visible()
    elena.fill("Subject in English", "A compressor for {party}")
    elena.fill("Text in English", "May {salesperson} show you {campaign}?")
    elena.take_picture("campaign is planned")
    elena.press(elena.page.get_by_role("button", name="Save plan"))
    expect(elena.page.get_by_text("The plan is saved.")).to_be_visible()
    elena.open_task("Plan campaign", NAME)
    elena.complete("Plan campaign")


def approve_campaign(anna: Person) -> None:
    anna.open_task("Approve campaign", NAME, whose="My groups")
    anna.claim()
    anna.tick("Approve")
    anna.take_picture("campaign is approved")
    anna.complete("Approve campaign")


def wait_for_contact(elena: Person) -> str:
    """The address of the campaign, once its contact has got the mail."""
    elena.go("Campaigns")
    row = elena.page.get_by_role("row").filter(has_text=NAME)
    elena.read_again_until(row.filter(has_text="running"))
    elena.press(row.get_by_role("link").first)
    address = elena.page.url
    elena.press(elena.page.get_by_role("link", name=re.compile("^Members")))
    elena.read_again_until(elena.page.get_by_role("row").filter(has_text=PARTY).filter(has_text="mailed"))
    elena.take_picture("campaign members")
    return address


def note_answer(elena: Person) -> None:
    elena.press(elena.page.get_by_role("button", name="Note answer").first)
    box = elena.page.get_by_role("dialog")
    box.get_by_label("Answer").select_option("interested")
    box.get_by_label("What they said").fill("Want a quiet machine")
    elena.press(box.get_by_role("button", name="Note answer"))
    expect(elena.page.get_by_text("The answer is noted.")).to_be_visible()


def sell(luca: Person) -> None:
    luca.open_task("Qualify lead", PARTY)
    qualify(luca, "A quiet compressor")
    luca.open_task("Prepare quote", PARTY)
    choose_lines(luca, ((PRODUCT, "1", "0"),))
    luca.complete("Prepare quote")
    record_yes(luca, PARTY, of="Their buyer")


def read_return(elena: Person, address: str) -> None:
    elena.page.goto(f"{address}/costs")
    elena.page.get_by_label("Number").fill("77/2026")
    elena.fill("Partner", "Tipografia Orobica")
    elena.fill("Value without VAT", "400")
    elena.press(elena.page.get_by_role("button", name="Add cost"))
    expect(elena.page.get_by_role("cell", name="77/2026")).to_be_visible()
    elena.page.goto(f"{address}/revenue")
    elena.press(elena.page.get_by_role("button", name=re.compile("to campaign revenue")).first)
    expect(elena.page.get_by_role("table", name="Revenue")).to_contain_text(PARTY)
    elena.page.goto(address)
    expect(elena.page.locator(".numbers")).to_contain_text("-100 %")
    elena.take_picture("return of the campaign")
