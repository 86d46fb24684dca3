"""The personnel register, absences, activity types."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.errors import AccountInRegister, ActivityInvalid, CodeTaken, RecordChanged
from app.activities.models import Employee
from app.activities.operations.personnel import (
    EmployeeDetails,
    add_absence,
    add_employee,
    change_employee,
    details_of,
    remove_absence,
)
from app.activities.operations.registers import ActivityTypeDetails, add_activity_type, change_activity_type
from app.core.db import transaction
from app.identity.errors import AbsenceUnusable
from app.identity.models import AbsenceKind, User
from app.identity.operations import AbsenceDetails
from app.trail.models import TrailEntry
from tests.activities.factories import ANNA, make_employee


def away(employee: Employee, first: date, last: date, at: datetime) -> Any:
    return add_absence(employee, AbsenceDetails(first, last, AbsenceKind.ILLNESS, note="flu"), by=ANNA, at=at)


def test_employee_needs_no_account(session: Session, at: datetime) -> None:
    with transaction():
        add_employee(EmployeeDetails("Giorgio Sala", phone="035 123 4567"), by=ANNA, at=at)

    employee = session.scalars(select(Employee)).one()
    assert (employee.user_name, employee.phone) == (None, "+390351234567")


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (EmployeeDetails(" "), "name"),
        (EmployeeDetails("Giorgio", weekdays=()), "weekdays"),
        (EmployeeDetails("Giorgio", email="giorgio"), "email"),
        (EmployeeDetails("Giorgio", phone="12"), "phone"),
        (EmployeeDetails("Giorgio", user_name="nobody"), "user_name"),
    ],
)
def test_wrong_details_are_refused_beside_their_field(
    session: Session, at: datetime, details: EmployeeDetails, field: str
) -> None:
    with pytest.raises(ActivityInvalid) as refused:
        add_employee(details, by=ANNA, at=at)

    assert list(refused.value.fields) == [field]


def test_account_belongs_to_one_employee(people: dict[str, User], at: datetime) -> None:
    make_employee("luca")

    with pytest.raises(AccountInRegister, match="already belongs to Luca Ferri"):
        add_employee(EmployeeDetails("Another", user_name="luca"), by=ANNA, at=at)


def test_stale_form_is_refused(people: dict[str, User], at: datetime) -> None:
    employee = make_employee("luca")
    change_employee(employee, EmployeeDetails("Luca F.", user_name="luca"), revision=0, by=ANNA, at=at)

    with pytest.raises(RecordChanged):
        change_employee(employee, details_of(employee), revision=0, by=ANNA, at=at)


def test_cost_and_reason_of_absence_stay_out_of_the_trail(session: Session, at: datetime) -> None:
    with transaction():
        employee = add_employee(EmployeeDetails("Giorgio", hourly_cost=Decimal("22.75")), by=ANNA, at=at)
        session.flush()
        away(employee, date(2026, 12, 1), date(2026, 12, 2), at)

    told = " ".join(str(row) for row in session.scalars(select(TrailEntry.after)))
    assert "Giorgio" in told
    assert not any(secret in told for secret in ("22.75", "illness", "flu"))


@pytest.mark.parametrize(("first", "last"), [(1, 1), (5, 9), (3, 3), (1, 20)])
def test_absences_of_one_person_never_overlap(session: Session, at: datetime, first: int, last: int) -> None:
    employee = make_employee(None)
    away(employee, date(2026, 12, 1), date(2026, 12, 5), at)
    session.flush()

    with pytest.raises(AbsenceUnusable, match="01 December 2026 to 05 December 2026"):
        away(employee, date(2026, 12, first), date(2026, 12, last), at)


def test_absence_ends_after_it_begins(session: Session, at: datetime) -> None:
    with pytest.raises(AbsenceUnusable) as refused:
        away(make_employee(None), date(2026, 12, 5), date(2026, 12, 1), at)

    assert list(refused.value.fields) == ["ends_on"]


def test_removed_absence_leaves_room(session: Session, at: datetime) -> None:
    employee = make_employee(None)
    absence = away(employee, date(2026, 12, 1), date(2026, 12, 5), at)
    session.flush()

    remove_absence(absence, employee, by=ANNA, at=at)
    session.flush()

    assert away(employee, date(2026, 12, 1), date(2026, 12, 5), at) is not absence


def test_activity_type_keeps_its_code(session: Session, at: datetime) -> None:
    added = add_activity_type(" repair ", ActivityTypeDetails("Repair", is_billable=True), by=ANNA, at=at)
    session.flush()

    change_activity_type(added, ActivityTypeDetails("Repairs", is_used=False), by=ANNA, at=at)

    assert (added.code, added.name, added.is_used) == ("REPAIR", "Repairs", False)
    with pytest.raises(CodeTaken):
        add_activity_type("Repair", ActivityTypeDetails("Again"), by=ANNA, at=at)
    with pytest.raises(ActivityInvalid):
        add_activity_type("a b", ActivityTypeDetails("Again"), by=ANNA, at=at)
