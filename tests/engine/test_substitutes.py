"""Tasks of people who are away: to whom they go, what the trail says, and when they come back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor, Viewer
from app.core.clock import clock
from app.core.db import transaction
from app.engine import operations
from app.engine.models import UserTask
from app.engine.operations.substitution import absences_to_hand_over, note_handed_over, tasks_out_of_place
from app.engine.queries import task_for
from app.identity.models import User
from app.identity.operations import AbsenceDetails, Somebody, disable_user, forget_absence, note_absence
from app.trail.models import TrailEntry
from app.worklist.choice import Choice, days_of
from app.worklist.queries import tasks_chosen
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from workers.clock import follow_absences

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
FOR_LUCA = '<zeebe:assignmentDefinition assignee="luca"/>'
MARTA = Actor("user", "marta", "Marta Testa")


@pytest.fixture(autouse=True)
def _people(session: Session, make_user: Callable[..., User], at: datetime) -> None:
    for user_name, name in (("luca", "Luca Ferri"), ("marta", "Marta Testa"), ("paolo", "Paolo Greco")):
        make_user(user_name, display_name=name)
    deploy(bpmn(START + user_task("call", FOR_LUCA) + END + flows("start->call", "call->end")), at=at)


def away(user_name: str, substitute: str | None, first: date = MONDAY, last: date = FRIDAY) -> None:
    with transaction():
        details = AbsenceDetails(first, last, substitute=substitute)
        note_absence(Somebody(user_name, user_name=user_name), details, by=ANNA, at=clock.now())


def holder(at: datetime) -> tuple[str | None, str | None]:
    task = Driver(at).tasks()[0]
    return task.assignee, task.meant_for


def test_task_of_somebody_away_goes_to_the_substitute_and_the_trail_says_for_whom(
    session: Session, at: datetime
) -> None:
    away("luca", "marta")

    case = Driver(at)

    task = case.tasks()[0]
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "task.substituted")).one()
    assert (task.assignee, task.meant_for) == ("marta", "luca")
    assert (entry.before, entry.after) == (
        {"assignee": "luca"},
        {"task": "call", "assignee": "marta", "meant_for": "luca"},
    )
    assert entry.reason == "Luca Ferri is away until 27 November 2026."
    with transaction():
        operations.complete_task(task.key, variables={}, by=MARTA, at=at)
    done = session.scalars(select(TrailEntry).where(TrailEntry.action == "task.completed")).one()
    assert done.before == {"assignee": "marta", "meant_for": "luca"}


@pytest.mark.parametrize(
    ("others", "who"),
    [
        ([("marta", "paolo")], "paolo"),
        ([("marta", "luca")], "luca"),
        ([("marta", "paolo"), ("paolo", "marta")], "luca"),
        ([("marta", None)], "luca"),
    ],
    ids=["a chain", "a loop", "a loop behind", "nobody at its end"],
)
def test_substitutes_who_are_away_are_stood_in_for(
    at: datetime, others: list[tuple[str, str | None]], who: str
) -> None:
    away("luca", "marta")
    for name, substitute in others:
        away(name, substitute)

    assert holder(at) == (who, None if who == "luca" else "luca")


def test_disabled_substitute_gets_nothing(at: datetime) -> None:
    away("luca", "marta")
    with transaction():
        disable_user("marta", by=ANNA, at=at)

    assert holder(at) == ("luca", None)


def test_open_tasks_go_over_when_the_absence_begins_and_back_when_it_is_over(at: datetime) -> None:
    case = Driver(at)
    away("luca", "marta", first=MONDAY + timedelta(days=1))
    assert follow_absences() == 0

    clock.pin(at + timedelta(days=1))
    assert (follow_absences(), follow_absences()) == (1, 0)
    assert case.tasks()[0].assignee == "marta"
    assert task_for(Viewer("marta"), case.tasks()[0].key).meant_for == "luca"

    clock.pin(at + timedelta(days=5))
    assert (follow_absences(), follow_absences()) == (1, 0)
    assert (case.tasks()[0].assignee, case.tasks()[0].meant_for) == ("luca", None)


def test_what_the_substitute_has_begun_stays_with_them(at: datetime) -> None:
    away("luca", "marta")
    case = Driver(at)
    with transaction():
        operations.save_draft(case.tasks()[0].key, values={}, by=MARTA)

    clock.pin(at + timedelta(days=5))

    assert follow_absences() == 0
    assert case.tasks()[0].assignee == "marta"


def test_removed_absence_gives_the_tasks_back(session: Session, at: datetime) -> None:
    with transaction():
        absence = note_absence(
            Somebody("Luca", user_name="luca"), AbsenceDetails(MONDAY, FRIDAY, substitute="marta"), by=ANNA, at=at
        )
    case = Driver(at)
    with transaction():
        forget_absence(absence, Somebody("Luca", user_name="luca"), by=ANNA, at=at)

    follow_absences()

    assert case.tasks()[0].assignee == "luca"


def test_who_claims_a_task_while_away_keeps_it(session: Session, at: datetime) -> None:
    away("luca", "marta")
    key = Driver(at).tasks()[0].key
    luca = Actor("user", "luca", "Luca Ferri")
    with transaction():
        operations.assign_task(key, assignee=None, by=MARTA, at=at)
    follow_absences()
    with transaction():
        operations.claim_task(key, by=luca, at=at)

    follow_absences()

    assert session.get_one(UserTask, key, populate_existing=True).assignee == "luca"


def test_absence_added_during_a_sweep_is_not_passed_over(session: Session, at: datetime) -> None:
    case = Driver(at)
    beginning = absences_to_hand_over(at)
    away("luca", "marta")

    note_handed_over(beginning, at=at)

    assert follow_absences() == 1
    assert case.tasks()[0].assignee == "marta"
    assert absences_to_hand_over(at) == []


def test_task_of_somebody_who_left_stays_and_is_not_looked_at_again(at: datetime) -> None:
    away("luca", "marta")
    Driver(at)
    with transaction():
        disable_user("luca", by=ANNA, at=at)

    assert tasks_out_of_place(at + timedelta(days=5), 5) == []


def test_what_is_given_to_somebody_away_goes_to_the_substitute(session: Session, at: datetime) -> None:
    away("paolo", "marta")
    key = Driver(at).tasks()[0].key

    with transaction():
        operations.assign_task(key, assignee="paolo", by=ANNA, at=at)

    task = session.get_one(UserTask, key, populate_existing=True)
    assert (task.assignee, task.meant_for) == ("marta", "paolo")


def test_worklist_says_for_whom_and_until_when(at: datetime) -> None:
    away("luca", "marta")
    Driver(at)

    row = tasks_chosen(Viewer("marta"), Choice(), days=days_of(at, clock.zone), after=None, limit=5)[0]

    assert (row.meant_for, row.away_until) == ("Luca Ferri", FRIDAY)
