"""The whole road on a running system: a lead becomes a delivered and billed order by the hands of three people."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from docx import Document
from docx.document import Document as Word
from playwright.sync_api import Browser, expect

from app.demo.company import WEB_FORM_KEY
from tests.browser.changed_diagram import changed_diagram
from tests.browser.persons import PHONE, Person, company_at_work
from tests.browser.steps_of_sales import (
    check_order,
    choose_lines,
    figures,
    open_case_of_task,
    qualify,
    record_yes,
    words_of,
)
from tests.fixtures.system import System

Enter = Callable[..., Person]

ROOT = Path(__file__).parents[2]
COMPANY = "Latteria Valle Blu S.r.l."
SUBJECT = "Compressor for the new dairy"
LINES = (("Screw compressor SK 25", "1", "12"), ("Installation and start-up", "8", "0"), ("Aniseed Syrup", "10", "0"))
DONE = (
    "lead_captured register_lead qualify_lead open_opportunity prepare_quote draft_quote decide_discount approve_quote"
    " issue_quote write_quote send_quote await_answer take_answer place_order check_order confirm_order"
    " write_confirmation send_confirmation order_confirmed record_delivery deliver_order draft_invoice"
).split()
DEEDS = (
    "The web form started the case",
    "Luca Ferri completed “Qualify lead”",
    "Luca Ferri completed “Prepare quote”",
    "Anna Bianchi completed “Approve discount”",
    "Luca Ferri completed “Record the customer's answer”",
    "Elena Ionescu completed “Check order, set delivery”",
    "Elena Ionescu completed “Record delivery”",
)


@pytest.fixture
def enter(browser: Browser, demo_system: System) -> Iterator[Enter]:
    """How people of the demo company log in."""
    with company_at_work(browser, demo_system.address) as come_in:
        yield come_in


def test_lead_becomes_an_order_by_three_people(enter: Enter, demo_system: System, tmp_path: Path) -> None:
    send_lead(demo_system, COMPANY)
    luca, anna, elena = enter("luca"), enter("anna", PHONE), enter("elena")

    qualify_lead(luca)
    prepare_quote(luca)
    approve_discount(anna)
    number = read_quote(luca)
    read_mail(luca, demo_system, number)
    record_yes(luca, COMPANY, of="Giovanna Moro")
    check_order(elena, COMPANY, number="PO 77")
    case = read_confirmation(elena)
    complete_customer(elena)
    deliver(elena)

    read_case(elena, case)
    assert "are as they were written" in pratica(demo_system, "trail", "verify")


def test_changed_diagram_runs_for_new_cases_only(enter: Enter, demo_system: System, tmp_path: Path) -> None:
    luca = enter("luca")
    changed = tmp_path / "lead_to_order.bpmn"
    changed.write_text(changed_diagram(), "utf-8")
    luca.open_task("Qualify lead", "Birra Baladin Nord", whose="My groups")

    assert "process lead_to_order, version 2" in pratica(demo_system, "deploy", str(changed))
    send_lead(demo_system, "Cantina Nuova S.r.l.")

    luca.open_task("Call them first", "Cantina Nuova", whose="My groups")
    luca.claim()
    luca.take_picture("task of version 2")
    open_case_of_task(luca)
    expect(luca.page.get_by_text("version 2", exact=True)).to_be_visible()
    expect(luca.page.locator("[data-element-id=call_lead].is-active")).to_be_visible()
    luca.take_picture("case of version 2")
    luca.open_task("Qualify lead", "Birra Baladin Nord", whose="My groups")
    luca.claim()
    qualify(luca, "Air for bottling")
    luca.open_task("Prepare quote", "Birra Baladin Nord")
    open_case_of_task(luca)
    expect(luca.page.get_by_text("version 1", exact=True)).to_be_visible()
    luca.take_picture("case of version 1")


def test_case_goes_on_when_its_incident_is_mended(enter: Enter) -> None:
    anna = enter("anna")
    anna.go("Cases")
    anna.page.get_by_label("Incident").check()
    anna.open_case("Elektro Ostrava")
    expect(anna.page.get_by_role("button", name="Try again")).to_be_visible()
    anna.take_picture("incident")
    case = anna.page.url

    anna.press(anna.page.get_by_role("complementary").get_by_role("link", name="Elektro Ostrava"))
    anna.press(anna.page.get_by_role("link", name="Edit"))
    anna.fill("E-mail", "nakup@elektro-ostrava.example")
    anna.take_picture("party gets an e-mail")
    anna.press(anna.page.get_by_role("button", name="Save"))
    expect(anna.page.get_by_role("link", name="Mail to nakup@elektro-ostrava.example")).to_be_visible()
    anna.page.goto(case)
    anna.press(anna.page.get_by_role("button", name="Try again"))
    anna.page.get_by_role("dialog").get_by_label("Reason").fill("They have an address now")
    anna.take_picture("try again")
    anna.press(anna.page.get_by_role("dialog").get_by_role("button", name="Try again"))

    anna.read_again_until(anna.page.locator("[data-element-id=await_answer].is-active"))
    anna.take_picture("incident is mended")
    anna.go("Outbox")
    expect(anna.page.get_by_text("nakup@elektro-ostrava.example").first).to_be_visible()


def send_lead(system: System, company: str) -> None:
    """As the form on a web site does."""
    lead = {
        "form_key": WEB_FORM_KEY,
        "company_name": company,
        "contact_name": "Giovanna Moro",
        "email": "giovanna@valle-blu.example",
        "country": "IT",
        "city": "Sondrio",
        "message": "We open a second dairy in March and need oil-free air.",
    }
    with urlopen(f"{system.address}/api/leads", urlencode(lead).encode()) as answer:
        assert answer.status == 201


def qualify_lead(luca: Person) -> None:
    luca.open_task("Qualify lead", COMPANY, whose="My groups")
    luca.take_picture("lead")
    luca.claim()
    qualify(luca, SUBJECT)
    luca.take_picture("lead is qualified")


def prepare_quote(luca: Person) -> None:
    luca.open_task("Prepare quote", COMPANY)
    choose_lines(luca, LINES)
    luca.fill("Notes on the quote", "Delivery with our own truck.")
    luca.take_picture("quote is prepared")
    luca.complete("Prepare quote")


def approve_discount(anna: Person) -> None:
    anna.go("Worklist")
    anna.take_picture("worklist on a telephone")
    anna.open_task("Approve discount", COMPANY, whose="My groups")
    anna.claim()
    anna.tick("Approve")
    anna.fill("Reason", "First machine for a new customer.")
    anna.take_picture("approval on a telephone")
    anna.complete("Approve discount")
    anna.take_picture("approved on a telephone")


def read_quote(luca: Person) -> str:
    """The number of the quote, whose paper says what its page says."""
    luca.open_task("Record the customer's answer", COMPANY)
    luca.take_picture("quote is out")
    open_case_of_task(luca)
    luca.press(luca.page.get_by_role("link", name=re.compile(r"^Documents \d")))
    paper = luca.page.locator("#tab").get_by_role("link", name=re.compile(r"\.docx"))
    number = re.search(r"Q-\d{4}-\d{5}", paper.inner_text())
    luca.take_picture("documents of the case")
    written = Document(str(luca.download(paper)))
    assert number is not None
    luca.go("Sales")
    luca.press(luca.page.get_by_role("link", name="Quotes").last)
    luca.press(luca.page.get_by_role("link", name=number[0]))
    luca.take_picture("quote")
    compare(luca, written, number[0])
    return number[0]


def compare(luca: Person, paper: Word, number: str) -> None:
    """Every line, the VAT and the sums: the paper in Italian, the page in English, so figures count."""
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    lines = [
        line.locator("td").all_inner_texts()
        for line in luca.page.get_by_role("table", name="Lines").locator("tbody tr").all()
    ]
    sums = [
        line.inner_text().split("\n")
        for line in luca.page.locator(".card", has_text="Sums").locator(".facts > div").all()
    ]

    assert number in words_of(paper)
    assert [line[1].splitlines()[0].split(",")[0] for line in lines] == [product for product, _, _ in LINES]
    assert [figures(row) for row in rows if len(row) == 7 and row[0]] == [figures(line) for line in lines]
    assert [figures(line) for line in sums] == [
        ["", "1066640"],
        ["221056640", "232461"],
        ["1010000", "1000"],
        ["", "1300101"],
    ]
    assert [figures(row) for row in rows if figures(row) in [figures(line) for line in sums]] == [
        figures(line) for line in sums
    ]


def read_mail(luca: Person, system: System, number: str) -> None:
    luca.go("Outbox")
    luca.take_picture("outbox")
    luca.press(luca.page.get_by_role("link", name=re.compile(number)).first)
    luca.take_picture("mail")
    saved = luca.download(luca.page.get_by_role("link", name="Download")).read_bytes()
    message = message_from_bytes(saved, policy=policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert message["To"] == "Giovanna Moro <giovanna@valle-blu.example>"
    assert number in words_of(Document(BytesIO(attached[f"{number}.docx"])))
    assert saved in [file.read_bytes() for file in (Path(system.environment["DATA_DIR"]) / "outbox").glob("*.eml")]


def read_confirmation(elena: Person) -> str:
    """From the case, as soon as the worker has written it; the address of the case."""
    elena.open_task("Record delivery", COMPANY, whose="My groups")
    open_case_of_task(elena)
    case = elena.page.url
    elena.press(elena.page.get_by_role("link", name=re.compile("^Documents \\d")))
    elena.take_picture("papers of the order")
    paper = elena.page.locator("#tab").get_by_role("link", name=re.compile(r"O-\d{4}-\d{5}\.docx"))
    written = words_of(Document(str(elena.download(paper))))
    assert "PO 77" in written
    assert paper.inner_text().removesuffix(".docx") in written
    return case


def complete_customer(elena: Person) -> None:
    """What an invoice needs and a web form does not ask."""
    elena.press(elena.page.get_by_role("complementary").get_by_role("link", name=COMPANY))
    elena.press(elena.page.get_by_role("link", name="Edit"))
    elena.fill("Street", "Via Valeriana 5")
    elena.fill("Postal code", "23100")
    elena.fill("Fiscal code", "04178520989")
    elena.press(elena.page.get_by_role("button", name="Save"))
    expect(elena.page.get_by_text("Via Valeriana 5").first).to_be_visible()


def deliver(elena: Person) -> None:
    """Goods and serial number are with the customer; the invoice is with them as soon as its payment is waited for."""
    elena.open_task("Record delivery", COMPANY, whose="My groups")
    elena.claim()
    elena.fill("Delivered on", f"{datetime.now(UTC):%m/%d/%Y}")
    elena.fill("Serial number", "SK25-0815")
    elena.take_picture("delivery")
    elena.complete("Record delivery")
    elena.open_task("Record payment", COMPANY, whose="My groups")
    elena.take_picture("payment is waited for")


def read_case(person: Person, case: str) -> None:
    person.page.goto(case)
    expect(person.page.locator("[data-ready]")).to_be_visible()
    for element in DONE:
        expect(person.page.locator(f"[data-element-id={element}].is-completed").first).to_be_visible()
    expect(person.page.locator("[data-element-id=invoice_to_payment].is-active").first).to_be_visible()
    person.press(person.page.get_by_role("link", name="History"))
    for deed in DEEDS:
        expect(person.page.locator("#tab").get_by_text(deed, exact=True)).to_be_visible()
    person.take_picture("history")


def pratica(system: System, *words: str) -> str:
    """What a command of ours says; it must succeed."""
    command = (sys.executable, "-c", "from workers.cli import main; main()", *words)
    done = subprocess.run(command, env=system.environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
