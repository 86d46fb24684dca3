"""`POST /api/leads`: web sites and programs."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.db import transaction
from app.engine.models import ProcessInstance
from app.parties.models import Company
from app.parties.web_form import MOST_USES
from app.sales.models import Lead
from tests.fixtures.people import PASSWORD
from tests.sales.factories import deploy_process

FORM_KEY = "pk-0123456789"
LEAD = {"company_name": "Danubia Logistic S.R.L.", "country": "RO", "email": "ion@danubia.example", "interest": "Pumps"}


@pytest.fixture
def site(company: None, at, client: FlaskClient, session: Session) -> FlaskClient:
    """A visitor of our web site; the public form is open."""
    deploy_process(at)
    with transaction():
        session.get_one(Company, 1).web_form_key = FORM_KEY
    return client


def send(site: FlaskClient, *, headers: dict[str, str] | None = None, **changes: Any):
    return site.post("/api/leads", json={**LEAD, "form_key": FORM_KEY, **changes}, headers=headers)


def cases(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(ProcessInstance)).one()


def test_lead_of_the_public_form_starts_a_case(site: FlaskClient, session: Session) -> None:
    answer = send(site)

    assert (answer.status_code, answer.json) == (201, {"received": True})
    lead = session.scalars(select(Lead)).one()
    assert (lead.source, lead.interest, lead.created_by) == ("web", "Pumps", "web_form")


def test_html_form_gets_a_page(site: FlaskClient, session: Session) -> None:
    answer = site.post("/api/leads", data={**LEAD, "form_key": FORM_KEY})

    assert (answer.status_code, cases(session)) == (201, 1)
    assert "Thank you" in answer.text


@pytest.mark.parametrize("key", ["", "wrong"])
def test_lead_without_key_or_token_is_refused(site: FlaskClient, session: Session, key: str) -> None:
    assert (send(site, form_key=key).status_code, cases(session)) == (401, 0)


def test_public_form_is_closed_while_there_is_no_key(site: FlaskClient, session: Session) -> None:
    with transaction():
        session.get_one(Company, 1).web_form_key = None

    assert send(site, form_key="").status_code == 401


def test_program_with_a_token_gets_the_key_of_the_case(site: FlaskClient, session: Session, make_user) -> None:
    user = make_user("anna", groups=["sales"])

    answer = site.post("/api/leads", json=LEAD, auth=(user.user_name, PASSWORD))

    assert answer.status_code == 201, answer.text
    assert answer.json["processInstanceKey"] == str(session.scalars(select(ProcessInstance.key)).one())


def test_same_idempotency_key_starts_one_case(site: FlaskClient, session: Session) -> None:
    answers = [send(site, headers={"Idempotency-Key": "abc"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert cases(session) == 1


def test_filled_honeypot_gets_thanks_and_no_case(site: FlaskClient, session: Session) -> None:
    answer = send(site, homepage="https://spam.example")

    assert (answer.status_code, answer.json, cases(session)) == (201, {"received": True}, 0)


def test_too_many_leads_of_one_address_have_to_wait(site: FlaskClient) -> None:
    statuses = [send(site).status_code for _ in range(MOST_USES + 1)]

    assert statuses == [201] * MOST_USES + [429]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"vat_number": "12345"}, "vat_number"),
        ({"email": "nobody"}, "email"),
        ({"email": None, "phone": None}, "email"),
        ({"phone": "1"}, "phone"),
        ({"company_name": "  "}, "company_name"),
        ({"country": "XX"}, "country"),
        ({"boss": True}, "boss"),
    ],
)
def test_bad_value_is_named_beside_its_field(site: FlaskClient, session: Session, changes: dict, field: str) -> None:
    answer = send(site, **changes)

    assert (answer.status_code, list(answer.json["fields"]), cases(session)) == (422, [field], 0)


def test_body_that_is_no_object_is_refused(site: FlaskClient) -> None:
    assert site.post("/api/leads", json=["x"]).status_code == 422
