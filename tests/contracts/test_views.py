"""Pages of contracts and installed products: who may, what is shown, what a wrong field says."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.contracts.drafts import LineDraft
from app.contracts.models import Contract, ContractStatus, InstalledProduct
from app.core.db import session, transaction
from app.identity.roles import Role
from tests.contracts.factories import CHECK, REPAIR, make_contract, make_draft, make_installed
from tests.sales.factories import PRESS
from tests.statements import counted

MOST_STATEMENTS = 15


@pytest.fixture
def browser(party, make_user, browser_of):
    return browser_of(make_user())


@pytest.fixture
def form(party):
    return {
        "party": str(party.id),
        "title": "Presses of Milan",
        "type": "maintenance",
        "starts_on": "2026-12-01",
        "ends_on": "2027-11-30",
        "currency": "EUR",
        "language": "it",
        "payment_terms_days": "30",
        "lines.0.item": f"service:{REPAIR}",
        "lines.0.quantity": "1",
        "lines.0.covered_hours": "20",
        "lines.0.unit_price": "",
    }


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_draft_is_kept_as_entered(browser, form) -> None:
    answer = browser.post("/contracts", data=form)

    contract = session().scalars(select(Contract)).one()
    assert (answer.status_code, contract.title, contract.status) == (303, "Presses of Milan", ContractStatus.DRAFT)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"ends_on": "2026-11-30"}, "ends_on", "The contract would end before it starts."),
        ({"ends_on": "30.11.2027"}, "ends_on", "Enter a date."),
        ({"starts_on": ""}, "starts_on", "Enter the first day."),
        ({"type": ""}, "type", "Choose a type."),
        ({"lines.0.item": ""}, "lines.0.item", "Choose a service or a product."),
        ({"lines.0.quantity": "many"}, "lines.0.quantity", "Enter a number such as 12.50."),
        ({"lines.0.quantity": "0"}, "lines.0.quantity", "Enter a quantity above 0."),
        ({"lines.0.covered_hours": ""}, "lines.0.unit_price", "Enter what is paid for this line."),
        ({"payment_terms_days": "400"}, "payment_terms_days", "Enter 0 to 365 days."),
    ],
)
def test_wrong_field_is_told_beside_it_and_nothing_is_kept(browser, form, changes, field, sentence) -> None:
    answer = browser.post("/contracts", data=form | changes, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json["fields"].get(field)) == (422, [sentence])
    assert session().scalar(select(func.count()).select_from(Contract)) == 0


def test_line_is_added_and_removed_without_keeping_anything(browser, form) -> None:
    more = text_of(browser.post("/contracts/lines", data=form | {"add": "1"}, headers={"HX-Request": "true"}))
    fewer = text_of(browser.post("/contracts/lines", data=form | {"remove": "0"}))

    assert 'name="lines.1.item"' in more
    assert "No lines yet" in fewer
    assert "Presses of Milan" in fewer


def test_contract_page_shows_its_lines_and_history(browser, party, at) -> None:
    with transaction():
        contract = make_contract(party, at=at)

    with counted() as sent:
        page = text_of(browser.get(f"/contracts/{contract.id}"))

    assert len(sent) <= MOST_STATEMENTS
    assert "K-2026-00001" in page
    assert "0 of 20" in page
    assert "Anna Bianchi recorded the signature" in page


def test_lists_cost_few_statements_however_long(browser, party, at) -> None:
    for number in range(12):
        make_contract(party, at=at + timedelta(seconds=number))
        make_installed(party, f"SN-{number}", at=at)

    for address in ("/contracts", "/contracts?show=due&q=K", "/installed-products?q=SN"):
        with counted() as sent:
            assert browser.get(address).status_code == 200
        assert len(sent) <= MOST_STATEMENTS, address


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ("status=draft", {"Draft contract"}),
        ("show=ending&days=365", {"K-2026-00001"}),
        ("show=ending&days=30", set()),
        ("show=due", {"K-2026-00001", "K-2026-00002"}),
        ("type=warranty", set()),
        ("q=K-2026-00002", {"K-2026-00002"}),
    ],
)
def test_list_is_filtered_by_its_address(browser, party, at, arguments, shown) -> None:
    make_contract(party, at=at)
    make_contract(party, ends_on=None, at=at)
    make_draft(party, LineDraft(service_id=CHECK, covered_hours=Decimal(1)), at=at)
    session().flush()

    page = text_of(browser.get(f"/contracts?{arguments}", headers={"HX-Request": "true"}))

    assert {name for name in ("Draft contract", "K-2026-00001", "K-2026-00002") if f">{name}<" in page} == shown


def test_pages_page_through(browser, party, at) -> None:
    for number in range(3):
        make_contract(party, at=at + timedelta(seconds=number))

    first = text_of(browser.get("/contracts?limit=2", headers={"HX-Request": "true"}))

    assert "after=" in first
    assert "K-2026-00001" not in first


def test_answer_is_recorded_on_the_page(browser, party, at) -> None:
    draft = make_draft(party, at=at)
    form = {"answer": "signed", "signed_on": "2026-11-20", "signed_by": "Mario Rossi", "reason": ""}

    wrong = browser.post(f"/contracts/{draft.id}/signature", data=form | {"signed_by": ""})
    right = browser.post(f"/contracts/{draft.id}/signature", data=form)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert session().get_one(Contract, draft.id, populate_existing=True).status is ContractStatus.ACTIVE


def test_installed_product_is_entered_once_and_noted(browser, party) -> None:
    form = {"party": str(party.id), "product_id": str(PRESS), "name": "", "serial_number": "SN-9", "is_in_use": "1"}

    first, second = (browser.post("/installed-products", data=form) for _ in range(2))
    installed = session().scalars(select(InstalledProduct)).one()
    browser.post(f"/installed-products/{installed.id}/notes", data={"text": "The key is with the porter."})

    assert (first.status_code, second.status_code) == (303, 422)
    assert "The key is with the porter." in text_of(browser.get(f"/installed-products/{installed.id}"))


def test_auditor_reads_and_changes_nothing(party, make_user, browser_of, form, at) -> None:
    contract = make_contract(party, at=at)
    auditor = browser_of(make_user(roles=[Role.AUDITOR]))

    assert auditor.get(f"/contracts/{contract.id}").status_code == 200
    assert auditor.post("/contracts", data=form).status_code == 403
    assert auditor.get("/contracts/new").status_code == 403
