"""The process `task`, by its element ids, once per path of the diagram."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.correspondence import task_mail
from app.activities.errors import ActivityInvalid, PersonNotFree
from app.activities.models import Appointment, AskedTask, Outcome, TaskAnswer
from app.activities.operations import plan_appointment
from app.activities.operations.tasks import task_of_case
from app.activities.queries import people as people_queries
from app.core.errors import Invalid
from tests.activities.factories import ANNA, LUCA, MARTA, Asked, make_absence, make_employee
from tests.notices.road import make_company, planned

TOMORROW = "2026-11-24"
PLANNED = {"planned_on": TOMORROW, "planned_time": "10:00", "planned_minutes": 60}


def test_task_waits_for_the_person_asked(process: None, at: datetime, session: Session) -> None:
    asked = Asked(at, task_due_on=TOMORROW, task_due_time="15:30", task_priority=75, task_reminders="1,0")

    task = asked.tasks()[0]

    assert asked.whose() == [("do_task", "luca")]
    assert task.reminders == "1,0"
    assert (task.priority, task.due_at) == (75, datetime.fromisoformat("2026-11-24T14:30+00:00"))
    assert asked.instance.title == "Call Rossi"
    assert session.get_one(AskedTask, asked.key).author == "anna"


def test_nobody_named_means_oneself_and_no_answer(process: None, at: datetime) -> None:
    asked = Asked(at, task_for=[], wants_answer=True)

    asked.answer("do_task", by=ANNA)

    assert asked.trace()[-3:] == ["is_answer_wanted", "task_solved", "task_closed"]


def test_answer_wanted_comes_back_to_the_author(process: None, at: datetime, session: Session) -> None:
    asked = Asked(at, wants_answer=True)

    asked.answer("do_task", outcome="done", solution="They take two.")

    answer = session.scalars(select(TaskAnswer)).one()
    assert asked.whose() == [("read_answer", "anna")]
    assert (answer.answered_by, answer.outcome, answer.seen_at) == ("luca", Outcome.DONE, at)
    asked.answer("read_answer", by=ANNA, verdict="enough")
    assert asked.state == "COMPLETED"


def test_answer_that_is_wanted_must_be_written(process: None, at: datetime) -> None:
    asked = Asked(at, wants_answer=True)

    with pytest.raises(ActivityInvalid) as refused:
        asked.answer("do_task", outcome="done")

    assert list(refused.value.fields) == ["solution"]
    assert asked.whose() == [("do_task", "luca")]


def test_answer_may_be_sent_back(process: None, at: datetime) -> None:
    asked = Asked(at, wants_answer=True)
    asked.answer("do_task", outcome="done", solution="Called.")

    asked.answer("read_answer", by=ANNA, verdict="send_back", remark="And the price?")

    assert asked.whose() == [("do_task", "luca")]


def test_task_goes_on_to_a_colleague(process: None, at: datetime) -> None:
    asked = Asked(at)

    asked.answer("do_task", outcome="handed_on", hand_to="marta")
    asked.answer("do_task", by=MARTA, outcome="done")

    assert asked.state == "COMPLETED"
    assert asked.variables["task_outcomes"] == ["done"]


@pytest.mark.parametrize(
    ("hand_to", "sentence"), [("luca", "You have it already"), ("nobody", "is nobody"), ("", "Choose")]
)
def test_task_goes_on_to_somebody_else_who_is_there(process: None, at: datetime, hand_to: str, sentence: str) -> None:
    asked = Asked(at)

    with pytest.raises(ActivityInvalid, match=sentence):
        asked.answer("do_task", outcome="handed_on", hand_to=hand_to)


def test_declined_task_goes_back_and_is_given_up(process: None, at: datetime, session: Session) -> None:
    asked = Asked(at)

    asked.answer("do_task", outcome="declined", decline_reason="Not my customer")

    assert asked.whose() == [("decide_on_declined", "anna")]
    assert session.scalars(select(TaskAnswer)).one().solution == "Not my customer"
    asked.answer("decide_on_declined", by=ANNA, decision="give_up")
    assert "task_given_up" in asked.trace()
    assert asked.state == "COMPLETED"


@pytest.mark.parametrize(("whom", "then"), [(None, "luca"), ("marta", "marta")])
def test_declined_task_is_asked_again(process: None, at: datetime, whom: str | None, then: str) -> None:
    asked = Asked(at)
    asked.answer("do_task", outcome="declined", decline_reason="No time")

    asked.answer("decide_on_declined", by=ANNA, decision="ask_again", ask_whom=whom, remark="Please")

    assert asked.whose() == [("do_task", then)]


def test_each_of_several_persons_answers(process: None, at: datetime) -> None:
    asked = Asked(at, task_for=["user:luca", "user:marta"])

    asked.answer("do_task", by=LUCA, outcome="done")

    assert asked.whose() == [("do_task", "marta")]
    asked.answer("do_task", by=MARTA, outcome="declined", decline_reason="Ill")
    asked.answer("decide_on_declined", by=ANNA, decision="give_up")
    assert asked.variables["task_outcomes"] == ["done", "declined"]


def test_of_a_group_whoever_takes_it_first_does_it(process: None, at: datetime) -> None:
    asked = Asked(at, task_for=["group:sales"], wants_answer=True)

    task = asked.tasks()[0]

    assert (task.assignee, task.candidate_groups) == (None, ["sales"])
    asked.answer("do_task", by=MARTA, outcome="done", solution="Done")
    asked.answer("read_answer", by=ANNA, verdict="send_back", remark="More")
    assert asked.whose() == [("do_task", "marta")]


def test_who_has_no_account_is_asked_and_reminded_by_mail_and_the_author_keeps_the_task(
    process: None, at: datetime
) -> None:
    make_company(email="info@officina.example", language="en")
    agent = make_employee(None, name="Piero Agente", email="piero@agente.example")
    asked = Asked(at, task_for=[f"employee:{agent.id}"], task_due_on=TOMORROW, task_reminders="0", wants_answer=True)

    mail = task_mail(task_of_case(asked.key), f"employee:{agent.id}", key="1")
    asked.finish_job("mail_task")

    assert mail.to == ('"Piero Agente" <piero@agente.example>',)
    assert "about the press\n\nUntil: 24 Nov 2026, 17:00" in mail.text
    assert asked.whose() == [("do_task", "anna")]
    assert {name for name, _way, _moment in planned()} == {"anna", f"employee:{agent.id}"}
    asked.answer("do_task", by=ANNA, solution="Done")
    assert asked.state == "COMPLETED"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"task_text": " "}, "task_text"),
        ({"task_for": ["user:nobody"]}, "task_for"),
        ({"task_for": ["group:nobody"]}, "task_for"),
        ({"task_for": ["employee:nobody"]}, "task_for"),
        ({"task_due_on": "2026-11-20"}, "task_due_on"),
        ({"task_due_on": "soon"}, "task_due_on"),
        ({"task_due_time": "10:00"}, "task_due_on"),
        ({"task_priority": 101}, "task_priority"),
        ({"task_reminders": "tomorrow"}, "task_reminders"),
        ({"planned_on": TOMORROW}, "planned_time"),
        ({**PLANNED, "planned_minutes": 0}, "planned_minutes"),
        ({**PLANNED, "planned_on": "2026-11-22"}, "planned_on"),
        ({**PLANNED, "task_for": ["group:sales"]}, "planned_on"),
        ({"about_case_key": "12"}, "about_case_key"),
        ({"about_case_key": "9" * 19}, "about_case_key"),
        ({"party_id": "12"}, "party_id"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    process: None, at: datetime, wrong: dict[str, object], field: str, session: Session
) -> None:
    with pytest.raises(Invalid) as refused:
        Asked(at, **wrong)

    assert list(refused.value.fields) == [field]
    assert session.scalars(select(AskedTask)).all() == []


def test_planned_task_becomes_an_appointment(process: None, at: datetime, session: Session) -> None:
    asked = Asked(at, **PLANNED)

    planned = session.scalars(select(Appointment)).one()

    assert (planned.user_name, planned.case_key, planned.title) == ("luca", asked.key, "Call Rossi")
    assert planned.starts_at == datetime.fromisoformat("2026-11-24T09:00+00:00")
    asked.answer("do_task", outcome="done")
    session.refresh(planned)
    assert planned.cancelled_at == at  # solved before its time, which is free again


def test_planned_task_is_refused_for_who_is_away_and_says_who_is_free(process: None, at: datetime) -> None:
    make_absence(make_employee(), at.date(), at.date() + timedelta(days=3))

    with pytest.raises(PersonNotFree) as refused:
        Asked(at, **PLANNED)

    assert refused.value.fields["planned_on"] == [
        "Luca Ferri is away from 23 November to 26 November 2026.",
        "Free then: Anna Bianchi, Marta Testa.",
    ]


def test_who_is_away_may_be_planned_by_a_tick(process: None, at: datetime, session: Session) -> None:
    make_absence(make_employee(), at.date(), at.date() + timedelta(days=3))

    Asked(at, **PLANNED, plan_anyway=True)

    assert session.scalars(select(Appointment.user_name)).all() == ["luca"]


def test_other_appointment_stands_in_the_way_of_the_tick(process: None, at: datetime) -> None:
    Asked(at, **PLANNED)

    with pytest.raises(PersonNotFree, match="Luca Ferri has an appointment on 24 November 2026 from 10:00 to 11:00"):
        Asked(at, **{**PLANNED, "planned_time": "10:30"}, plan_anyway=True)


def test_time_goes_on_with_the_task(process: None, at: datetime, session: Session) -> None:
    asked = Asked(at, **PLANNED)

    asked.answer("do_task", outcome="handed_on", hand_to="marta")

    standing = select(Appointment.user_name).where(Appointment.cancelled_at.is_(None))
    assert session.scalars(standing).all() == ["marta"]


def test_cancelled_case_needs_no_time(process: None, at: datetime, session: Session) -> None:
    asked = Asked(at, **PLANNED)

    asked.cancel()

    assert session.scalars(select(Appointment.cancelled_at)).all() == [at]


def test_colleague_who_is_not_free_takes_the_task_without_its_time(process: None, at: datetime) -> None:
    asked = Asked(at, **PLANNED)
    starts_at = datetime.fromisoformat("2026-11-24T09:30+00:00")
    plan_appointment(
        "marta", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), title="Visit", by=ANNA, at=at
    )

    with pytest.raises(PersonNotFree) as refused:
        asked.answer("do_task", outcome="handed_on", hand_to="marta")
    asked.answer("do_task", outcome="handed_on", hand_to="marta", hand_without_time=True)

    assert list(refused.value.fields) == ["hand_to"]
    assert asked.whose() == [("do_task", "marta")]


def test_only_people_who_do_tasks_are_offered(process: None) -> None:
    known = people_queries.people_and_groups()

    assert list(known.people.values()) == ["Anna Bianchi", "Luca Ferri", "Marta Testa"]
    assert known.groups == {"sales": "sales"}
    assert uuid4() not in known.people
