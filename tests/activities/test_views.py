"""Pages of people at work: lists of tasks, agenda, appointments, personnel, activity types."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.handlers.choices import people_and_group_options
from app.activities.models import ActivityType, Appointment, Employee, TaskAnswer
from app.activities.operations import plan_appointment
from app.core.actor import Viewer
from app.core.db import transaction
from app.identity.models import Absence, User
from app.identity.roles import Role
from tests.activities.factories import ANNA, MARTA, Asked, make_absence, make_employee
from tests.fixtures.people import BrowserOf, MakeUser
from tests.sales.factories import make_party
from tests.statements import counted

ONE_HOUR = timedelta(hours=1)
MOST_STATEMENTS = 15


@pytest.fixture
def anna(people: dict[str, User], browser_of: BrowserOf) -> FlaskClient:
    return browser_of(people["anna"])


@pytest.fixture
def luca(people: dict[str, User], browser_of: BrowserOf) -> FlaskClient:
    return browser_of(people["luca"])


@pytest.fixture
def manager(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    return browser_of(make_user("maria", roles=[Role.MANAGER], display_name="Maria Verdi"))


def page(browser: FlaskClient, address: str) -> str:
    with counted() as sent:
        answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)
    return answer.text


def plan(user_name: str, at: datetime, **values: object) -> Appointment:
    with transaction():
        return plan_appointment(user_name, starts_at=at, ends_at=at + ONE_HOUR, title="Visit", by=ANNA, at=at, **values)


@pytest.mark.parametrize(
    "address", ["/tasks", "/tasks?list=from_me", "/tasks?list=all", "/tasks/days", "/agenda", "/agenda?view=day"]
)
def test_empty_page_says_how_to_begin(anna: FlaskClient, address: str) -> None:
    assert "empty-state" in page(anna, address)


def test_each_finds_the_task_in_their_list(process: None, at: datetime, anna: FlaskClient, luca: FlaskClient) -> None:
    Asked(at)

    assert "Call Rossi" in page(luca, "/tasks")
    assert "Call Rossi" not in page(anna, "/tasks")
    assert "Call Rossi" in page(anna, "/tasks?list=from_me")
    assert "Call Rossi" not in page(luca, "/tasks?list=from_me")


def test_solved_task_is_found_by_who_solved_it_and_by_its_day(
    process: None, at: datetime, luca: FlaskClient, manager: FlaskClient
) -> None:
    Asked(at).answer("do_task", outcome="done")

    assert "Call Rossi" in page(luca, "/tasks?state=solved")
    assert "Call Rossi" in page(manager, "/tasks?list=all&state=any&person=luca&from=2026-11-23&until=2026-11-23")
    assert "Call Rossi" not in page(manager, "/tasks?list=all&state=any&from=2026-11-24&until=2026-11-30")


def test_lists_show_only_what_the_reader_may_see(
    process: None, at: datetime, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    Asked(at, task_for=["user:marta"])
    other = browser_of(make_user("paolo", display_name="Paolo Neri"))

    assert "Call Rossi" not in page(other, "/tasks?list=all&state=any")
    assert "Call Rossi" not in page(other, "/people/marta")


def test_list_goes_on_where_the_page_before_ended(process: None, at: datetime, luca: FlaskClient) -> None:
    for number in range(3):
        Asked(at, task_text=f"Number {number}", task_due_on=f"2026-11-2{6 - number}")

    first = page(luca, "/tasks?limit=2")
    following = first.split("after=")[1].split("&")[0].split('"')[0]
    second = page(luca, f"/tasks?limit=2&after={following}")

    assert [name in first for name in ("Number 0", "Number 1", "Number 2")] == [False, True, True]
    assert "Number 0" in second


def test_answer_is_new_until_seen(process: None, at: datetime, anna: FlaskClient, session: Session) -> None:
    asked = Asked(at)
    asked.answer("do_task", outcome="handed_on", hand_to="marta")
    asked.answer("do_task", by=MARTA, outcome="done", observations="They called back.")

    shown = page(anna, "/tasks?list=from_me&state=any")

    assert shown.count(">new<") == 2
    assert "They called back." in shown
    assert anna.get("/frame/counts").get_json()["activities.show_tasks"] == 2
    anna.post(f"/tasks/answers/{asked.key}/seen")
    assert session.scalars(select(TaskAnswer).where(TaskAnswer.seen_at.is_(None))).all() == []


def test_nobody_sees_the_answers_of_others_away(
    process: None, at: datetime, luca: FlaskClient, session: Session
) -> None:
    asked = Asked(at)
    asked.answer("do_task", outcome="handed_on", hand_to="marta")

    luca.post(f"/tasks/answers/{asked.key}/seen")
    luca.post("/tasks/answers/seen")

    assert session.scalars(select(TaskAnswer.seen_at)).all() == [None]


def test_tasks_are_counted_by_person_and_day(process: None, at: datetime, manager: FlaskClient) -> None:
    Asked(at, task_due_on="2026-11-25")
    Asked(at).answer("do_task", outcome="done")

    shown = page(manager, "/tasks/days?from=2026-11-23")

    assert "Luca Ferri, 25 Nov 2026: 1 unsolved, 0 solved" in shown
    assert "Luca Ferri, 23 Nov 2026: 0 unsolved, 1 solved" in shown


def test_task_is_asked_by_the_form_and_offers_the_party(process: None, anna: FlaskClient, session: Session) -> None:
    form = page(anna, "/cases/new/task")

    sent = anna.post(
        "/cases/new/task",
        data={
            "start_key": "form:00000000-0000-0000-0000-000000000001",
            "values": '{"task_text": "Call", "task_priority": 50}',
        },
    )

    assert "activities.people_and_groups" in form
    assert sent.status_code == 303, sent.text


def test_representatives_of_the_party_come_first(process: None, at: datetime) -> None:
    party = make_party(at=at, sales_rep="marta")

    options = people_and_group_options(Viewer("anna"), {"party_id": str(party.id)})

    assert options[0] == {"label": "Marta Testa · sales representative", "value": "user:marta"}
    assert options[-1] == {"label": "sales (group)", "value": "group:sales"}


def test_agenda_shows_appointments_and_absences(people: dict[str, User], at: datetime, anna: FlaskClient) -> None:
    plan("luca", at)
    make_absence(make_employee("marta", name="Marta Testa"), at.date(), at.date())

    for view in ("week", "day"):
        shown = page(anna, f"/agenda?view={view}&on=2026-11-23")
        assert "10:00–11:00" in shown
        assert "Away" in shown
    assert "Visit" not in page(anna, "/agenda?person=marta")
    assert "Visit" not in page(anna, "/agenda?on=2026-12-01")


def test_time_of_a_case_one_may_not_see_is_busy(
    process: None, at: datetime, make_user: MakeUser, browser_of: BrowserOf, anna: FlaskClient
) -> None:
    Asked(at, planned_on="2026-11-24", planned_time="10:00")
    other = browser_of(make_user("paolo", display_name="Paolo Neri"))

    shown = page(other, "/agenda")

    assert "Busy" in shown
    assert "Call Rossi" not in shown
    assert "Call Rossi" in page(anna, "/agenda")


def test_appointment_is_planned_moved_and_cancelled(
    people: dict[str, User], anna: FlaskClient, session: Session
) -> None:
    times = {"starts_at": "2026-11-24T10:00", "ends_at": "2026-11-24T11:00"}
    anna.post("/appointments", data={"user_name": "luca", "title": "Visit", **times})
    made = session.scalars(select(Appointment)).one()

    page(anna, f"/appointments/{made.id}")
    moved = anna.post(
        f"/appointments/{made.id}", data={"starts_at": "2026-11-24T14:00", "ends_at": "2026-11-24T15:00", "revision": 0}
    )
    session.refresh(made)

    assert moved.location == "/agenda?on=2026-11-24"
    assert made.starts_at == datetime.fromisoformat("2026-11-24T14:00+01:00")
    anna.post(f"/appointments/{made.id}/cancellation")
    assert "cancelled" in page(anna, f"/appointments/{made.id}")


def test_who_is_not_free_is_said_while_typing_and_when_sent(
    people: dict[str, User], at: datetime, anna: FlaskClient
) -> None:
    plan("luca", at)
    times = {"starts_at": "2026-11-23T10:30", "ends_at": "2026-11-23T11:30"}

    hint = anna.get("/appointments/availability", query_string={"user_name": "luca", **times}).text
    sent = anna.post("/appointments", data={"user_name": "luca", "title": "Visit", **times})

    assert "Luca Ferri has an appointment" in hint
    assert "Free then: Anna Bianchi, Marta Testa" in hint
    assert sent.status_code == 422


def test_person_page_shows_the_load_of_two_weeks(process: None, at: datetime, luca: FlaskClient) -> None:
    make_absence(make_employee("luca"), at.date() + timedelta(days=1), at.date() + timedelta(days=2))
    plan("luca", at)
    Asked(at)

    shown = page(luca, "/people/luca")

    assert "Call Rossi" in shown
    assert "Visit" in shown
    assert shown.count(">Away<") == 2


def test_manager_keeps_the_personnel_register(people: dict[str, User], manager: FlaskClient, session: Session) -> None:
    sent = {
        "name": "Luca Ferri",
        "user_name": "luca",
        "hours_per_day": "7.5",
        "weekdays": ["0", "1"],
        "currency": "EUR",
    }
    manager.post("/personnel", data=sent)
    employee = session.scalars(select(Employee)).one()

    manager.post(
        f"/personnel/{employee.id}/absences",
        data={"starts_on": "2026-12-01", "ends_on": "2026-12-02", "kind": "holiday"},
    )
    manager.post(f"/personnel/{employee.id}", data={**sent, "function": "Salesman", "revision": 0})

    assert "Salesman" in page(manager, "/personnel?q=luca")
    assert "1 Dec 2026" in page(manager, f"/personnel/{employee.id}")
    assert "7.5" in page(manager, f"/personnel/{employee.id}/edit")
    absence = session.scalars(select(Absence)).one()
    manager.post(f"/personnel/{employee.id}/absences/{absence.id}/removal")
    assert session.scalars(select(Absence)).all() == []


def test_staff_do_not_see_what_an_hour_costs(people: dict[str, User], luca: FlaskClient) -> None:
    employee = make_employee("luca")

    assert luca.get("/personnel").status_code == 403
    assert luca.get(f"/personnel/{employee.id}").status_code == 403


def test_activity_types_are_added_and_changed(manager: FlaskClient, session: Session) -> None:
    assert "empty-state" in page(manager, "/activity-types")

    manager.post("/activity-types", data={"code": "repair", "name": "Repair", "is_billable": "1", "is_used": "1"})
    manager.post("/activity-types/REPAIR", data={"name": "Repairs", "position": "2"})

    kept = session.scalars(select(ActivityType)).one()
    assert (kept.code, kept.name, kept.is_billable, kept.is_used) == ("REPAIR", "Repairs", False, False)


def test_appointment_that_is_not_there_is_missing(anna: FlaskClient) -> None:
    assert anna.get("/appointments/00000000-0000-0000-0000-000000000001").status_code == 404
    assert anna.get("/people/nobody").status_code == 404


def test_card_of_a_party_shows_its_appointments(people: dict[str, User], at: datetime, anna: FlaskClient) -> None:
    party = make_party(at=at)
    plan("luca", at, party_id=party.id)

    shown = anna.get(f"/parties/{party.id}?show=appointments").text

    assert "Visit" in shown


@pytest.mark.parametrize("address", ["/agenda?on=9999-12-31", "/tasks/days?from=0001-01-01", "/tasks?from=soon"])
def test_day_that_is_none_is_refused(anna: FlaskClient, address: str) -> None:
    assert anna.get(address).status_code == 422
