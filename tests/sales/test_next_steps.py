"""What follows a stage, noted on the page of an opportunity."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.models import Employee
from app.core.db import transaction
from app.engine.models import UserTask
from app.engine.operations import deploy
from app.mail.models import MailMessage, MailState
from app.shipped import ROOT, contents
from tests.sales.factories import ANNA, Road
from tests.statements import counted


@pytest.fixture
def luca(make_user, browser_of) -> FlaskClient:
    return browser_of(make_user("luca", groups=["sales"]))


@pytest.fixture
def negotiation(road: Road, at: datetime) -> Road:
    """An opportunity is open, and tasks can be asked."""
    with transaction():
        deploy(contents([ROOT / "bpmn" / "task.bpmn", ROOT / "forms" / "task"]), by=ANNA, at=at)
    return road.to_opportunity()


def note(browser: FlaskClient, road: Road, **form: str) -> int:
    address = f"/opportunities/{road.opportunity.id}/stages"
    return browser.post(address, data={"stage": "3", "follow_up_on": "2026-11-30", **form}).status_code


def test_next_step_becomes_a_task_of_its_delegate_once(negotiation: Road, luca: FlaskClient, session: Session) -> None:
    attempt = str(uuid4())
    for _ in range(2):
        assert note(luca, negotiation, delegate="luca", note="Visit them", key=attempt) == 303

    task = session.scalars(select(UserTask).where(UserTask.element_id == "do_task")).one()
    assert (task.assignee, task.due_at and task.due_at.date().isoformat()) == ("luca", "2026-11-30")
    with counted() as statements:
        shown = luca.get(f"/opportunities/{negotiation.opportunity.id}").text
    assert "3 Negotiation" in shown
    assert f'/cases/{task.instance_key}">Task' in shown
    assert len(statements) <= 15, statements


def test_delegate_without_account_gets_a_mail(
    negotiation: Road, luca: FlaskClient, session: Session, at: datetime
) -> None:
    agent = Employee(id=uuid4(), name="Piero Agente", email="piero@agente.example", created_at=at, created_by="anna")
    session.add(agent)
    session.commit()

    assert note(luca, negotiation, delegate=f"employee:{agent.id}", note="Visit them") == 303

    mail = session.scalars(select(MailMessage)).one()
    assert (mail.to, mail.state) == (['"Piero Agente" <piero@agente.example>'], MailState.SENT)
    assert "Visit them" in mail.text


@pytest.mark.parametrize(
    "form",
    [
        {"follow_up_on": ""},
        {"follow_up_on": "2026-11-20"},
        {"stage": "4"},
        {"delegate": "employee:5d2aa1de-0000-4000-8000-000000000000"},
    ],
)
def test_next_step_that_cannot_be_is_refused(negotiation: Road, luca: FlaskClient, form: dict[str, str]) -> None:
    assert note(luca, negotiation, **form) in {409, 422}
