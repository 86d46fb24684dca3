"""Steps on the road from a lead to an order that several journeys take, and how a paper is read on the way."""

import re
from datetime import UTC, datetime, timedelta

from docx.document import Document as Word
from playwright.sync_api import expect

from tests.browser.persons import Person


def qualify(luca: Person, subject: str) -> None:
    luca.tick("Opportunity")
    luca.fill("What we would sell", subject)
    luca.choose("Salesperson", "Luca Ferri")
    luca.take_picture("qualify")
    luca.complete("Qualify lead")


def choose_lines(luca: Person, lines: tuple[tuple[str, str, str], ...]) -> None:
    """Product, quantity and discount of each line, in the form of the task “Prepare quote”."""
    for position, (product, quantity, discount) in enumerate(lines):
        if position:
            luca.press(luca.page.get_by_role("button", name="Add new"))
        luca.choose("Product", product)
        luca.fill("Qty", quantity)
        luca.fill("Disc. %", discount)


def record_yes(luca: Person, company: str, *, of: str) -> None:
    luca.open_task("Record the customer's answer", company)
    luca.tick("Accepted")
    luca.fill("Who answered", of)
    luca.take_picture("answer")
    luca.complete("Record the customer's answer")


def check_order(elena: Person, company: str, *, number: str) -> None:
    """The order goes to its customer with this number of theirs, for delivery in two weeks."""
    elena.open_task("Check order", company, whose="My groups")
    elena.claim()
    elena.fill("Delivery on", f"{datetime.now(UTC) + timedelta(days=14):%m/%d/%Y}")
    elena.fill("Customer's order number", number)
    elena.take_picture("order is checked")
    elena.complete("Check order, set delivery")


def open_case_of_task(person: Person) -> None:
    person.press(person.page.locator(".task").get_by_role("link", name="Lead to order"))
    expect(person.page.locator("[data-ready]")).to_be_visible()


def words_of(paper: Word) -> str:
    """All that stands on it."""
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def figures(texts: list[str]) -> list[str]:
    """The figures of each text, whatever language writes them."""
    return [re.sub(r"\D", "", text) for text in texts]
