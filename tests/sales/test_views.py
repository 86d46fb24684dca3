"""Pages of sales: lists, the quote with its lines and answer, the order."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.identity.roles import Role
from app.sales.models import QuoteStatus
from tests.sales.factories import Road, deploy_process
from tests.statements import counted


@pytest.fixture
def luca(make_user, browser_of) -> FlaskClient:
    return browser_of(make_user("luca", groups=["sales"]))


def page(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_lists_show_what_the_road_has_made(road: Road, luca: FlaskClient) -> None:
    road.to_answer()
    road.complete("await_answer", answer="accepted")

    assert "A press" in page(luca, "/opportunities?stage=3")
    assert "Q-2026-00001" in page(luca, "/quotes?status=accepted")
    assert "O-2026-00001" in page(luca, "/orders")


@pytest.mark.parametrize("address", ["/opportunities", "/quotes", "/orders", "/products", "/parties"])
def test_empty_list_says_what_will_stand_there(luca: FlaskClient, address: str) -> None:
    assert "empty-state" in page(luca, address)


def test_quote_page_shows_lines_and_sums(road: Road, luca: FlaskClient) -> None:
    road.to_answer(discount=10)

    shown = page(luca, f"/quotes/{road.quotes[0].id}")

    assert "Hydraulic press" in shown
    assert "1,098.00" in shown


def test_quote_page_takes_few_statements(road: Road, luca: FlaskClient) -> None:
    road.to_answer()
    address = f"/quotes/{road.quotes[0].id}"
    page(luca, address)

    with counted() as statements:
        page(luca, address)

    assert len(statements) <= 16, statements


def test_answer_on_the_quote_page_moves_the_case_on(road: Road, luca: FlaskClient) -> None:
    road.to_answer()

    answer = luca.post(f"/quotes/{road.quotes[0].id}/answer", data={"answer": "accepted", "answered_by": "P. Rossi"})

    assert answer.status_code == 303, answer.text
    assert road.open_tasks() == ["check_order"]
    assert (road.quotes[0].answered_by, len(road.orders)) == ("P. Rossi", 1)


def test_second_answer_has_no_effect_and_says_so(road: Road, luca: FlaskClient) -> None:
    road.to_answer()
    address = f"/quotes/{road.quotes[0].id}/answer"
    luca.post(address, data={"answer": "accepted"})

    again = luca.post(address, data={"answer": "accepted"})

    assert again.status_code == 409
    assert "already accepted on 23 November 2026" in again.text
    assert len(road.orders) == 1


def test_answer_that_comes_while_the_quote_is_being_sent_waits_for_the_task(road: Road, luca: FlaskClient) -> None:
    road.to_opportunity().to_quote()

    address = f"/quotes/{road.quotes[0].id}/answer"
    luca.post(address, data={"answer": "accepted"})
    again = luca.post(address, data={"answer": "accepted"})
    road.send()

    assert (road.open_tasks(), len(road.orders)) == (["check_order"], 1)
    assert (again.status_code, "is on its way" in again.text) == (409, True)


def test_lapsed_quote_cannot_be_accepted_and_says_so(company: None, luca: FlaskClient, at: datetime) -> None:
    deploy_process(at)
    road = Road(at - timedelta(days=31)).to_answer()

    refused = luca.post(f"/quotes/{road.quotes[0].id}/answer", data={"answer": "accepted"})

    assert refused.status_code == 409
    assert "was valid until 22 November 2026" in refused.text
    assert road.quotes[0].status is QuoteStatus.ISSUED


def test_draft_cannot_be_answered(road: Road, luca: FlaskClient) -> None:
    road.to_opportunity().to_quote(discount=50)

    refused = luca.post(f"/quotes/{road.quotes[0].id}/answer", data={"answer": "accepted"})

    assert (refused.status_code, road.open_tasks()) == (409, ["approve_quote"])


def test_rejection_without_a_reason_is_refused_beside_the_field(road: Road, luca: FlaskClient) -> None:
    road.to_answer()

    refused = luca.post(
        f"/quotes/{road.quotes[0].id}/answer", data={"answer": "rejected"}, headers={"HX-Request": "true"}
    )

    assert refused.status_code == 422
    assert "loss_reason" in refused.text


def test_auditor_reads_and_is_offered_nothing_to_change(road: Road, make_user, browser_of) -> None:
    road.to_answer()
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))

    shown = page(giulia, f"/quotes/{road.quotes[0].id}") + page(giulia, f"/parties/{road.variables['party_id']}")

    assert "Record answer" not in shown
    assert "New lead" not in shown
    assert "Add a person" not in shown


def test_opportunity_page_shows_its_stages(road: Road, luca: FlaskClient) -> None:
    road.to_answer()

    shown = page(luca, f"/opportunities/{road.opportunity.id}")

    assert "1 Presentation" in shown
    assert "2 Offer" in shown


def test_order_page_links_to_its_quote(road: Road, luca: FlaskClient) -> None:
    road.to_answer()
    road.complete("await_answer", answer="accepted")

    assert "Q-2026-00001" in page(luca, f"/orders/{road.orders[0].id}")


def test_card_of_the_party_shows_its_business(road: Road, luca: FlaskClient) -> None:
    road.to_answer()

    shown = page(luca, f"/parties/{road.variables['party_id']}")

    assert "Q-2026-00001" in shown
    assert "OP-2026-00001" in shown


def test_lead_from_the_card_starts_once(road: Road, luca: FlaskClient) -> None:
    party_id = road.variables["party_id"]
    sent = {"interest": "Another press", "key": "7d9b4f3e-7f61-4a8a-9d0e-0d8d0ad0b0aa"}

    first = luca.post(f"/parties/{party_id}/leads", data=sent)
    second = luca.post(f"/parties/{party_id}/leads", data=sent)

    assert first.status_code == 303, first.text
    assert first.location == second.location
