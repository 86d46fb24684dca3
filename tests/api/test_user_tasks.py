"""User tasks through the API: the form decides what counts, and who sees a task may work on it."""

import json
from typing import Any

import pytest

from app.identity.roles import Role
from tests.api.programs import FOR_SALES, ONE_TASK, MakeProgram, Program
from tests.engine.driver import END, START, bpmn, flows, user_task

FORM = json.dumps(
    {
        "type": "default",
        "id": "decide",
        "schemaVersion": 16,
        "components": [
            {"type": "checkbox", "key": "approved", "label": "Approved", "id": "c1"},
            {"type": "textfield", "key": "comment", "label": "Comment", "id": "c2", "validate": {"maxLength": 20}},
            {"type": "number", "key": "amount", "label": "Amount", "id": "c3", "validate": {"max": 1000}},
        ],
    }
).encode()
WITH_FORM = bpmn(
    START
    + user_task("decide", '<zeebe:formDefinition formId="decide"/>' + FOR_SALES)
    + END
    + flows("start->decide", "decide->end")
)


def opened(admin: Program, *, with_form: bool = False) -> str:
    """The key of a new task for sales."""
    if with_form:
        admin.deploy(p_bpmn=WITH_FORM, decide_form=FORM)
    else:
        admin.deploy(p_bpmn=ONE_TASK)
    return str(admin.task_of(admin.start(credit_limit=100))["userTaskKey"])


def state_of(admin: Program, task: str) -> Any:
    return admin.get(f"/user-tasks/{task}").json["state"]


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"approved": True, "credit_limit": 9_999_999}, "credit_limit"),
        ({"approved": True, "_owner": "me"}, "_owner"),
        ({"len": 1}, "len"),
        ({"sum": "x"}, "sum"),
        ({"today": 0}, "today"),
        ({"task": None}, "task"),
        ({"comment": "x" * 21}, "comment"),
        ({"amount": 1001}, "amount"),
        ({"approved": "yes"}, "approved"),
    ],
)
def test_only_what_the_form_allows_is_taken(admin: Program, luca: Program, variables: Any, named: str) -> None:
    task = opened(admin, with_form=True)

    answer = luca.post(f"/user-tasks/{task}/completion", {"variables": variables})

    assert answer.status_code == 400, answer.text
    assert named in answer.json["fields"]
    assert state_of(admin, task) == "CREATED"


def test_form_is_given_and_completed(admin: Program, luca: Program) -> None:
    task = opened(admin, with_form=True)

    form = luca.get(f"/user-tasks/{task}/form").json
    answer = luca.post(f"/user-tasks/{task}/completion", {"variables": {"approved": True, "amount": 99.5}})

    assert (form["formId"], form["version"], json.loads(form["schema"])["id"]) == ("decide", 1, "decide")
    assert answer.status_code == 204, answer.text
    shown = admin.get(f"/user-tasks/{task}").json
    assert (shown["state"], shown["completionDate"]) == ("COMPLETED", "2026-11-23T09:00:00.000Z")
    values = {one["name"]: one["value"] for one in variables_of(admin, shown["processInstanceKey"])}
    assert values == {"amount": "99.5", "approved": "true", "credit_limit": "100"}


def variables_of(program: Program, case: str) -> list[dict[str, Any]]:
    return program.found("/variables", {"filter": {"processInstanceKey": case}})


def test_task_without_a_form_takes_any_variables(admin: Program, luca: Program) -> None:
    task = opened(admin)

    answers = [luca.post(f"/user-tasks/{task}/completion", {"variables": {"any": [1]}}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 409]
    assert "was completed by luca" in answers[1].json["detail"]
    assert luca.get(f"/user-tasks/{task}/form").status_code == 204


def test_task_of_a_colleague_is_theirs(admin: Program, luca: Program, program_of: MakeProgram) -> None:
    lara = program_of("lara", groups=["sales"])
    task = opened(admin)
    luca.post(f"/user-tasks/{task}/assignment", {"assignee": "luca"})

    answers = [
        lara.post(f"/user-tasks/{task}/completion", {}),
        lara.post(f"/user-tasks/{task}/assignment", {"assignee": "lara"}),
        lara.ask("DELETE", f"/user-tasks/{task}/assignee"),
        lara.ask("PATCH", f"/user-tasks/{task}", {"changeset": {"priority": 90}}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert admin.get(f"/user-tasks/{task}").json["assignee"] == "luca"


def test_task_is_taken_by_one(admin: Program, luca: Program, program_of: MakeProgram) -> None:
    lara = program_of("lara", groups=["sales"])
    task = opened(admin)

    answers = [
        program.post(f"/user-tasks/{task}/assignment", {"assignee": name, "allowOverride": False})
        for program, name in ((luca, "luca"), (lara, "lara"))
    ]

    assert [answer.status_code for answer in answers] == [204, 409]
    assert "took 'first' first" in answers[1].json["detail"]


def test_task_is_given_to_people_who_work_on_tasks(admin: Program, luca: Program, program_of: MakeProgram) -> None:
    program_of("giulia", Role.AUDITOR)
    task = opened(admin)

    refused = [luca.post(f"/user-tasks/{task}/assignment", {"assignee": name}) for name in ("giulia", "nobody")]
    given = luca.post(f"/user-tasks/{task}/assignment", {"assignee": "admin"})
    given_back = admin.ask("DELETE", f"/user-tasks/{task}/assignee")

    assert [answer.status_code for answer in refused] == [400, 400]
    assert (given.status_code, given_back.status_code) == (204, 204)
    assert admin.get(f"/user-tasks/{task}").json["assignee"] is None


def test_dates_and_priority_are_moved(admin: Program, luca: Program) -> None:
    task = opened(admin)
    changes = {"dueDate": "2026-12-01T10:00:00+01:00", "followUpDate": "2026-11-30T09:00:00Z", "priority": 80}
    luca.ask("PATCH", f"/user-tasks/{task}", {"changeset": changes})

    answer = luca.ask("PATCH", f"/user-tasks/{task}", {"changeset": {"followUpDate": ""}})

    assert answer.status_code == 204
    shown = luca.get(f"/user-tasks/{task}").json
    assert (shown["dueDate"], shown["followUpDate"], shown["priority"]) == ("2026-12-01T09:00:00.000Z", None, 80)


@pytest.mark.parametrize(
    "changes",
    [
        {"dueDate": "tomorrow"},
        {"dueDate": "9999-12-31T23:00:00-10:00"},
        {"priority": 101},
        {"candidateGroups": ["x"]},
        {"x": 1},
    ],
)
def test_change_that_cannot_be_is_refused(admin: Program, luca: Program, changes: Any) -> None:
    task = opened(admin)

    assert luca.ask("PATCH", f"/user-tasks/{task}", {"changeset": changes}).status_code == 400


def test_task_shows_its_variables_only(admin: Program, luca: Program) -> None:
    mapped = '<zeebe:ioMapping><zeebe:input source="=secret + 1" target="shown"/></zeebe:ioMapping>'
    admin.deploy(p_bpmn=bpmn(START + user_task("t", mapped + FOR_SALES) + END + flows("start->t", "t->end")))
    task = admin.task_of(admin.start(secret=41))["userTaskKey"]

    found = luca.found(f"/user-tasks/{task}/variables", {"sort": [{"field": "name", "order": "DESC"}]})

    assert [(one["name"], one["value"], one["scopeKey"] == task) for one in found] == [
        ("shown", "42", True),
        ("secret", "41", False),
    ]
    assert luca.get(f"/variables/{found[0]['variableKey']}").json["value"] == "42"
