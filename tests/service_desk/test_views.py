"""Pages of service: what they show, what they change, what they cost."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core.db import session, transaction
from app.identity.models import User
from app.parties.models import Party
from app.service_desk.models import ReportedObject, ReportStatus, ServiceRequest, WorkReport
from tests.fixtures.people import BrowserOf
from tests.service_desk.factories import HOSE, PRESS_THERE, SERVICE, ServiceRoad, make_contract, make_report
from tests.statements import counted

MOST_STATEMENTS = 15


@pytest.fixture
def marta(customer: Party, browser_of: BrowserOf) -> FlaskClient:
    """Marta at her desk."""
    return browser_of(session().scalars(select(User).where(User.user_name == "marta")).one())


@pytest.fixture
def road(customer: Party, at: datetime) -> ServiceRoad:
    """A request that Marta works on."""
    return ServiceRoad(at, party_id=str(customer.id), installed_product_id=str(PRESS_THERE)).to_work()


@pytest.fixture
def report(marta: FlaskClient, road: ServiceRoad) -> WorkReport:
    """The report that Marta has begun."""
    marta.post(f"/service/{road.request.id}/reports")
    return session().scalars(select(WorkReport)).one()


def new_report(marta: FlaskClient, path: str, **values: object):
    return marta.post(path, data={"key": str(uuid4()), **values})


def test_customer_is_found_by_phone_number(marta: FlaskClient, customer: Party) -> None:
    customer.phone, customer.search_text = "+390212345678", f"{customer.search_text} 390212345678 0212345678"
    session().commit()

    answer = marta.get("/service/new/parties?q=02 1234 5678", headers={"HX-Request": "true"})

    assert "Rossi Impianti" in answer.text


def test_cover_is_said_while_the_customer_is_on_the_phone(marta: FlaskClient, customer: Party, at: datetime) -> None:
    with transaction():
        make_contract(customer, at)

    answer = marta.get(f"/service/new/cover/{customer.id}?service_id={SERVICE}&request_text=x")

    assert "covers Repair of presses" in answer.text


def test_request_sent_twice_begins_one_case(marta: FlaskClient, customer: Party) -> None:
    form = {"key": str(uuid4()), "request_text": "It leaks", "service_id": str(SERVICE)}

    answers = [marta.post(f"/service/parties/{customer.id}", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert session().scalar(select(func.count()).select_from(ServiceRequest)) == 1


@pytest.mark.parametrize(
    ("times", "field", "sentence"),
    [
        (("2026-11-23T10:30", "2026-11-23T10:00"), "ends_at", "after the start"),
        (("2026-11-23T08:30", "2026-11-23T09:30"), "starts_at", "overlaps"),
        (("2026-11-23T12:00", "2026-11-23T13:00"), "starts_at", "still to come"),
    ],
)
def test_impossible_times_are_said_beside_the_field(
    marta: FlaskClient, report: WorkReport, times: tuple[str, str], field: str, sentence: str
) -> None:
    path = f"/service/reports/{report.id}/activities"
    there = {"object_id": str(report_object()), "type_code": "repair"}
    new_report(marta, path, starts_at="2026-11-23T08:00", ends_at="2026-11-23T09:00", **there)

    answer = marta.post(
        path,
        data={"key": str(uuid4()), "starts_at": times[0], "ends_at": times[1], **there},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert field in answer.text


def report_object() -> UUID:
    return session().scalars(select(ReportedObject.id)).one()


def test_report_is_filled_finished_and_taken_back(marta: FlaskClient, report: WorkReport) -> None:
    base = f"/service/reports/{report.id}"
    new_report(marta, f"{base}/objects", object_name="Compressor")
    new_report(marta, f"{base}/parts", product_id=str(HOSE), quantity="2")
    new_report(marta, f"{base}/trips", km="84")
    new_report(marta, f"{base}/items", item_name="Toll", item_quantity="1", unit_price="7.40")
    marta.post(f"{base}/details", data={"worked_on": "2026-11-23", "notes": "All well", "signed_by": "Mr Rossi"})

    finished = marta.post(f"{base}/completion")

    kept = session().scalars(select(WorkReport).execution_options(populate_existing=True)).one()
    assert (finished.status_code, kept.status, kept.signed_by) == (303, ReportStatus.FINAL, "Mr Rossi")
    assert kept.number == "WR-2026-00001"
    assert new_report(marta, f"{base}/trips", km="10").status_code == 409
    marta.delete(f"{base}/completion")
    assert session().scalars(select(WorkReport.status)).one() is ReportStatus.DRAFT


def test_line_sent_twice_is_added_once(marta: FlaskClient, report: WorkReport) -> None:
    form = {"key": str(uuid4()), "km": "84"}

    for _ in range(2):
        marta.post(f"/service/reports/{report.id}/trips", data=form)

    page = marta.get(f"/service/reports/{report.id}").text
    assert page.count("Remove 84 km") == 2  # title and label of one button


def test_kilometres_are_proposed_from_the_site(marta: FlaskClient, report: WorkReport) -> None:
    page = marta.get(f"/service/reports/{report.id}").text

    assert 'value="84.0"' in page
    assert "Proposed from Plant" in page


def test_plan_is_changed_from_the_page_and_the_task_follows(marta: FlaskClient, road: ServiceRoad) -> None:
    answer = marta.post(
        f"/service/{road.request.id}/plan",
        data={
            "technician": "luca",
            "visit_from": "2026-11-24T09:00",
            "visit_until": "2026-11-24T11:00",
            "term_at": "2026-11-27T12:00",
            "priority": "high",
        },
    )

    assert answer.status_code == 303
    assert [(task.element_id, task.assignee) for task in road.tasks()] == [("do_work", "luca")]


def test_pages_cost_few_statements(marta: FlaskClient, road: ServiceRoad, at: datetime) -> None:
    road.at = at + timedelta(hours=4)
    with transaction():
        made = make_report(road.request, road.at, spans=((at, at + timedelta(hours=2), "repair"),), parts=3, km=84)
    road.solve()
    paths = (
        "/service",
        "/service?show=all&q=press",
        f"/service/{road.request.id}",
        f"/service/reports/{made.id}",
        "/service/reports",
        f"/service/estimates/{road.estimate.id}",
        f"/service/new?party={road.request.party_id}",
        "/service/availability?starts_at=2026-11-24T09:00&ends_at=2026-11-24T11:00",
    )

    costs = {}
    for path in paths:
        with counted() as seen:
            assert marta.get(path).status_code == 200, path
        costs[path] = len(seen)

    assert max(costs.values()) <= MOST_STATEMENTS, costs
