"""What programs are told when something is refused: problem+json, with the status that Camunda has."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.engine.models import Deployment
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.api.programs import ONE_TASK, MakeProgram, Program

ATTACKS = Path(__file__).parents[1] / "attacks"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "part"),
    [
        ("GET", "/nothing", None, 404, "nothing at this address"),
        ("DELETE", "/process-instances/search", None, 405, "does not answer"),
        ("GET", "/process-instances/abc", None, 400, "“abc” is not a key"),
        ("GET", "/process-instances/99999999999999999999", None, 400, "is not a key"),
        ("GET", "/process-instances/9223372036854775808", None, 400, "is not a key"),
        ("GET", "/process-instances/7", None, 404, "There is no case 7."),
        ("GET", "/user-tasks/7", None, 404, "There is no task 7."),
        ("GET", "/element-instances/7", None, 404, "There is no element instance 7."),
        ("GET", "/incidents/7", None, 404, "There is no incident 7."),
        ("GET", "/variables/7", None, 404, "There is no case"),
        ("GET", "/process-definitions/7", None, 404, "There is no process definition"),
        ("GET", "/decision-definitions/7", None, 404, "There is no decision definition"),
        ("POST", "/jobs/7/completion", None, 404, "There is no job 7."),
        ("POST", "/user-tasks/7/completion", [], 400, "must be a JSON object"),
        ("POST", "/user-tasks/7/completion", {"variable": {}}, 400, "variable: There is no such field."),
        ("POST", "/user-tasks/7/completion", {"variables": 5}, 400, "variables: "),
        ("POST", "/user-tasks/7/assignment", {}, 400, "assignee: "),
        ("POST", "/process-instances", {}, 400, "either processDefinitionId or processDefinitionKey"),
        ("POST", "/process-instances", {"processDefinitionId": "none"}, 404, "There is no process 'none'"),
        ("POST", "/process-instances", {"processDefinitionKey": "x"}, 400, "is not a key"),
        ("POST", "/process-instances", {"processDefinitionKey": "7"}, 404, "There is no process definition 7"),
        ("POST", "/process-instances", {"processDefinitionId": "p", "awaitCompletion": True}, 400, "does not wait"),
        (
            "POST",
            "/process-instances",
            {"processDefinitionId": "p", "startInstructions": [{"elementId": "a"}]},
            400,
            "start instructions are not supported",
        ),
        ("POST", "/process-instances", {"processDefinitionId": "p", "tenantId": "b"}, 400, "There is one tenant"),
        ("POST", "/jobs/activation", {"type": "a"}, 400, "timeout: "),
        ("POST", "/jobs/activation", {"type": "a", "timeout": 0, "maxJobsToActivate": 1}, 400, "timeout: "),
        ("POST", "/messages/publication", {}, 400, "name: "),
        ("POST", "/signals/broadcast", {}, 400, "signalName: "),
        ("POST", "/signals/broadcast", {"signalName": "s", "tenantId": "b"}, 400, "There is one tenant"),
        ("POST", "/variables/search", {}, 400, "Name the case"),
        ("POST", "/decision-definitions/evaluation", {"decisionDefinitionId": "d"}, 404, "There is no decision 'd'"),
        ("PATCH", "/jobs/7", {"changeset": {"timeout": 5}}, 400, "lease cannot be made longer"),
    ],
)
def test_refusal_is_a_problem(admin: Program, *, method: str, path: str, body: Any, status: int, part: str) -> None:
    answer = admin.ask(method, path, body)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    assert answer.json["status"] == status
    assert part in answer.json["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"variables": {"x": NaN}}',
        b'{"variables": {"x": Infinity}}',
        b'{"variables": {"x": 1}, "variables": {"x": 2}}',
        b'{"variables": {"x": "\xe8"}}',
        b'{"variables": {"x": 1e400}}',
        b'{"variables": {"x": ' + b"9" * 100 + b"}}",
        b'{"variables": {"x": "\\u0000"}}',
        b'{"variables": ' + b"[" * 60 + b"]" * 60 + b"}",
        b"{",
    ],
)
def test_body_that_cannot_be_read_is_refused(admin: Program, body: bytes) -> None:
    admin.deploy(p_bpmn=ONE_TASK)
    task = admin.task_of(admin.start())

    path = f"/user-tasks/{task['userTaskKey']}/completion"
    answer = admin.ask("POST", path, data=body, content_type="application/json")

    assert answer.status_code == 400, answer.text
    assert admin.get(f"/user-tasks/{task['userTaskKey']}").json["state"] == "CREATED"


def test_nobody_is_asked_to_prove_who_they_are(client: FlaskClient, luca: Program) -> None:
    answers = [client.get("/v2/topology"), Program(luca.client, "pratica_wrong").get("/topology")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert {answer.mimetype for answer in answers} == {"application/problem+json"}
    assert client.get("/v2/status").status_code == 204


def test_role_without_the_right_is_refused(luca: Program, program_of: MakeProgram) -> None:
    giulia = program_of("giulia", Role.AUDITOR)

    assert luca.deploy(p_bpmn=ONE_TASK).status_code == 403
    assert luca.post("/jobs/search").status_code == 403
    assert giulia.post("/process-instances", {"processDefinitionId": "p"}).status_code == 403
    assert giulia.post("/process-instances/search").status_code == 200


def test_refused_deployment_tells_everything_and_stays_in_the_trail(admin: Program, session: Session) -> None:
    hostile = (ATTACKS / "bpmn/script/s01.bpmn").read_bytes()

    answer = admin.deploy(good_bpmn=ONE_TASK, s01_bpmn=hostile)

    assert answer.status_code == 422
    errors = [found for found in answer.json["findings"] if found["severity"] == "error"]
    assert ("s01.bpmn", "t") in [(found["resource"], found["elementId"]) for found in errors]
    assert all(found["message"] and found["remedy"] for found in errors)
    assert "os.system" in answer.text
    assert session.scalar(select(func.count()).select_from(Deployment)) == 0
    kept = session.scalars(select(TrailEntry).where(TrailEntry.action == "deployment.refused")).one()
    assert (kept.actor_id, kept.after["files"]) == ("admin", ["good.bpmn", "s01.bpmn"])


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"files": [(BytesIO(ONE_TASK), "p.bpmn")]},
        {"resources": [(BytesIO(ONE_TASK), "p.bpmn"), (BytesIO(ONE_TASK), "folder/p.bpmn")]},
        {"resources": [(BytesIO(ONE_TASK), "x" * 300)]},
    ],
)
def test_deployment_without_usable_files_is_refused(admin: Program, parts: dict[str, Any]) -> None:
    answer = admin.ask("POST", "/deployments", data=parts, content_type="multipart/form-data")

    assert answer.status_code == 400, answer.text


def test_unchanged_file_makes_no_new_version(admin: Program) -> None:
    made = [admin.deploy(p_bpmn=ONE_TASK).json["deployments"][0]["processDefinition"] for _ in range(2)]

    assert made[0] == made[1]
    assert made[0]["processDefinitionVersion"] == 1
