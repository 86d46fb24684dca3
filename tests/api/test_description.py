"""The description of both APIs is made from the addresses, so it has all of them."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.api.description.openapi import path_of

REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')


def test_every_address_is_described(app: Flask, client: FlaskClient) -> None:
    found = client.get("/api/openapi.json").json

    described = {(path, method.upper()) for path, methods in found["paths"].items() for method in methods}
    there = {
        (path_of(rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/v2/", "/api/"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == there
    assert ("/api/leads", "POST") in described


def test_every_operation_says_what_it_is(client: FlaskClient) -> None:
    operations = list(every_operation(client))

    assert [one["operationId"] for one in operations if not one["summary"]] == []
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert [one["operationId"] for one in operations if "x-permission" not in one] == [
        "show_docs",
        "create_lead",
        "show_openapi",
        "create_service_request",
        "show_license",
        "show_status",
    ]


def test_every_reference_leads_somewhere(client: FlaskClient) -> None:
    answer = client.get("/api/openapi.json")

    assert set(REFERENCE.findall(answer.text)) <= set(answer.json["components"]["schemas"])


def test_shapes_are_those_of_the_code(client: FlaskClient) -> None:
    schemas = client.get("/api/openapi.json").json["components"]["schemas"]

    assert schemas["UserTaskAssignment"]["required"] == ["assignee"]
    assert schemas["UserTaskResult"]["properties"]["dueDate"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert "CREATED" in str(schemas["UserTasksSearch"]["properties"]["filter"]["properties"]["state"])
    assert schemas["WebLead"]["properties"]["company_name"]["type"] == ["string", "null"]


def test_people_read_it_too(client: FlaskClient) -> None:
    page = client.get("/api/docs")

    assert page.status_code == 200
    assert "POST /v2/user-tasks/{task_key}/completion" in page.text
    assert "<script" not in page.text.partition("<body")[2]


def every_operation(client: FlaskClient) -> list[dict[str, Any]]:
    paths = client.get("/api/openapi.json").json["paths"]
    return [operation for methods in paths.values() for operation in methods.values()]
