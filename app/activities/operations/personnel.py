"""Keeps the personnel register: employees and their absences."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from app.activities.errors import AccountInRegister, ActivityInvalid, RecordChanged
from app.activities.models import Employee
from app.activities.operations.appointments import lock_agenda
from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import NoSuchUser
from app.identity.models import Absence, User
from app.identity.operations import AbsenceDetails, Somebody, forget_absence, note_absence
from app.parties import identifiers
from app.trail.operations import record

EVERY_WEEKDAY = (0, 1, 2, 3, 4)
HOME = "IT"  # where a phone number without its country is
NOT_TOLD = frozenset({"hourly_cost"})  # stays in the register


@dataclass(frozen=True)
class EmployeeDetails:
    """All that is entered about an employee; the names are those of the table."""

    name: str
    user_name: str | None = None
    function: str | None = None
    email: str | None = None
    phone: str | None = None
    hours_per_day: Decimal = Decimal(8)
    weekdays: tuple[int, ...] = EVERY_WEEKDAY
    hourly_cost: Decimal | None = None
    currency: str = "EUR"
    left_on: date | None = None


def add_employee(details: EmployeeDetails, *, by: Actor, at: datetime) -> Employee:
    """A new row of the register. Raises ActivityInvalid for wrong fields, AccountInRegister for a taken account."""
    cleaned = _checked(details)
    _refuse_taken_account(cleaned.user_name, but_not=None)
    employee = Employee(id=uuid4(), created_at=at, created_by=by.id, **_columns(cleaned))
    session().add(employee)
    _link_absences(employee)
    record(
        action="employee.added", entity="employee", entity_id=employee.id, by=by, at=at, after=_told(_columns(cleaned))
    )
    return employee


def change_employee(employee: Employee, details: EmployeeDetails, *, revision: int, by: Actor, at: datetime) -> None:
    """Write what was entered about an employee (locked). Refuses a form opened before somebody else's change."""
    if employee.revision != revision:
        raise RecordChanged(employee.name)
    cleaned = _checked(details)
    _refuse_taken_account(cleaned.user_name, but_not=employee)
    columns = _columns(cleaned)
    before = {name: getattr(employee, name) for name in columns}
    changed = {name: value for name, value in columns.items() if before[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(employee, name, value)
    employee.revision += 1
    if "user_name" in changed:
        _link_absences(employee)
    record(
        action="employee.changed",
        entity="employee",
        entity_id=employee.id,
        by=by,
        at=at,
        before=_told({name: before[name] for name in changed}),
        after=_told(changed),
    )


def add_absence(employee: Employee, details: AbsenceDetails, *, by: Actor, at: datetime) -> Absence:
    """Days on which an employee (locked) is away. Raises AbsenceUnusable."""
    return add_absence_of(somebody(employee), details, by=by, at=at)


def add_absence_of(person: Somebody, details: AbsenceDetails, *, by: Actor, at: datetime) -> Absence:
    """Days on which somebody is away, employee or not. Raises AbsenceUnusable."""
    if person.user_name:
        lock_agenda(person.user_name)  # who plans at this moment sees the absence, or it sees the appointment
    return note_absence(person, details, by=by, at=at)


def somebody_with_account(user_name: str) -> Somebody:
    """The owner of an account as absences know people, with their row of the register if there is one."""
    employee = session().scalar(select(Employee).where(Employee.user_name == user_name))
    if employee is not None:
        return somebody(employee)
    name = session().scalar(select(User.display_name).where(User.user_name == user_name))
    if name is None:
        raise NoSuchUser(user_name)
    return Somebody(name, user_name=user_name)


def remove_absence(absence: Absence, employee: Employee, *, by: Actor, at: datetime) -> None:
    """The employee is there on these days after all."""
    forget_absence(absence, somebody(employee), by=by, at=at)


def somebody(employee: Employee) -> Somebody:
    """An employee as absences know people."""
    return Somebody(employee.name, user_name=employee.user_name, employee_id=employee.id)


def details_of(employee: Employee) -> EmployeeDetails:
    """What is entered about an employee now."""
    values = {name: getattr(employee, name) for name in EmployeeDetails.__dataclass_fields__}
    return EmployeeDetails(**{**values, "weekdays": tuple(employee.weekdays)})


def _checked(details: EmployeeDetails) -> EmployeeDetails:
    wrong: dict[str, list[str]] = {}
    cleaned = replace(details, name=details.name.strip(), weekdays=tuple(sorted(set(details.weekdays))))
    if not cleaned.name:
        wrong["name"] = ["Enter a name."]
    if not cleaned.weekdays:
        wrong["weekdays"] = ["Choose at least one day."]
    columns: dict[str, Any] = {}  # Any: values of two fields
    for name, clean in (("phone", _phone), ("email", identifiers.email_address)):
        if text := getattr(details, name):
            try:
                columns[name] = clean(text)
            except ValueError as error:
                wrong[name] = [str(error)]
    if wrong:
        raise ActivityInvalid(wrong)
    return replace(cleaned, **columns)


def _phone(text: str) -> str:
    return identifiers.phone_number(text, country=HOME)


def _refuse_taken_account(user_name: str | None, *, but_not: Employee | None) -> None:
    if user_name is None or (but_not is not None and but_not.user_name == user_name):
        return
    if session().scalar(select(User.id).where(User.user_name == user_name)) is None:
        raise ActivityInvalid({"user_name": [f"There is no account {user_name}."]})
    holder = session().scalar(select(Employee.name).where(Employee.user_name == user_name))
    if holder is not None:
        raise AccountInRegister(holder)


def _link_absences(employee: Employee) -> None:
    """An absence is of the employee and of their account, whichever was there first."""
    session().flush()  # absences refer to its id
    of_employee = update(Absence).where(Absence.employee_id == employee.id)
    session().execute(of_employee.values(user_name=employee.user_name))
    if employee.user_name is not None:
        of_account = update(Absence).where(Absence.user_name == employee.user_name, Absence.employee_id.is_(None))
        session().execute(of_account.values(employee_id=employee.id))


def _columns(details: EmployeeDetails) -> dict[str, object]:
    return {**asdict(details), "weekdays": list(details.weekdays)}


def _told(values: dict[str, object]) -> dict[str, object]:
    """For the trail, which everybody who may read it reads: that a cost changed, not what somebody earns."""
    return {name: "not shown" if name in NOT_TOLD and value is not None else value for name, value in values.items()}
