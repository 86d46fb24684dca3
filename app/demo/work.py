"""The people of the demo company at work: the personnel register, absences, appointments, tasks among colleagues."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import exists, select

from app.activities.models import ActivityType, Employee
from app.activities.operations.appointments import plan_appointment
from app.activities.operations.personnel import EmployeeDetails, add_absence, add_employee
from app.core.actor import SYSTEM, Actor
from app.core.clock import company_zone
from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.models import ProcessInstance, TaskState, UserTask
from app.identity.models import AbsenceKind
from app.identity.operations import AbsenceDetails
from app.identity.queries import users_named
from app.parties.models import Party

ACTIVITY_TYPES = (
    ("REPAIR", "Repair", True),
    ("MAINTENANCE", "Maintenance", True),
    ("INSTALLATION", "Installation", True),
    ("TRAINING", "Training of the customer", True),
    ("TRAVEL", "Travel", True),
    ("REMOTE", "Help by phone or remote access", True),
    ("CALL", "Call", False),
    ("MEETING", "Meeting", False),
    ("LETTER", "Letter or mail", False),
    ("OFFICE", "Work in the office", False),
)
EMPLOYEES = (
    ("anna", "Anna Bianchi", "Head of sales", "8", "48.00"),
    ("luca", "Luca Ferri", "Salesman", "8", "34.00"),
    ("marta", "Marta Testa", "Service technician", "8", "36.50"),
    ("paolo", "Paolo Greco", "Service technician", "8", "31.00"),
    ("elena", "Elena Ionescu", "Back office", "6", "27.00"),
    (None, "Giorgio Sala", "Driver", "8", "22.00"),
)
SUBSTITUTES = {"marta": "paolo"}
ABSENCES = (("elena", 3, 4, AbsenceKind.TRAINING), ("marta", 9, 13, AbsenceKind.HOLIDAY))
APPOINTMENTS = (
    ("luca", 0, time(14), 60, "Call with the agency about the fair"),
    ("luca", 1, time(9), 120, "Demonstration of the press"),
    ("marta", 1, time(8, 30), 180, "Yearly maintenance"),
    ("anna", 2, time(11), 60, "Price list of next year"),
    ("marta", 2, time(13), 120, "Training of the operators"),
)


class Note(NamedTuple):
    """A task among colleagues. days: until its term. steps: what was said, by whom."""

    author: str
    text: str
    receivers: tuple[str, ...]
    days: int
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = ()  # Any: values of a form
    wants_answer: bool = False


NOTES = (
    Note("anna", "Ask Rossi when they can receive the press", ("user:luca",), 2, wants_answer=True),
    Note(
        "anna",
        "Check the addresses of your customers before the mailing",
        ("user:luca", "user:marta"),
        3,
        (("do_task", "marta", {"outcome": "done", "solution": "Three were wrong; they are corrected."}),),
        wants_answer=True,
    ),
    Note("luca", "Send the catalogue in Romanian to the agency in Cluj", (), 1),
    Note(
        "luca",
        "Is the press OA-1 in stock before Christmas?",
        ("user:elena",),
        1,
        (("do_task", "elena", {"outcome": "done", "observations": "Two pieces, from 14 December."}),),
    ),
    Note(
        "anna",
        "Translate the safety sheet into Czech",
        ("user:luca",),
        5,
        (("do_task", "luca", {"outcome": "declined", "decline_reason": "I do not speak Czech. Petr does."}),),
    ),
    Note("elena", "Who drives to the fair in Brno?", ("group:sales",), 6),
)


def add_activity_types() -> None:
    """The usual names of work; a register that holds something stays as it is."""
    if not session().scalar(select(exists().select_from(ActivityType))):
        session().add_all(
            ActivityType(code=code, name=name, is_billable=is_billable, position=position)
            for position, (code, name, is_billable) in enumerate(ACTIVITY_TYPES)
        )


def add_work(at: datetime) -> None:
    """Employees, absences, appointments and tasks; what is there stays as it is."""
    with transaction():
        if not session().scalar(select(exists().select_from(Employee))):
            _add_people(at)
            _add_appointments(at)
    for number, note in enumerate(NOTES, start=1):
        _ask(note, start_key=f"demo:task:{number}", at=at)


def _add_people(at: datetime) -> None:
    today = at.astimezone(company_zone()).date()
    for user_name, name, function, hours, cost in EMPLOYEES:
        details = EmployeeDetails(
            name=name,
            user_name=user_name,
            function=function,
            email=f"{user_name or 'g.sala'}@officina-alpina.example",
            hours_per_day=Decimal(hours),
            hourly_cost=Decimal(cost),
        )
        employee = add_employee(details, by=SYSTEM, at=at)
        session().flush()  # absences refer to it
        for who, first, last, kind in (absence for absence in ABSENCES if absence[0] == user_name):
            add_absence(
                employee,
                AbsenceDetails(
                    today + timedelta(days=first), today + timedelta(days=last), kind, substitute=SUBSTITUTES.get(who)
                ),
                by=SYSTEM,
                at=at,
            )


def _add_appointments(at: datetime) -> None:
    days = list(_working_days(at))
    party_id = session().scalar(select(Party.id).order_by(Party.search_name).limit(1))
    for user_name, ahead, begin, minutes, title in APPOINTMENTS:
        starts_at = datetime.combine(days[ahead], begin, company_zone())
        plan_appointment(
            user_name,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            title=title,
            href="",
            party_id=party_id if "press" in title else None,
            by=SYSTEM,
            at=at,
        )


def _working_days(at: datetime) -> Iterator[date]:
    """Today or the next days that are no weekend: three of them."""
    day, found = at.astimezone(company_zone()).date(), 0
    while found < 3:
        if day.weekday() < 5:
            found += 1
            yield day
        day += timedelta(days=1)


def _ask(note: Note, *, start_key: str, at: datetime) -> None:
    known = session().scalar(select(ProcessInstance.key).where(ProcessInstance.start_key == start_key))
    session().rollback()
    if known is not None:
        return
    asked_at = at - timedelta(hours=5)
    term = (at + timedelta(days=note.days)).astimezone(company_zone()).date()
    variables = {
        "task_text": note.text,
        "task_for": list(note.receivers),
        "task_due_on": term.isoformat(),
        "wants_answer": note.wants_answer,
    }
    with transaction():
        by = _person(note.author)
        case = operations.start_instance("task", variables=variables, by=by, at=asked_at, start_key=start_key)
        key = case.key
    for element_id, user_name, values in note.steps:
        with transaction():
            task_key = _open_task(key, element_id, user_name)
            operations.complete_task(task_key, variables=values, by=_person(user_name), at=at - timedelta(hours=1))


def _open_task(case_key: Key, element_id: str, user_name: str) -> Key:
    query = select(UserTask.key).where(
        UserTask.instance_key == case_key,
        UserTask.element_id == element_id,
        UserTask.assignee == user_name,
        UserTask.state == TaskState.CREATED,
    )
    return session().scalars(query).one()


def _person(user_name: str) -> Actor:
    return Actor("user", user_name, users_named([user_name])[user_name].display_name)
