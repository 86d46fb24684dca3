"""Facts about planning: whose setting counts, what moves with a task, what goes with it, what it costs."""

from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.db import transaction
from app.core.reminders import Offset, read_offsets
from app.engine import operations
from app.engine.models import ProcessInstance
from app.engine.operations import OwnReminders
from app.mail.people import PersonAddress, mail_address_source
from app.notices.settings import set_own_reminders
from app.parties.company import working_calendar
from tests.engine.driver import ANNA, Driver
from tests.notices.road import (
    ANNOUNCED,
    DUE,
    LUCA,
    MAIL,
    MESSAGE,
    day,
    mailing,
    make_company,
    move,
    planned,
    start,
    sweep,
    task_of,
    told,
)
from tests.statements import counted


@pytest.fixture
def luca(session, make_user):
    """Luca, who has the task; the company reminds 3 days and one day before."""
    make_company()
    return mailing(make_user("luca", display_name="Luca Ferri", groups=["sales"]))


def test_company_setting_counts_when_nobody_said_otherwise(luca, at):
    start(at)

    assert planned() == [("luca", MESSAGE, day(24)), ("luca", MESSAGE, day(26))]


def test_persons_setting_comes_before_the_companys(luca, at):
    mailing(luca, reminder_offsets="2,0", reminder_channels="message,mail")

    start(at)

    moments = [day(25), day(25), day(27), day(27)]
    assert planned() == [("luca", way, moment) for way, moment in zip([MESSAGE, MAIL] * 2, moments, strict=True)]


def test_tasks_own_setting_comes_before_the_persons(luca, at):
    mailing(luca, reminder_offsets="2,0", reminder_channels="message,mail")

    start(at, own="1", channels="mail")

    assert planned() == [("luca", MAIL, day(26))]


def test_task_may_want_no_reminder(luca, at):
    start(at, own="none")

    assert planned() == []


def test_without_a_mail_address_the_message_comes_instead(luca, at):
    mailing(luca, email=None, reminder_channels="mail")

    start(at)

    assert {way for _, way, _ in planned()} == {MESSAGE}


def test_what_is_past_when_the_task_opens_is_not_planned(luca, at):
    start(day(25, 12))

    assert planned() == [("luca", MESSAGE, day(26))]


def test_working_days_leave_out_week_ends_and_holidays(luca, session):
    calendar = working_calendar()

    assert Offset(2, in_working_days=True).moment(day(24), calendar) == day(20)
    assert [str(offset) for offset in read_offsets("0, 3w,1")] == ["3w", "1", "0"]


def test_holidays_of_the_companys_country_are_free(session):
    make_company(holiday_calendar="IT", days_off=[date(2026, 12, 24)])

    assert not working_calendar().is_working_day(date(2026, 12, 25))
    assert not working_calendar().is_working_day(date(2026, 12, 24))
    assert working_calendar().is_working_day(date(2026, 12, 23))


def test_reminder_on_the_day_never_comes_after_the_due_time(luca, at):
    start(at, own="0", due=datetime(2026, 11, 27, 6, 30, tzinfo=UTC).isoformat())

    assert planned() == [("luca", MESSAGE, datetime(2026, 11, 27, 6, 30, tzinfo=UTC))]


def test_reminders_move_with_the_date(luca, at):
    task = task_of(start(at))

    move(task, day(30, 16), at=at)

    assert planned() == [("luca", MESSAGE, day(27)), ("luca", MESSAGE, day(29))]


def test_without_a_due_date_nothing_is_planned_any_more(luca, at):
    move(task_of(start(at)), None, at=at)

    assert planned() == []


def test_other_person_is_reminded_as_they_like_it(luca, make_user, at):
    mailing(make_user("sara", display_name="Sara Neri"), reminder_offsets="1", reminder_channels="mail")
    task = task_of(start(at))

    with transaction():
        operations.assign_task(task.key, assignee="sara", by=ANNA, at=at)

    assert planned() == [("sara", MAIL, day(26))]


def test_task_that_nobody_has_reminds_those_it_is_offered_to(luca, make_user, at):
    make_user("sara", groups=["sales"])
    make_user("marta", groups=["service"])

    start(at, who=None, offered=["sales"], own="1")

    assert planned() == [("luca", MESSAGE, day(26)), ("sara", MESSAGE, day(26))]


