"""What a person finds with the box of the top bar, and what not."""

from urllib.parse import quote
from uuid import UUID

import pytest

from app.contracts.drafts import ContractDraft, InstalledProductDetails
from app.contracts.models import ContractType
from app.contracts.operations import draw_up_contract, register_installed_product
from app.core.db import transaction
from app.documents.operations import attach
from app.identity.roles import Role
from app.parties.details import ContactDetails, PartyDetails
from app.parties.operations import add_contact, add_party
from app.search.groups import Group, Hit, address_of_number
from app.service_desk.intake import RequestIntake
from app.service_desk.models import Channel
from app.service_desk.operations.requests import register_request
from tests.engine.factories import make_definition, make_instance, make_task
from tests.sales.factories import PRESS, make_company, make_product
from tests.statements import counted

HTMX = {"HX-Request": "true"}
MOST_STATEMENTS = 14
HOSTILE = [
    "' OR 1=1--",
    '"; DROP TABLE lead;--',
    "%",
    "_",
    "\\",
    "%" * 28 + "x",
    "🐘",
    "a\ufdfa",
    "' | x:*",
    "!(&",
]
HOSTILE_ADDRESSES = [
    "sort=(select pg_sleep(5))",
    "sort=password_hash",
    "filter[owner.password_hash][like]=a%25",
    "page=-1",
    "per_page=100000000",
]


@pytest.fixture
def luca(make_user, browser_of):
    return browser_of(make_user("luca", groups=["sales"]))


@pytest.fixture
def marta(make_user, browser_of):
    return browser_of(make_user("marta", groups=["service"]))


@pytest.fixture
def rossi(session, actor, at):
    """The address of a party with a person."""
    details = PartyDetails(
        name="Rossi Impianti S.r.l.",
        country="IT",
        vat_number="00743110157",
        phone="035 123 4567",
        email="info@rossi.it",
    )
    with transaction():
        party = add_party(details, by=actor, at=at)
        add_contact(party, ContactDetails(name="Ioana Popescu", phone="+40 236 123 456"), by=actor, at=at)
    return f"/parties/{party.id}"


def found(browser, text):
    """What is suggested while somebody types."""
    answer = browser.get(f"/search?q={quote(text)}", headers=HTMX)
    assert answer.status_code == 200
    return answer.text


def entered(browser, text):
    """Where Enter leads; None stays at the results."""
    return browser.get(f"/search?q={quote(text)}").location


@pytest.mark.parametrize(
    "text", ["ross", "impianti ROSSI", "IT0074311", "+39 035 123 4567", "0039 035 123", "035 1234", "info@rossi.it"]
)
def test_party_is_found_by_name_and_numbers(luca, rossi, text):
    assert rossi in found(luca, text)


@pytest.mark.parametrize("text", ["popescu", "ioana pop", "+40236123456", "0236 123 456"])
def test_party_is_found_by_its_person(luca, rossi, text):
    answer = found(luca, text)

    assert rossi in answer
    assert "Ioana Popescu" in answer
    assert rossi in luca.get(f"/parties?q={quote(text)}").text


@pytest.mark.parametrize("text", ["pumps", "strojirny", "Moravské", "q-2026-004", "00418 pump"])
def test_case_and_its_task_are_found_by_their_words(luca, text):
    case = make_instance(title="Pumps", subject_name="Moravské strojírny a.s.", business_key="Q-2026-00418")
    task = make_task(case)
    make_task(make_instance(title="other"), name="Answer")

    answer = found(luca, text)

    assert f'href="/cases/{case.key}"' in answer
    assert f'href="/tasks/{task.key}"' in answer
    assert answer.count("/tasks/") == 1


def test_task_is_found_by_its_name_once(luca):
    make_task(make_instance(title="Approve the pumps"), name="Approve discount")

    assert found(luca, "appr").count('href="/tasks/') == 1


def test_case_and_document_of_another_group_are_not_found(luca, marta, actor, at):
    case = make_instance(make_definition(groups=["service"]), title="Secret repair", started_by="petr")
    make_task(case, name="Secret visit", candidate_groups=["service"])
    with transaction():
        attach(
            b"x",
            name="Secret plan.txt",
            case_key=case.key,
            subject_type=None,
            subject_id=None,
            idempotency_key="1",
            by=actor,
            at=at,
        )

    assert [found(luca, text) for text in ("secret", str(case.key))] == [found(luca, "nothing")] * 2
    assert entered(luca, str(case.key)) is None
    assert found(marta, "secret").count('role="option"') == 3


