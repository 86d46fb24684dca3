"""The auditor follows one order from the first contact to its paper, has the trail proved, and sees it broken."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import Key, session, transaction
from app.documents.templates import load_shipped_templates
from app.engine.models import Job
from app.identity.roles import Role
from app.settings import Settings
from app.trail.keys import signing_key
from app.trail.models import TrailVerification
from app.trail.sealing import seal_trail
from app.trail.verifying import means_here, run_verification
from tests.fixtures.people import BrowserOf, MakeUser
from tests.sales.factories import Road, deploy_process, make_company
from workers.jobs import do_job

SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PICTURES = Path("test-results") / "looks"
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
ALTER = """
ALTER TABLE trail_entry DISABLE TRIGGER ALL;
UPDATE trail_entry SET after = jsonb_set(after, '{highest_discount_percent}', '"2"') WHERE action = 'quote.approved';
ALTER TABLE trail_entry ENABLE TRIGGER ALL;
"""
Serving = Callable[[Flask], AbstractContextManager[str]]


@pytest.fixture
def order(committed: Session, at: datetime) -> str:
    """The number of an order: a lead, a quote with a discount that was approved, its paper, the customer's yes."""
    with transaction():
        make_company()
        load_shipped_templates(at=at)
    deploy_process(at)
    road = Road(at).to_opportunity().to_quote(discount=14)
    road.complete("approve_quote", approval_outcome="approve", approval_note="Repeat customer")
    do_job(committed.scalars(select(Job.key).where(Job.element_id == "write_quote")).one())
    road.finish_job("send_quote")
    road.complete("await_answer", answer="accepted", answered_by="Paolo Rossi")
    return str(road.orders[0].number)


@pytest.fixture
def verify(settings: Settings, order: str, tmp_path: Path) -> Callable[[], None]:
    """What the clock has done before: a checkpoint; then what a worker does when it is asked for a verification."""
    key, folder = settings.signing_key_file, tmp_path / "checkpoints"
    seal_trail(signing_key(key), folder, at=now())

    def work() -> None:
        asked = session().scalars(select(TrailVerification.id).where(TrailVerification.finished_at.is_(None))).one()
        session().rollback()
        run_verification(Key(asked), means_here(key, folder), moment=now)

    return work


@pytest.fixture
def address(app: Flask, order: str, serving: Serving) -> Iterator[str]:
    with serving(app) as where:
        yield where


@pytest.fixture
def giulia(page: Page, address: str, make_user: MakeUser, browser_of: BrowserOf) -> Page:
    """The auditor's page."""
    cookie = browser_of(make_user("giulia", display_name="Giulia Conti", roles=[Role.AUDITOR])).get_cookie("pratica")
    assert cookie is not None
    page.context.add_cookies([{"name": "pratica", "value": cookie.value, "url": address}])
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


@pytest.fixture
def looked_at(
    giulia: Page, complaints: list[str], barriers: Callable[[], list[str]]
) -> Iterator[Callable[[str], None]]:
    """Both widths in both themes: nothing wider than the screen, nothing that axe finds; pictures are kept."""

    def look(name: str) -> None:
        for screen, size in SCREENS.items():
            for colours in ("light", "dark"):
                giulia.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
                giulia.emulate_media(color_scheme=colours)  # type: ignore[arg-type]  # one of the two
                giulia.screenshot(path=PICTURES / f"{name}-{screen}-{colours}.png", full_page=True)
                assert barriers() == [], (name, screen, colours)
                assert not giulia.evaluate(SCROLLS_SIDEWAYS), (name, screen)

    yield look
    assert complaints == []


def test_order_is_followed_proved_and_found_out_when_altered(
    giulia: Page, address: str, order: str, verify: Callable[[], None], looked_at: Callable[[str], None]
) -> None:
    giulia.goto(f"{address}/trail")
    giulia.get_by_placeholder("Number or key").fill(order)
    giulia.keyboard.press("Enter")
    expect(giulia.locator("#trail tbody tr")).to_have_count(1)
    giulia.get_by_role("link", name="Row ").click()
    expect(giulia.get_by_text("This row fits its hash.")).to_be_visible()
    giulia.get_by_role("link", name="All of this case").click()

    told = giulia.locator("#trail tbody")
    for sentence in ("registered the lead of Rossi", "drafted quote", "approved a discount of 14 % on quote"):
        expect(told).to_contain_text(sentence)
    expect(told).to_contain_text("— reason: Repeat customer")
    expect(told.get_by_role("link", name="document Q-")).to_be_visible()
    expect(told.get_by_role("link", name=f"order {order}")).to_be_visible()

    giulia.get_by_role("button", name="Verify now").click()
    expect(giulia.get_by_role("progressbar", name="Verification")).to_be_visible()
    verify()
    expect(giulia.get_by_text("Nothing was altered.")).to_be_visible()
    expect(giulia.locator("#proof")).to_contain_text("all stand in the second place too")

    session().execute(text(ALTER))
    session().commit()
    giulia.get_by_role("button", name="Verify now").click()
    verify()
    expect(giulia.get_by_role("alert")).to_contain_text("was altered: its hash does not fit what it says.")
    looked_at("trail")
    giulia.get_by_role("link", name="Open the row").click()
    expect(giulia.get_by_role("alert")).to_contain_text("This row was altered")
    looked_at("row")
