"""The pages of cases, through the browser's door."""

from datetime import timedelta

import pytest

from app.engine.models import IncidentKind
from app.identity.roles import Role
from tests.engine.factories import (
    make_definition,
    make_element,
    make_incident,
    make_instance,
    make_job,
    make_subscription,
    make_task,
    make_timer,
)
from tests.statements import counted

HTML = "<script>alert(1)</script>"
MOST_STATEMENTS = 11


@pytest.fixture
def luca(make_user, browser_of):
    return browser_of(make_user("luca", display_name="Luca Ferri", groups=["sales"]))


@pytest.fixture
def anna(make_user, browser_of):
    return browser_of(make_user("anna", roles=[Role.MANAGER], groups=["sales"]))


def test_list_shows_cases_with_what_matters(luca, at):
    case = make_instance(make_definition(version=7), title="Pumps", subject_name="Rossi Impianti", business_key="Q-7")
    make_element(case, element_name="Prepare quote")
    make_task(case, due_at=at - timedelta(hours=2))
    make_incident(case)

    page = luca.get("/cases").text

    for words in ("Pumps", "Rossi Impianti", "Q-7", "v7", "Prepare quote", "1 incident", "2\xa0h overdue"):
        assert words in page


def test_empty_list_says_how_to_begin(luca):
    assert "Start a case" in luca.get("/cases").text


def test_empty_answer_of_a_filter_offers_everything(luca):
    assert "No case fits these filters" in luca.get("/cases?q=nobody").text


@pytest.mark.parametrize(
    "query",
    [
        "state=odd",
        "sort=password_hash",
        "version=x",
        "limit=100000000",
        "limit=-1",
        "after=x",
        "party=x",
        "q=" + "x" * 101,
    ],
)
def test_address_with_something_unknown_is_refused(luca, query):
    assert luca.get(f"/cases?{query}").status_code == 422


@pytest.mark.parametrize("rows", [1, 30])
def test_list_stays_in_its_budget_of_statements(luca, rows):
    for _ in range(rows):
        case = make_instance()
        make_element(case)
        make_task(case)

    with counted() as statements:
        answer = luca.get("/cases?state=all")

    assert answer.status_code == 200
    assert len(statements) <= MOST_STATEMENTS, statements


@pytest.mark.parametrize(
    "tab", ["incidents", "tasks", "timers", "jobs", "variables", "decisions", "documents", "messages", "history"]
)
def test_every_tab_shows_its_rows_or_says_what_will_be_there(luca, tab):
    empty = make_instance()
    full = make_instance()
    make_incident(full, message="The mail server refused the address.", kind=IncidentKind.JOB_NO_RETRIES)
    make_task(full)
    make_timer(full)
    make_job(full)
    make_subscription(full)

    for case in (empty, full):
        answer = luca.get(f"/cases/{case.key}?tab={tab}")
        assert answer.status_code == 200
        part = luca.get(f"/cases/{case.key}?tab={tab}", headers={"HX-Request": "true"})
        assert "<html" not in part.text
        assert 'aria-current="page"' in part.text


def test_case_with_an_incident_opens_on_it(luca):
    case = make_instance()
    make_incident(case, message="The mail server refused the address.")

    page = luca.get(f"/cases/{case.key}").text

    assert "The mail server refused the address." in page
    assert "Send quote" in page


@pytest.mark.parametrize("address", ["/cases/{}", "/cases/{}/marks", "/cases/{}/diagram", "/cases/{}/history"])
def test_case_of_others_looks_like_none(luca, address):
    foreign = make_instance(make_definition(groups=["service"]), started_by="marta")

    assert luca.get(address.format(foreign.key)).status_code == 404
    assert luca.get(address.format(12)).status_code == 404
    assert luca.get(address.format(10**30)).status_code == 404


def test_names_are_text_wherever_they_stand(luca):
    case = make_instance(make_definition(name=HTML), title=HTML, subject_name=HTML, business_key=HTML)
    make_element(case, element_name=HTML)
    make_task(case, name=HTML)
    make_incident(case, message=HTML)

    for address in ("/cases", f"/cases/{case.key}", f"/cases/{case.key}?tab=tasks", "/cases/new"):
        assert HTML not in luca.get(address).text


def test_marks_say_where_the_case_was_and_stands(luca, at):
    case = make_instance()
    make_element(case, element_id="lead_captured", element_type="startEvent", state="COMPLETED", ended_at=at)
    make_element(case, element_type="userTask", incoming_flows=["f1"], started_at=at - timedelta(hours=4))
    make_incident(case, element_id="qualify_lead")

    marks = luca.get(f"/cases/{case.key}/marks").json

    assert marks["completed"] == ["lead_captured"]
    assert marks["active"] == ["qualify_lead"]
    assert marks["incidents"] == ["qualify_lead"]
    assert marks["path"] == ["f1"]
    assert marks["times"] == {"qualify_lead": "4\xa0h"}


def test_diagram_is_served_as_data(luca):
    answer = luca.get(f"/definitions/{make_definition().key}/diagram")

    assert answer.mimetype == "application/xml"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert luca.get("/definitions/12/diagram").status_code == 404


def test_staff_may_not_mend_or_end_cases(luca):
    case = make_instance()
    incident = make_incident(case)

    assert luca.post(f"/cases/{case.key}/cancellation", data={"reason": "x"}).status_code == 403
    assert luca.post(f"/cases/{case.key}/incidents/{incident.key}/retry").status_code == 403


def test_incident_of_another_case_is_not_found(anna):
    incident = make_incident(make_instance())
    address = f"/cases/{make_instance().key}/incidents/{incident.key}/retry"

    assert anna.post(address, data={"reason": "mended"}).status_code == 404


def test_cancelling_needs_a_reason(anna):
    case = make_instance()

    for reason in ("", "  "):
        assert anna.post(f"/cases/{case.key}/cancellation", data={"reason": reason}).status_code == 422