def test_number_that_is_the_only_one_leads_to_its_page(luca, rossi):
    case = make_instance(title="Pumps", business_key="O-2026-00418")
    make_instance(title="O-2026-00418 once more")

    assert entered(luca, "o-2026-00418") == f"/cases/{case.key}"
    assert entered(luca, str(case.key)) == f"/cases/{case.key}"
    assert entered(luca, "00743110157") == rossi
    assert entered(luca, "Rossi") is None


def test_number_of_two_leads_to_neither():
    two = [Hit("A", "/a", "x", numbers=["1234"]), Hit("B", "/b", "x", numbers=["12-34"])]

    assert address_of_number("12 34", [Group("Both", two, 2)]) is None


def test_product_is_found_by_name(luca, session):
    make_product(PRESS, "OA-1", "Hydraulic press", "1000.00", "standard")

    assert "/products?q=OA-1" in found(luca, "hydr")


@pytest.mark.parametrize(("text", "address"), [("parti", "/parties"), ("new lead", "/cases/new/lead_to_order")])
def test_place_and_action_are_found_by_label(luca, text, address):
    assert f'href="{address}"' in found(luca, text)


def test_auditor_finds_no_tasks_and_no_actions(make_user, browser_of):
    auditor = browser_of(make_user("giulia", roles=[Role.AUDITOR]))
    make_task(make_instance(title="New pumps"))

    answer = found(auditor, "new")

    assert "/cases/" in answer
    assert "/tasks/" not in answer
    assert "/new" not in answer


def test_at_most_six_are_shown_and_the_rest_is_a_link_away(luca):
    for _ in range(8):
        make_instance(title="Pumps")

    answer = found(luca, "pumps")

    assert answer.count('href="/cases/') == 6
    assert "All 8 in Cases" in answer
    assert luca.get("/cases?q=pumps&state=all").text.count("data-row") == 8


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(luca, rossi, text):
    make_instance(title="Pumps")

    assert 'role="option"' not in found(luca, text)
    assert luca.get(f"/search?q={quote(text)}").status_code == 200
    for list_address in ("/cases", "/worklist", "/documents", "/parties", "/products", "/quotes"):
        assert luca.get(f"{list_address}?q={quote(text)}").status_code == 200, list_address


@pytest.mark.parametrize("arguments", HOSTILE_ADDRESSES)
def test_unknown_argument_is_refused(luca, arguments):
    assert luca.get(f"/search?q=a&{arguments}").status_code == 422


def test_markup_in_a_title_stays_text(luca):
    make_instance(title="<img src=x onerror=alert(1)> pumps")

    assert "<img" not in found(luca, "pumps")


@pytest.mark.parametrize("rows", [1, 8])
def test_search_takes_few_statements_at_any_size(luca, rossi, rows):
    for _ in range(rows):
        make_task(make_instance(title="Rossi", subject_name="Rossi"))

    with counted() as statements:
        found(luca, "rossi")

    assert len(statements) <= MOST_STATEMENTS


def test_party_whose_name_begins_so_comes_before_others(luca, rossi, actor, at):
    with transaction():
        other = add_party(PartyDetails(name="Alba", country="IT"), by=actor, at=at)
        add_contact(other, ContactDetails(name="Paola Rossi"), by=actor, at=at)

    answer = found(luca, "rossi")

    assert answer.index(rossi) < answer.index(str(other.id))


def test_page_that_is_not_there_offers_the_search(luca):
    assert 'href="/search"' in luca.get("/nowhere").text


def test_contracts_installed_products_and_requests_are_found(luca, rossi, actor, at):
    make_company()
    party_id = UUID(rossi.rpartition("/")[2])
    contract = ContractDraft(party_id, ContractType.MAINTENANCE, at.date(), title="Yearly care")
    kiln = InstalledProductDetails(party_id=party_id, name="Kiln", serial_number="KL-4471")
    asked = RequestIntake("Cold furnace\nIt does not heat.", Channel.PHONE, party_id=party_id)
    with transaction():
        drawn_up = draw_up_contract(contract, by=actor, at=at)
        installed = register_installed_product(kiln, by=actor, at=at)
        request = register_request(asked, case_key=make_instance().key, by=actor, at=at)

    assert str(request.id) in found(luca, "cold furnace")
    assert str(drawn_up.id) in found(luca, "yearly care")
    assert str(installed.id) in found(luca, "KL-4471")
