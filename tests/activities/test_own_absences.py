"""The page of one's own absences: noted, refused beside the field, removed; planning reads the same."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.operations.personnel import EmployeeDetails, add_employee
from app.activities.queries.availability import availability
from app.activities.queries.people import employee_of_user
from app.core.db import transaction
from app.identity.models import Absence
from app.trail.models import TrailEntry
from tests.activities.factories import ANNA
from tests.fixtures.moments import NOW
from tests.fixtures.people import BrowserOf, MakeUser

AWAY = {"starts_on": "2026-11-30", "ends_on": "2026-12-04", "substitute": "marta", "note": "Sea"}
MONDAY = NOW + timedelta(days=7)


@pytest.fixture
def luca(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """Luca's browser; Marta may stand in for him, Petr may not."""
    make_user("marta", display_name="Marta Testa")
    make_user("petr", display_name="Petr Novák", roles=["analyst"])
    return browser_of(make_user("luca", display_name="Luca Ferri"))


def test_noted_absence_keeps_planning_away_whether_or_not_there_is_an_employee(
    luca: FlaskClient, session: Session
) -> None:
    assert luca.post("/account/absences", data=AWAY).status_code == 303
    before = availability(MONDAY, MONDAY + timedelta(hours=1), user_names=["luca"])[0]
    with transaction():
        add_employee(EmployeeDetails(name="Luca Ferri", user_name="luca"), by=ANNA, at=NOW)
    after = availability(MONDAY, MONDAY + timedelta(hours=1), user_names=["luca"])[0]

    assert before.reasons == after.reasons == ("Luca Ferri is away from 30 November to 04 December 2026.",)
    employee = employee_of_user("luca")
    assert employee is not None
    assert [absence.substitute for absence in employee.absences] == ["marta"]


def test_why_somebody_is_away_is_not_in_the_trail(luca: FlaskClient, session: Session) -> None:
    luca.post("/account/absences", data=AWAY | {"kind": "illness"})

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "absence.added")).one()
    assert entry.after == {
        "employee": "Luca Ferri",
        "starts_on": "2026-11-30",
        "ends_on": "2026-12-04",
        "substitute": "marta",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_on", "2026-11-29"),
        ("ends_on", "2028-11-29"),
        ("starts_on", "soon"),
        ("substitute", "luca"),
        ("substitute", "petr"),
        ("substitute", "nobody"),
    ],
)
def test_absence_that_cannot_be_is_refused_beside_the_field(
    luca: FlaskClient, session: Session, field: str, value: str
) -> None:
    answer = luca.post("/account/absences", data=AWAY | {field: value}, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert list(answer.get_json()["fields"]) == [field]
    assert session.scalar(select(Absence)) is None


def test_absence_of_another_person_is_not_removed(luca: FlaskClient, session: Session) -> None:
    session.add(
        Absence(
            user_name="marta",
            starts_on=date(2026, 12, 1),
            ends_on=date(2026, 12, 2),
            kind="holiday",
            created_at=NOW,
            created_by="marta",
        )
    )
    session.commit()
    absence = session.scalars(select(Absence)).one()

    assert luca.post(f"/account/absences/{absence.id}/removal").status_code == 404


def test_page_shows_for_whom_one_stands_in(luca: FlaskClient, browser_of: BrowserOf, make_user: MakeUser) -> None:
    luca.post("/account/absences", data=AWAY)
    paolo = make_user("paolo", display_name="Paolo Greco")
    browser_of(paolo).post("/account/absences", data=AWAY | {"substitute": "luca"})

    assert "Paolo Greco, <time" in luca.get("/account/absences").text
