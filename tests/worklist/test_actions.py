"""What people do with tasks, through the browser's door, on the real engine."""

import json

import pytest

from app.engine.models import TaskState
from app.engine.queries import case_variables
from app.identity.roles import Role
from tests.engine.form_factories import attack
from tests.worklist.road import HTMX, complete, open_tasks, row, start_case


def test_claimed_task_is_mine(luca, task):
    answer = luca.post(f"/tasks/{task}/claim", headers=HTMX)

    assert answer.status_code == 200
    assert row(task).assignee == "luca"
    assert "Give back" in answer.text
    assert 'hx-swap-oob="innerHTML"' in answer.text


def test_claim_works_before_the_scripts_have_loaded(luca, task):
    answer = luca.post(f"/tasks/{task}/claim")

    assert (answer.status_code, answer.location) == (303, f"/tasks/{task}")
    assert row(task).assignee == "luca"


def test_second_claimer_reads_who_was_first_and_when(sara, claimed):
    answer = sara.post(f"/tasks/{claimed}/claim", headers=HTMX)

    assert answer.status_code == 409
    assert "Too late: Luca Ferri took this" in answer.text
    assert "Today 10:00" in answer.text
    assert row(claimed).assignee == "luca"


def test_task_given_back_is_free(luca, claimed):
    answer = luca.delete(f"/tasks/{claimed}/claim", headers=HTMX)

    assert row(claimed).assignee is None
    assert "Claim it to answer" in answer.text


def test_colleague_cannot_give_back_what_is_not_theirs(sara, claimed):
    assert sara.delete(f"/tasks/{claimed}/claim", headers=HTMX).status_code == 403
    assert row(claimed).assignee == "luca"


def test_delegated_task_is_the_colleagues(luca, sara, claimed):
    answer = luca.post(f"/tasks/{claimed}/delegation", data={"assignee": "sara", "reason": "my holiday"}, headers=HTMX)

    assert answer.status_code == 200
    assert row(claimed).assignee == "sara"


@pytest.mark.parametrize("assignee", ["", "nobody", "giulia"])
def test_task_is_delegated_only_to_those_who_work_on_tasks(luca, make_user, claimed, assignee):
    make_user("giulia", roles=[Role.AUDITOR])

    assert luca.post(f"/tasks/{claimed}/delegation", data={"assignee": assignee}, headers=HTMX).status_code == 422
    assert row(claimed).assignee == "luca"


def test_dates_are_the_readers(luca, claimed):
    form = {"due_at": "2026-11-24T10:30", "follow_up_at": "", "priority": "80"}

    assert luca.post(f"/tasks/{claimed}/schedule", data=form, headers=HTMX).status_code == 200
    assert row(claimed).due_at.isoformat() == "2026-11-24T09:30:00+00:00"
    assert row(claimed).priority == 80


def test_draft_is_kept_for_its_author(luca, sara, claimed):
    draft = {"values": {"comment": "half"}}

    assert luca.post(f"/tasks/{claimed}/draft", json=draft).status_code == 204
    assert "half" in luca.get(f"/tasks/{claimed}").text
    assert "half" not in sara.get(f"/tasks/{claimed}").text


@pytest.mark.parametrize("draft", [{"values": {"role": "admin"}}, {"values": 5}, {"other": 1}, []])
def test_strange_draft_is_refused(luca, claimed, draft):
    assert luca.post(f"/tasks/{claimed}/draft", json=draft).status_code == 422


def test_draft_does_not_make_the_page_stale(luca, claimed):
    luca.post(f"/tasks/{claimed}/draft", json={"values": {"comment": "half"}})

    assert complete(luca, claimed).status_code == 200


def test_completed_task_brings_the_next_and_says_what_happened(luca, claimed, at):
    start_case(at)
    other = open_tasks()[-1].key
    luca.post(f"/tasks/{other}/claim", headers=HTMX)

    answer = complete(luca, claimed, **{"HX-Current-URL": f"http://localhost/tasks/{claimed}?sort=newest"})

    assert answer.status_code == 200
    assert "“Qualify lead” is done" in answer.text
    assert f'data-task="{other}"' in answer.text
    assert answer.headers["HX-Push-Url"] == f"/tasks/{other}?sort=newest"
    assert row(claimed).state is TaskState.COMPLETED
    assert row(claimed).completed_by == "luca"


def test_completion_sets_the_values_of_the_form(luca, claimed):
    complete(luca, claimed)

    assert case_variables(row(claimed).instance_key) == {"comment": "good", "approved": True, "amount": 5}


def test_last_task_leaves_an_empty_list(luca, claimed):
    answer = complete(luca, claimed)

    assert "All done" in answer.text
    assert answer.headers["HX-Push-Url"] == "/worklist"


def test_task_nobody_claimed_cannot_be_completed(luca, task):
    answer = complete(luca, task, revision=0)

    assert answer.status_code == 409
    assert "Claim “Qualify lead” first" in answer.text


def test_task_of_a_colleague_cannot_be_completed(sara, claimed):
    assert complete(sara, claimed).status_code == 403
    assert row(claimed).state is TaskState.CREATED


def test_second_submission_has_no_effect_and_says_so(luca, claimed):
    complete(luca, claimed)
    tasks = len(open_tasks())

    answer = complete(luca, claimed, json.dumps({"comment": "again"}))

    assert answer.status_code == 409
    assert "was completed" in answer.text
    assert len(open_tasks()) == tasks
    assert case_variables(row(claimed).instance_key)["comment"] == "good"


def test_stale_submission_keeps_what_was_typed(luca, claimed):
    answer = complete(luca, claimed, json.dumps({"comment": "typed by me"}), revision=0)

    assert answer.status_code == 409
    assert "was changed by somebody else" in answer.text
    assert "typed by me" in answer.text
    assert row(claimed).state is TaskState.CREATED


def test_errors_stand_beside_their_fields(luca, claimed):
    answer = complete(luca, claimed, json.dumps({"comment": "", "amount": -1}))

    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#page-errors"
    assert "comment" in answer.text
    assert "The least is 0." in answer.text


@pytest.mark.parametrize(
    "name", ["submit_f11_massassign.json", "submit_f13_shadow.json", "submit_f15_bignum.json", "submit_f17_notutf8.bin"]
)
def test_hostile_submission_is_refused(luca, claimed, name):
    answer = complete(luca, claimed, attack(name))

    assert answer.status_code in {400, 422}
    assert row(claimed).state is TaskState.CREATED
    assert case_variables(row(claimed).instance_key) == {}


@pytest.mark.parametrize("values", ["", "[]", "null", "nonsense", '{"comment": "a\\u0000"}'])
def test_values_that_are_no_values_are_refused(luca, claimed, values):
    assert complete(luca, claimed, values).status_code in {400, 422}


def test_auditor_reads_no_worklist(make_user, browser_of, task):
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))

    assert giulia.get("/worklist").status_code == 403
    assert complete(giulia, task).status_code == 403
