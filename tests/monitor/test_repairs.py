"""Repairs of a case by hand: what was, what is, why; bad input, and two who repair at once."""

import pytest
from sqlalchemy import select

from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import Job, Timer, UserTask
from tests.engine.driver import WORKER
from tests.engine.factories import make_definition, make_instance, make_task
from tests.monitor.conftest import trail

HTMX = {"HX-Request": "true"}


def timer_of(case):
    return session().scalars(select(Timer).where(Timer.instance_key == case.key)).one()


def fill(name, page):
    """The value of a hidden field of a form."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_variable_is_set_with_before_after_and_reason(anna, case):
    address = f"/cases/{case.key}/variables/change"
    page = anna.get(f"{address}?name=discount").text
    form = {"name": "discount", "kind": "number", "value": "12.5", "seen": fill("seen", page), "reason": "they called"}

    assert anna.post(address, data=form).status_code == 303

    entry = trail("variables.set")[0]
    assert (entry.before, str(entry.after["discount"]), entry.reason) == ({"discount": 8}, "12.5", "they called")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"value": "many"}, "value"), ({"reason": " "}, "reason"), ({"kind": "odd"}, "kind"), ({"name": ""}, "name")],
)
def test_bad_variable_is_refused_beside_its_field(anna, case, wrong, field):
    form = {"name": "discount", "kind": "number", "value": "1", "reason": "x"} | wrong

    answer = anna.post(f"/cases/{case.key}/variables/change", data=form, headers=HTMX)

    assert answer.status_code == 422
    assert f"#f-{field}" in answer.text
    assert case.variables == {"discount": 8}


def test_second_manager_is_told_what_the_first_has_changed(anna, marta, case):
    address = f"/cases/{case.key}/variables/change"
    seen = fill("seen", anna.get(f"{address}?name=discount").text)
    form = {"name": "discount", "kind": "number", "seen": seen}
    marta.post(address, data=form | {"value": "12", "reason": "a good customer"})

    answer = anna.post(address, data=form | {"value": "9", "reason": "mine"}, headers=HTMX)

    assert answer.status_code == 409
    for words in ("Marta Testa changed variables", "Reason: a good customer", "<strong>12</strong>", 'value="9"'):
        assert words in answer.text
    assert case.variables == {"discount": 12}


def test_variable_of_a_finished_case_stays(anna, case):
    case.cancel()

    answer = anna.post(
        f"/cases/{case.key}/variables/change",
        data={"name": "discount", "kind": "number", "value": "1", "seen": "", "reason": "x"},
        headers=HTMX,
    )

    assert answer.status_code == 409
    assert "was cancelled" in answer.text


def test_timer_is_moved_to_a_moment_of_the_reader(anna, case):
    address = f"/cases/{case.key}/timers/{timer_of(case).key}/move"
    form = {"when": "later", "due_at": "2026-11-30T10:00", "reason": "they asked"}

    assert anna.post(address, data=form | {"seen": fill("seen", anna.get(address).text)}).status_code == 303

    assert timer_of(case).due_at.isoformat() == "2026-11-30T09:00:00+00:00"
    assert trail("timer.moved")[0].reason == "they asked"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_at": ""}, "due_at"),
        ({"due_at": "2020-01-01T10:00"}, "due_at"),
        ({"due_at": "soon"}, "due_at"),
        ({"reason": ""}, "reason"),
        ({"when": "never"}, "when"),
    ],
)
def test_bad_moment_is_refused_beside_its_field(anna, case, wrong, field):
    was = timer_of(case).due_at
    form = {"when": "later", "due_at": "2026-11-30T10:00", "reason": "x", "seen": was.isoformat()} | wrong

    answer = anna.post(f"/cases/{case.key}/timers/{timer_of(case).key}/move", data=form, headers=HTMX)

    assert answer.status_code == 422
    assert f"#f-{field}" in answer.text
    assert timer_of(case).due_at == was


def test_timer_moved_by_another_is_shown_as_it_is_now(anna, marta, case):
    address = f"/cases/{case.key}/timers/{timer_of(case).key}/move"
    form = {"when": "later", "reason": "x", "seen": timer_of(case).due_at.isoformat()}
    marta.post(address, data=form | {"due_at": "2026-11-30T10:00"})

    answer = anna.post(address, data=form | {"due_at": "2026-12-30T10:00"}, headers=HTMX)

    assert answer.status_code == 409
    assert "Marta Testa" in answer.text


def test_timer_of_another_case_is_not_found(anna, case):
    assert anna.get(f"/cases/{make_instance().key}/timers/{timer_of(case).key}/move").status_code == 404


def test_task_goes_to_another_and_the_second_is_told(anna, marta, luca, case):
    task = case.tasks()[0]
    address = f"/cases/{case.key}/tasks/{task.key}/assignment"
    form = {"revision": fill("revision", anna.get(address).text), "reason": "away"}

    assert anna.post(address, data=form | {"assignee": "nobody"}, headers=HTMX).status_code == 422
    assert marta.post(address, data=form | {"assignee": "luca"}).status_code == 303
    answer = anna.post(address, data=form | {"assignee": "marta"}, headers=HTMX)

    assert answer.status_code == 409
    assert "Marta Testa gave “ask” to Luca Ferri" in answer.text
    assert session().get_one(UserTask, task.key, populate_existing=True).assignee == "luca"


def test_staff_do_not_give_away_what_is_not_theirs(luca):
    task = make_task(make_instance(make_definition(groups=["sales"])), assignee="anna")

    answer = luca.post(
        f"/cases/{task.instance_key}/tasks/{task.key}/assignment",
        data={"assignee": "luca", "revision": "0", "reason": "mine now"},
    )

    assert answer.status_code == 403


def test_cancellation_says_what_will_be_lost_and_is_done_once(anna, case):
    page = anna.get(f"/cases/{case.key}/cancellation").text

    for words in ("the task “ask”", "1 timer", "1 job"):
        assert words in page
    sent = [anna.post(f"/cases/{case.key}/cancellation", data={"reason": "x"}).status_code for _ in range(2)]
    assert sent == [303, 409]
    entry = trail("process_instance.cancelled")[0]
    assert (entry.before, entry.after, entry.reason) == ({"state": "ACTIVE"}, {"state": "TERMINATED"}, "x")


def test_incident_tried_again_twice_is_tried_once(anna, marta, case):
    case.fail_job("work", retries=0)
    incident = case.incidents()[0]
    address = f"/cases/{case.key}/incidents/{incident.key}/retry"

    assert marta.post(address, data={"reason": ""}).status_code == 422
    assert marta.post(address, data={"reason": "mended"}).status_code == 303
    answer = anna.post(address, data={"reason": "me too"})

    assert answer.status_code == 409
    assert "was mended before by Marta Testa" in answer.text
    assert len(trail("incident.retried")) == 1


def test_jobs_say_how_often_when_next_and_why(anna, case):
    with transaction():
        leased = operations.lease_job(
            session().scalars(select(Job.key)).one(), worker="w", timeout_seconds=60, at=case.at
        )
        operations.fail_job(
            leased.key,
            message="ConnectionRefusedError: [Errno 111] Connection refused",
            retries=None,
            retry_after_seconds=600,
            lease_token=leased.lease_token,
            by=WORKER,
            at=case.at,
            trace="Traceback of the worker",
        )

    page = anna.get(f"/cases/{case.key}?tab=jobs").text

    for words in ("refused the connection", "Traceback of the worker", "1 left", "Try now"):
        assert words in page
    answer = anna.post(f"/cases/{case.key}/jobs/{leased.key}/retry", data={"reason": "mended"})
    assert answer.status_code == 303
    assert "Try now" not in anna.get(f"/cases/{case.key}?tab=jobs").text
