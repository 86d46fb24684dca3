"""`POST /api/service-requests`: web sites and programs."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.db import transaction
from app.engine.models import ProcessInstance
from app.parties.models import Company, Party
from app.service_desk.models import Channel, ServiceRequest

FORM_KEY = "pk-0123456789"
REQUEST = {"company_name": "Danubia Logistic S.R.L.", "country": "RO", "email": "ion@danubia.example"}
WORDS = {"request_text": "The press loses oil.\nSince Monday."}


@pytest.fixture
def site(customer: Party, client: FlaskClient, session: Session) -> FlaskClient:
    """A visitor of our web site; the public form is open."""
    with transaction():
        session.get_one(Company, 1).web_form_key = FORM_KEY
    return client


def send(site: FlaskClient, *, headers: dict[str, str] | None = None, **changes: Any):
    sent = {**REQUEST, **WORDS, "form_key": FORM_KEY, **changes}
    return site.post("/api/service-requests", json=sent, headers=headers)


def cases(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(ProcessInstance)).one()


def test_request_of_the_public_form_starts_a_case(site: FlaskClient, session: Session) -> None:
    answer = send(site)

    assert (answer.status_code, answer.json) == (201, {"received": True})
    wanted = session.scalars(select(ServiceRequest)).one()
    assert (wanted.channel, wanted.title, wanted.registered_by) == (Channel.WEB, "The press loses oil.", "web_form")


def test_known_customer_is_found_by_the_vat_number(site: FlaskClient, session: Session, customer: Party) -> None:
    send(site, vat_number="IT00743110157", country="IT", serial_number="sn-1")

    wanted = session.scalars(select(ServiceRequest)).one()
    assert (wanted.party_id, wanted.installed_product_id is not None) == (customer.id, True)


def test_html_form_gets_a_page(site: FlaskClient, session: Session) -> None:
    answer = site.post("/api/service-requests", data={**REQUEST, **WORDS, "form_key": FORM_KEY})

    assert (answer.status_code, cases(session), "Thank you" in answer.text) == (201, 1, True)


def test_same_idempotency_key_starts_one_case(site: FlaskClient, session: Session) -> None:
    for _ in range(2):
        send(site, headers={"Idempotency-Key": "4711"})

    assert cases(session) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"form_key": "wrong"}, 401),
        ({"request_text": ""}, 422),
        ({"email": None}, 422),
        ({"unknown": "x"}, 422),
        ({"homepage": "spam"}, 201),
    ],
)
def test_what_cannot_be_used_starts_no_case(
    site: FlaskClient, session: Session, changes: dict[str, Any], status: int
) -> None:
    assert (send(site, **changes).status_code, cases(session)) == (status, 0)
