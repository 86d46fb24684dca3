"""Searches: whose eyes, which filters, which order, which page; at what cost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.engine.models import InstanceState
from tests.api.programs import FOR_SALES, MakeProgram, Program
from tests.engine.driver import START, bpmn, flows, user_task
from tests.engine.factories import (
    AT,
    make_definition,
    make_element,
    make_form,
    make_incident,
    make_instance,
    make_job,
    make_task,
)
from tests.statements import counted

SEARCHES = [
    "/process-definitions",
    "/process-instances",
    "/element-instances",
    "/user-tasks",
    "/jobs",
    "/incidents",
    "/decision-definitions",
]
OF_CASES = ["/process-instances", "/element-instances", "/user-tasks", "/incidents"]


def make_cases(count: int = 5, group: str = "sales") -> list[str]:
    """Cases of a group, the first the oldest; each with a task, a token, a job and an incident."""
    definition = make_definition(groups=[group])
    keys = []
    for number in range(count):
        case = make_instance(definition, started_by="web_form", started_at=AT + timedelta(hours=number))
        make_task(case, candidate_groups=[group], priority=number * 10, name=f"Task {number}")
        make_element(case, element_type="userTask")
        make_job(case)
        make_incident(case)
        keys.append(str(case.key))
    return keys


@pytest.mark.parametrize("path", OF_CASES)
def test_staff_of_another_group_see_nothing(session: Session, luca: Program, marta: Program, path: str) -> None:
    make_cases()

    assert len(luca.found(path)) == 5
    assert marta.found(path) == []


def test_single_things_of_another_group_are_not_there(session: Session, admin: Program, marta: Program) -> None:
    make_cases(1)

    paths = [
        f"{path}/{admin.found(path)[0][key]}"
        for path, key in zip(
            OF_CASES, ["processInstanceKey", "elementInstanceKey", "userTaskKey", "incidentKey"], strict=True
        )
    ]
    case = admin.found("/process-instances")[0]["processInstanceKey"]
    paths += [f"/process-instances/{case}/sequence-flows", f"/variables/{case}000001"]

    assert [marta.get(path).status_code for path in paths] == [404] * len(paths)
    task = admin.found("/user-tasks")[0]["userTaskKey"]
    assert marta.post(f"/user-tasks/{task}/completion").status_code == 404
    assert marta.post(f"/user-tasks/{task}/assignment", {"assignee": "marta"}).status_code == 404


@pytest.mark.parametrize(
    ("filter_", "wanted"),
    [
        ({"processInstanceKey": "{1}"}, [1]),
        ({"processInstanceKey": {"$in": ["{1}", "{3}"]}}, [1, 3]),
        ({"processInstanceKey": {"$notIn": ["{1}", "{3}"]}}, [0, 2, 4]),
        ({"processInstanceKey": {"$neq": "{1}"}}, [0, 2, 3, 4]),
        ({"startDate": {"$gte": "2026-11-23T11:00:00Z"}}, [3, 4]),
        ({"startDate": {"$gt": "2026-11-23T11:00:00+01:00", "$lt": "2026-11-23T11:30:00Z"}}, [3]),
        ({"startDate": "2026-11-23T08:00:00Z"}, [0]),
        ({"endDate": {"$exists": True}}, []),
        ({"state": "ACTIVE", "hasIncident": True}, [0, 1, 2, 3, 4]),
        ({"state": {"$in": ["COMPLETED"]}}, []),
        ({"hasIncident": False}, []),
        ({"processDefinitionName": {"$like": "Lead*or?er"}}, [0, 1, 2, 3, 4]),
        ({"processDefinitionName": {"$like": "%"}}, []),
        ({"processDefinitionVersion": 1, "parentProcessInstanceKey": None}, [0, 1, 2, 3, 4]),
        ({"$or": [{"processInstanceKey": "{0}"}, {"startDate": {"$gte": "2026-11-23T12:00:00Z"}}]}, [0, 4]),
    ],
)
def test_filter_finds(session: Session, admin: Program, filter_: dict[str, Any], wanted: list[int]) -> None:
    keys = make_cases()

    found = admin.found("/process-instances", {"filter": with_keys(filter_, keys)})

    assert [keys.index(one["processInstanceKey"]) for one in found] == wanted


def with_keys(value: Any, keys: list[str]) -> Any:
    if isinstance(value, dict):
        return {name: with_keys(inner, keys) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_keys(inner, keys) for inner in value]
    return value.format(*keys) if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("path", "filter_", "count"),
    [
        ("/user-tasks", {"candidateGroup": "sales"}, 5),
        ("/user-tasks", {"candidateGroup": {"$in": ["service", "sales"]}}, 5),
        ("/user-tasks", {"candidateGroup": {"$neq": "sales"}}, 0),
        ("/user-tasks", {"candidateUser": "luca"}, 0),
        ("/user-tasks", {"assignee": {"$exists": False}, "priority": {"$gt": 20}}, 2),
        ("/user-tasks", {"name": {"$like": "task*"}}, 0),
        ("/user-tasks", {"name": {"$like": "Task ?"}, "state": {"$neq": "CREATED"}}, 0),
        ("/user-tasks", {"state": "FAILED"}, 0),
        ("/element-instances", {"type": "USER_TASK", "hasIncident": False}, 5),
        ("/element-instances", {"type": {"$in": ["START_EVENT"]}}, 0),
        ("/incidents", {"state": "ACTIVE", "errorType": "JOB_NO_RETRIES"}, 5),
        ("/incidents", {"state": {"$neq": "ACTIVE"}}, 0),
        ("/jobs", {"type": "mail.send", "state": "CREATED", "hasFailedWithRetriesLeft": False}, 5),
        ("/process-definitions", {"isLatestVersion": True, "hasStartForm": False}, 1),
    ],
)
def test_other_filters_find(session: Session, admin: Program, path: str, filter_: dict[str, Any], count: int) -> None:
    make_cases()

    assert len(admin.found(path, {"filter": filter_})) == count


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"filter": {"colour": "red"}}, "filter.colour"),
        ({"filter": {"state": "SLEEPING"}}, "filter.state"),
        ({"filter": {"state": {"$regex": ".*"}}}, "filter.state"),
        ({"filter": {"processInstanceKey": "1; DROP TABLE"}}, "filter.processInstanceKey"),
        ({"filter": {"processInstanceKey": {"$like": "1"}}}, "filter.processInstanceKey"),
        ({"filter": {"startDate": "today"}}, "filter.startDate"),
        ({"filter": {"startDate": "2026-11-23T08:00:00"}}, "filter.startDate"),
        ({"filter": {"hasIncident": 1}}, "filter.hasIncident"),
        ({"filter": {"processDefinitionId": 7}}, "filter.processDefinitionId"),
        ({"filter": {"processDefinitionId": {}}}, "filter.processDefinitionId"),
        ({"filter": {"processDefinitionId": {"$in": "p"}}}, "filter.processDefinitionId"),
        ({"filter": {"processDefinitionVersion": 10**12}}, "filter.processDefinitionVersion"),
        ({"filter": {"$or": []}}, "filter.$or"),
        ({"filter": []}, None),
        ({"filter": "x"}, "filter"),
        ({"sort": [{"field": "title"}]}, "sort.0.field"),
        ({"sort": [{"field": "hasIncident"}]}, "sort.0.field"),
        ({"sort": [{"field": "startDate", "order": "UP"}]}, "sort.0.order"),
        ({"sort": "startDate"}, "sort"),
        ({"page": {"limit": 101}}, "page.limit"),
        ({"page": {"limit": 0}}, "page.limit"),
        ({"page": {"limit": True}}, "page.limit"),
        ({"page": {"from": 10_001}}, "page.from"),
        ({"page": {"from": -1}}, "page.from"),
        ({"page": {"size": 1}}, "page.size"),
        ({"page": {"from": 1, "after": "x"}}, "page"),
        ({"page": {"after": "x"}}, None),
        ({"where": 1}, "where"),
    ],
)
def test_what_a_search_has_not_is_refused_by_name(admin: Program, body: dict[str, Any], named: str | None) -> None:
    answer = admin.post("/process-instances/search", body)

    if body == {"filter": []}:
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert named is None or named in answer.json["fields"]


@pytest.mark.parametrize(
    ("path", "sort"),
    [
        ("/process-instances", []),
        ("/process-instances", [{"field": "startDate", "order": "DESC"}]),
        ("/process-instances", [{"field": "endDate"}, {"field": "startDate", "order": "desc"}]),
        ("/process-instances", [{"field": "endDate", "order": "DESC"}, {"field": "state"}]),
        ("/process-instances", [{"field": "state"}, {"field": "processDefinitionName"}]),
    ],
)
def test_pages_follow_one_another_both_ways(session: Session, admin: Program, path: str, sort: list[Any]) -> None:
    make_cases(5)
    for hours in (1, 2):
        make_instance(state=InstanceState.COMPLETED, ended_at=AT + timedelta(hours=hours))
    whole = admin.found(path, {"sort": sort})

    pages, after = [], None
    while True:
        answer = admin.post(f"{path}/search", {"sort": sort, "page": {"limit": 3, "after": after}}).json
        if not answer["items"]:
            break
        pages.append(answer)
        after = answer["page"]["endCursor"]
    before = pages[2]["page"]["startCursor"]
    previous = admin.post(f"{path}/search", {"sort": sort, "page": {"limit": 3, "before": before}}).json

    assert [one for page in pages for one in page["items"]] == whole
    assert [len(page["items"]) for page in pages] == [3, 3, 1]
    assert previous["items"] == pages[1]["items"]
    assert {page["page"]["totalItems"] for page in pages} == {7}
    assert admin.found(path, {"sort": sort, "page": {"from": 5, "limit": 3}}) == whole[5:]


def test_cursor_of_another_order_is_refused(session: Session, admin: Program) -> None:
    make_cases(2)
    cursor = admin.post("/process-instances/search", {}).json["page"]["endCursor"]

    body = {"sort": [{"field": "startDate"}], "page": {"after": cursor}}

    assert admin.post("/process-instances/search", body).status_code == 400


def test_counting_stops(session: Session, admin: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.searching.MOST_COUNTED", 3)
    make_cases(5)

    page = admin.post("/process-instances/search", {"page": {"limit": 2}}).json["page"]

    assert (page["totalItems"], page["hasMoreTotalItems"]) == (3, True)


@pytest.mark.parametrize("path", SEARCHES)
def test_search_takes_few_statements(session: Session, admin: Program, path: str) -> None:
    make_cases(5)

    with counted() as statements:
        admin.found(path, {"page": {"limit": 2}})

    assert len(statements) <= 6, statements


def test_variables_of_a_case_are_searched(admin: Program) -> None:
    admin.deploy(p_bpmn=bpmn(START + user_task("t", FOR_SALES) + flows("start->t")))
    case = admin.start(b=[1, 2.5], a="x", long="y" * 10_000)
    of_case = {"processInstanceKey": case}

    found = admin.found("/variables", {"filter": of_case})
    named = admin.found("/variables", {"filter": {**of_case, "name": {"$like": "?"}, "value": {"$neq": '"x"'}}})
    page = admin.post("/variables/search", {"filter": of_case, "page": {"limit": 2}}).json["page"]
    rest = admin.found("/variables", {"filter": of_case, "page": {"after": page["endCursor"]}})

    assert [(one["name"], one["isTruncated"]) for one in found] == [("a", False), ("b", False), ("long", True)]
    assert [one["value"] for one in named] == ["[1, 2.5]"]
    assert [one["name"] for one in rest] == ["long"]
    assert len(admin.get(f"/variables/{found[2]['variableKey']}").json["value"]) == 10_002
    assert admin.post("/variables/search", {"filter": {**of_case, "x": 1}}).status_code == 400


def test_staff_of_another_group_see_no_variables(admin: Program, marta: Program) -> None:
    admin.deploy(p_bpmn=bpmn(START + user_task("t", FOR_SALES) + flows("start->t")))
    case = admin.start(secret=1)

    assert marta.post("/variables/search", {"filter": {"processInstanceKey": case}}).status_code == 404


def test_definitions_are_shown_with_diagram_and_form(session: Session, luca: Program) -> None:
    form = make_form({"type": "default", "components": []})
    definition = make_definition(start_form_id=form.form_id)

    shown = luca.get(f"/process-definitions/{definition.key}").json
    xml = luca.get(f"/process-definitions/{definition.key}/xml")
    start_form = luca.get(f"/process-definitions/{definition.key}/form").json

    assert (shown["hasStartForm"], shown["resourceName"]) == (True, f"{definition.process_id}.bpmn")
    assert xml.mimetype == "text/xml"
    assert xml.text.startswith("<definitions")
    assert start_form["formKey"] == str(form.key)


def test_searches_of_a_program_without_groups_find_nothing(session: Session, program_of: MakeProgram) -> None:
    make_cases()

    assert program_of("nemo").found("/user-tasks") == []
