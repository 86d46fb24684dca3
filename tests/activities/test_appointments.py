"""Appointments and who is free: nobody is planned twice, however many plan."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.errors import ActivityInvalid, AppointmentCancelled, PersonNotFree, RecordChanged
from app.activities.models import Appointment
from app.activities.operations import (
    cancel_appointments,
    move_appointment,
    plan_appointment,
    plan_appointment_anyway,
)
from app.activities.operations.appointments import cancel_appointment
from app.activities.queries import availability
from app.core.db import Key
from app.identity.models import User
from tests.activities.factories import ANNA, make_absence, make_employee
from tests.engine.race import race
from tests.fixtures.people import MakeUser
from tests.statements import counted

ONE_HOUR = timedelta(hours=1)
TEN = datetime.fromisoformat("2026-11-24T10:00+01:00")  # a Tuesday


def plan(user_name: str = "luca", starts_at: datetime = TEN, hours: float = 1, **values: object) -> Appointment:
    return plan_appointment(
        user_name,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        title="Visit",
        by=ANNA,
        at=TEN,
        **values,  # type: ignore[arg-type]  # case, source
    )


def test_overlapping_appointment_is_refused_and_says_what_is_there(people: dict[str, User]) -> None:
    plan()

    with pytest.raises(PersonNotFree) as refused:
        plan(starts_at=TEN + ONE_HOUR / 2)

    sentence = "Luca Ferri has an appointment on 24 November 2026 from 10:00 to 11:00."
    assert refused.value.fields == {"starts_at": [sentence]}


def test_appointments_one_after_the_other_do_not_overlap(people: dict[str, User], session: Session) -> None:
    plan()
    plan(starts_at=TEN + ONE_HOUR)
    plan(starts_at=TEN - ONE_HOUR)
    plan("marta")
    session.flush()

    assert len(session.scalars(select(Appointment)).all()) == 4


@pytest.mark.parametrize("hours", [0, -1, 24 * 32])
def test_times_that_make_no_sense_are_refused(people: dict[str, User], hours: int) -> None:
    with pytest.raises(ActivityInvalid):
        plan(hours=hours)


def test_same_source_and_times_are_planned_once(people: dict[str, User]) -> None:
    first = plan(source_type="request", source_id="7")

    assert plan(source_type="request", source_id="7") is first


def test_who_is_away_is_planned_only_on_purpose(people: dict[str, User]) -> None:
    make_absence(make_employee(), TEN.date(), TEN.date())

    with pytest.raises(PersonNotFree, match="Luca Ferri is away on 24 November 2026"):
        plan()
    planned = plan_appointment_anyway("luca", starts_at=TEN, ends_at=TEN + ONE_HOUR, title="Urgent", by=ANNA, at=TEN)

    assert planned.user_name == "luca"


def test_appointment_moves_where_nothing_is(people: dict[str, User], session: Session) -> None:
    moved, _other = plan(), plan(starts_at=TEN + 3 * ONE_HOUR)
    session.flush()

    move_appointment(moved, starts_at=TEN + ONE_HOUR / 2, ends_at=TEN + 2 * ONE_HOUR, by=ANNA, at=TEN)

    assert (moved.starts_at, moved.revision) == (TEN + ONE_HOUR / 2, 1)
    with pytest.raises(PersonNotFree):
        move_appointment(moved, starts_at=TEN + 3 * ONE_HOUR, ends_at=TEN + 4 * ONE_HOUR, by=ANNA, at=TEN)
    with pytest.raises(RecordChanged):
        move_appointment(moved, starts_at=TEN, ends_at=TEN + ONE_HOUR, revision=0, by=ANNA, at=TEN)


def test_cancelled_time_is_free_again(people: dict[str, User], session: Session) -> None:
    appointment = plan(case_key=Key(7), source_type="request", source_id="7")
    session.flush()

    count = cancel_appointments(case_key=Key(7), by=ANNA, at=TEN)
    again = plan(case_key=Key(7), source_type="request", source_id="7")

    assert (count, again is appointment) == (1, False)
    cancel_appointment(again, by=ANNA, at=TEN)
    with pytest.raises(AppointmentCancelled):
        move_appointment(again, starts_at=TEN, ends_at=TEN + ONE_HOUR, by=ANNA, at=TEN)


def test_what_has_begun_stays_when_only_the_rest_is_cancelled(people: dict[str, User], session: Session) -> None:
    begun = plan(case_key=Key(7))
    session.flush()

    assert cancel_appointments(case_key=Key(7), starting_after=TEN + ONE_HOUR / 2, by=ANNA, at=TEN) == 0
    assert begun.cancelled_at is None


def test_of_two_planners_at_once_one_is_refused(committed: Session, app: Flask, make_user: MakeUser) -> None:
    make_user("luca", display_name="Luca Ferri")

    refusals = race(app, plan, lambda: plan(starts_at=TEN + ONE_HOUR / 2), lambda: plan("marta"))

    assert refusals == ["PersonNotFree"]
    assert sorted(committed.scalars(select(Appointment.user_name))) == ["luca", "marta"]


def test_free_people_come_first_with_what_is_booked_that_day(people: dict[str, User]) -> None:
    plan(hours=2)
    make_employee("marta", name="Marta Testa", hours_per_day=Decimal(6))

    with counted() as sent:
        found = availability(TEN + ONE_HOUR, TEN + 3 * ONE_HOUR)

    assert [(one.name, one.is_free, one.booked / ONE_HOUR) for one in found] == [
        ("Anna Bianchi", True, 0),
        ("Marta Testa", True, 0),
        ("Luca Ferri", False, 2),
    ]
    assert [one.hours_per_day for one in found] == [8, 6, 8]
    assert len(sent) <= 6, sent


@pytest.mark.parametrize(
    ("begin", "end", "reason"),
    [
        ("2026-11-24T10:00", "2026-11-24T11:00", None),
        ("2026-11-24T11:00", "2026-11-24T15:00", None),  # over noon
        ("2026-11-24T05:00", "2026-11-24T09:00", "Part of it lies outside working hours."),
        ("2026-11-28T10:00", "2026-11-28T11:00", "Luca Ferri does not work on Saturdays."),
        ("2026-11-25T10:00", "2026-11-25T11:00", "Luca Ferri does not work on Wednesdays."),
        ("2026-11-26T10:00", "2026-11-26T11:00", "Luca Ferri is away on 26 November 2026."),
        ("2026-12-01T10:00", "2026-12-01T11:00", "Luca Ferri left the company on 30 November 2026."),
    ],
)
def test_absences_weekdays_and_hours_are_counted(
    people: dict[str, User], begin: str, end: str, reason: str | None
) -> None:
    employee = make_employee(weekdays=[0, 1, 3, 4], left_on=date(2026, 11, 30))
    make_absence(employee, date(2026, 11, 26), date(2026, 11, 26))
    times = [datetime.fromisoformat(text).replace(tzinfo=TEN.tzinfo) for text in (begin, end)]

    found = availability(*times, user_names=["luca"])

    assert [one.reasons for one in found] == [(reason,) if reason else ()]
