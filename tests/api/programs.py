"""Programs that use the API with a token, and small diagrams for them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.engine.driver import END, START, bpmn, flows, service_task, user_task

FOR_SALES = '<zeebe:assignmentDefinition candidateGroups="sales"/>'
ONE_TASK = bpmn(START + user_task("first", FOR_SALES) + END + flows("start->first", "first->end"))
JOB_THEN_TASK = bpmn(
    START
    + service_task(
        "fetch", "fetch-price", '<zeebe:taskHeaders><zeebe:header key="unit" value="EUR"/></zeebe:taskHeaders>'
    )
    + user_task("approve", FOR_SALES)
    + END
    + flows("start->fetch", "fetch->approve", "approve->end")
)


@dataclass
class Program:
    """A program with the token of somebody."""

    client: FlaskClient
    token: str

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if body is not None:
            options |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.open(f"/v2{path}", method=method, headers=headers, **options)

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.ask("POST", path, body, **options)

    def found(self, path: str, body: Any = None) -> list[dict[str, Any]]:
        """The items of a search that succeeds."""
        answer = self.post(f"{path}/search", {} if body is None else body)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json["items"]
        return items

    def deploy(self, **files: bytes) -> TestResponse:
        """Deploy files; `p_bpmn` is the file `p.bpmn`."""
        parts = [(BytesIO(content), ".".join(name.rsplit("_", 1))) for name, content in files.items()]
        return self.ask("POST", "/deployments", data={"resources": parts}, content_type="multipart/form-data")

    def start(self, process_id: str = "p", **variables: Any) -> str:
        """The key of a new case."""
        answer = self.post("/process-instances", {"processDefinitionId": process_id, "variables": variables})
        assert answer.status_code == 200, answer.text
        return str(answer.json["processInstanceKey"])

    def task_of(self, case_key: str) -> dict[str, Any]:
        """The one open task of a case."""
        (task,) = self.found("/user-tasks", {"filter": {"processInstanceKey": case_key, "state": "CREATED"}})
        return task


MakeProgram = Callable[..., Program]