def test_claimed_task_reminds_only_who_claimed_it(luca, make_user, at):
    make_user("sara", groups=["sales"])
    task = task_of(start(at, who=None, offered=["sales"], own="1"))

    with transaction():
        operations.claim_task(task.key, by=LUCA, at=at)

    assert planned() == [("luca", MESSAGE, day(26))]


def test_completed_task_reminds_nobody(luca, at):
    case = start(at)

    with transaction():
        operations.complete_task(task_of(case).key, variables={}, by=LUCA, at=at)

    assert planned() == []


def test_cancelled_case_reminds_nobody(luca, at):
    case = start(at)

    with transaction():
        operations.cancel_instance(case.key, reason="not needed", by=ANNA, at=at)

    assert planned() == []


def test_reminders_of_a_task_may_be_set_with_its_date(luca, at):
    move(task_of(start(at)), DUE, at=at, reminders=OwnReminders("2", "message,mail"))

    assert planned() == [("luca", MESSAGE, day(25)), ("luca", MAIL, day(25))]


def test_new_setting_of_a_person_counts_for_the_tasks_they_have(luca, at):
    start(at)

    with transaction():
        set_own_reminders("luca", offsets="2w", channels="mail", by=LUCA, at=at)

    assert planned() == [("luca", MAIL, day(25))]


def test_assignee_who_is_no_user_is_reminded_by_mail(luca, at, monkeypatch):
    monkeypatch.setattr("app.mail.people._sources", [])
    mail_address_source(lambda name: PersonAddress("Ion Pop", "ion@alpina.example", "ro") if name == "ion" else None)

    start(at, who="ion", own="1")

    assert planned() == [("ion", MAIL, day(26))]


def test_colleague_is_told_at_once_of_a_task_given_to_them(luca, make_user, at):
    make_user("sara")
    task = task_of(start(at))

    with transaction():
        operations.assign_task(task.key, assignee="sara", by=LUCA, at=at)

    assert (told("sara"), told("luca")) == (["Luca Ferri gave you “call”, due 27 Nov 2026, 17:00."], [])


def test_task_that_its_diagram_announces_is_told_at_once(luca, at):
    start(at, properties=ANNOUNCED)

    assert told() == ["Anna Bianchi gave you “call”, due 27 Nov 2026, 17:00."]


def test_who_claims_a_task_or_moves_its_date_is_not_told(luca, at):
    task = task_of(start(at, who=None, offered=["sales"]))
    with transaction():
        operations.claim_task(task.key, by=LUCA, at=at)

    move(task, day(30), at=at)

    assert told() == []


def test_person_is_told_that_another_moved_the_date(luca, at):
    move(task_of(start(at)), day(30, 16), by=ANNA, at=at)

    assert told() == ["Anna Bianchi moved “call” to 30 Nov 2026, 17:00."]


@pytest.mark.parametrize(("due", "further"), [(None, 0), (DUE.isoformat(), 2)])
def test_opening_a_task_costs_nothing_without_a_date_and_two_statements_with_one(luca, at, monkeypatch, due, further):
    start(at, due=due)  # the specification is known from here on
    with monkeypatch.context() as deaf, counted() as without:
        deaf.setattr("app.engine.listening.task_listeners", [])
        Driver(at, who="luca", offered=[], due=due, own=None, channels=None)

    with counted() as sent:
        Driver(at, who="luca", offered=[], due=due, own=None, channels=None)

    assert len(sent) == len(without) + further


def test_reminders_that_are_unreadable_become_an_incident(luca, at):
    case = start(at, own="soon")

    assert (case.open_tasks(), case.instance.incident_count) == ([], 1)
    assert isinstance(case.instance, ProcessInstance)


def test_reminder_of_a_task_that_moved_after_it_went_is_planned_again(luca, at):
    task = task_of(start(at, own="1"))
    sweep(day(26))

    move(task, day(30, 16), by=Actor("user", "luca", "Luca Ferri"), at=day(26, 10))

    assert planned() == [("luca", MESSAGE, day(29))]
