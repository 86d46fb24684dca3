"""One case from deployment to its end, through the API alone, with a worker outside."""

from decimal import Decimal

from sqlalchemy import select

from app.core.db import json_value, session
from app.engine.models import SignalBroadcast
from tests.api.programs import JOB_THEN_TASK, Program
from tests.engine.driver import END, START, bpmn, flows, service_task


def activated(worker: Program, **more: object) -> list[dict[str, object]]:
    asked = {"type": "fetch-price", "worker": "w1", "timeout": 60_000, "maxJobsToActivate": 5, "requestTimeout": -1}
    answer = worker.post("/jobs/activation", {**asked, **more})
    assert answer.status_code == 200, answer.text
    jobs: list[dict[str, object]] = json_value(answer.text)["jobs"]
    return jobs


def test_case_goes_from_deployment_to_its_end(admin: Program, luca: Program) -> None:
    deployed = admin.deploy(p_bpmn=JOB_THEN_TASK)
    case = luca.start(lead=17, price=0.1)
    (job,) = activated(admin)
    done = admin.post(f"/jobs/{job['jobKey']}/completion", {"variables": {"price": 99.90}})
    task = luca.task_of(case)
    completed = luca.post(f"/user-tasks/{task['userTaskKey']}/completion", {"variables": {"approved": True}})

    assert deployed.json["deployments"][0]["processDefinition"]["processDefinitionId"] == "p"
    assert (job["variables"], job["customHeaders"]) == ({"lead": 17, "price": Decimal("0.1")}, {"unit": "EUR"})
    assert (job["processDefinitionVersion"], job["processInstanceKey"]) == (1, case)
    assert (done.status_code, completed.status_code) == (204, 204)
    shown = luca.get(f"/process-instances/{case}").json
    assert (shown["state"], shown["endDate"], shown["hasIncident"]) == ("COMPLETED", "2026-11-23T09:00:00.000Z", False)


def test_history_of_a_case_is_there_at_once(admin: Program) -> None:
    admin.deploy(p_bpmn=JOB_THEN_TASK)
    case = admin.start()
    (job,) = activated(admin)
    admin.post(f"/jobs/{job['jobKey']}/completion")

    elements = admin.found("/element-instances", {"filter": {"processInstanceKey": case}})
    flow_ids = [flow["elementId"] for flow in admin.get(f"/process-instances/{case}/sequence-flows").json["items"]]
    counts = admin.get(f"/process-instances/{case}/statistics/element-instances").json["items"]

    assert [(element["type"], element["state"]) for element in elements] == [
        ("START_EVENT", "COMPLETED"),
        ("SERVICE_TASK", "COMPLETED"),
        ("USER_TASK", "ACTIVE"),
    ]
    assert flow_ids == ["fetch_to_approve", "start_to_fetch"]
    assert [(one["elementId"], one["active"], one["completed"]) for one in counts] == [
        ("approve", 1, 0),
        ("fetch", 0, 1),
        ("start", 0, 1),
    ]
    assert admin.get(f"/element-instances/{elements[2]['elementInstanceKey']}").json == elements[2]


def test_failed_job_becomes_an_incident_that_can_be_resolved(admin: Program) -> None:
    admin.deploy(p_bpmn=JOB_THEN_TASK)
    case = admin.start()
    (job,) = activated(admin)
    admin.post(f"/jobs/{job['jobKey']}/failure", {"retries": 0, "errorMessage": "no price"})

    (incident,) = admin.found("/incidents", {"filter": {"state": "ACTIVE"}})
    (stuck,) = admin.found("/process-instances", {"filter": {"hasIncident": True}})
    admin.ask("PATCH", f"/jobs/{job['jobKey']}", {"changeset": {"retries": 2}})
    resolved = admin.post(f"/incidents/{incident['incidentKey']}/resolution")
    (again,) = activated(admin)

    assert (incident["errorType"], incident["errorMessage"]) == ("JOB_NO_RETRIES", "no price")
    assert (incident["jobKey"], stuck["processInstanceKey"]) == (job["jobKey"], case)
    assert resolved.status_code == 204
    assert again["jobKey"] == job["jobKey"]
    assert admin.get(f"/incidents/{incident['incidentKey']}").json["state"] == "RESOLVED"


def test_worker_reads_only_the_variables_it_asks_for(admin: Program) -> None:
    admin.deploy(p_bpmn=JOB_THEN_TASK)
    admin.start(lead=17, secret="no")

    (job,) = activated(admin, fetchVariable=["lead"])

    assert job["variables"] == {"lead": 17}


def test_worker_waits_no_longer_than_it_asks(admin: Program) -> None:
    assert activated(admin, requestTimeout=300) == []


def test_error_of_a_job_is_caught_by_the_diagram(admin: Program) -> None:
    body = (
        START
        + service_task("fetch", "fetch-price")
        + '<bpmn:boundaryEvent id="gone" attachedToRef="fetch"><bpmn:errorEventDefinition errorRef="e"/>'
        + "</bpmn:boundaryEvent>"
        + END
        + '<bpmn:endEvent id="lost"/>'
        + flows("start->fetch", "fetch->end", "gone->lost")
    )
    admin.deploy(p_bpmn=bpmn(body, outside='<bpmn:error id="e" name="gone" errorCode="GONE"/>'))
    case = admin.start()
    (job,) = activated(admin)

    thrown = admin.post(f"/jobs/{job['jobKey']}/error", {"errorCode": "GONE", "errorMessage": "sold"})

    assert thrown.status_code == 204
    elements = admin.found("/element-instances", {"filter": {"processInstanceKey": case, "elementId": "lost"}})
    assert [element["state"] for element in elements] == ["COMPLETED"]
    assert admin.found("/jobs", {"filter": {"jobKey": job["jobKey"]}})[0]["state"] == "ERROR_THROWN"


def test_same_idempotency_key_starts_one_case(admin: Program, luca: Program) -> None:
    admin.deploy(p_bpmn=JOB_THEN_TASK)
    body, headers = {"processDefinitionId": "p"}, {"Idempotency-Key": "order-7"}

    keys = [admin.post("/process-instances", body, headers=headers).json["processInstanceKey"] for _ in range(2)]
    of_another = luca.post("/process-instances", body, headers=headers).json["processInstanceKey"]

    assert keys[0] == keys[1] != of_another


def test_message_reaches_the_case_that_waits(admin: Program) -> None:
    subscription = '<zeebe:subscription correlationKey="=quote"/>'
    body = (
        START
        + '<bpmn:intermediateCatchEvent id="answered"><bpmn:messageEventDefinition messageRef="m"/>'
        + "</bpmn:intermediateCatchEvent>"
        + END
        + flows("start->answered", "answered->end")
    )
    message = (
        '<bpmn:message id="m" name="quote_answer"><bpmn:extensionElements>'
        + subscription
        + "</bpmn:extensionElements></bpmn:message>"
    )
    admin.deploy(p_bpmn=bpmn(body, outside=message))
    case = admin.start(quote="Q1")
    sent = {"name": "quote_answer", "correlationKey": "Q1", "variables": {"yes": True}}

    taken = admin.post("/messages/correlation", sent)
    nobody_waits = admin.post("/messages/correlation", sent)
    published = admin.post("/messages/publication", {**sent, "timeToLive": 1500, "messageId": "a"})
    again = admin.post("/messages/publication", {**sent, "timeToLive": 1500, "messageId": "a"})

    assert taken.status_code == 200, taken.text
    assert taken.json["processInstanceKey"] == case
    assert (nobody_waits.status_code, published.status_code, again.status_code) == (404, 200, 409)


def test_signal_is_broadcast_to_all_who_wait(admin: Program) -> None:
    sent = admin.post("/signals/broadcast", {"signalName": "stop", "variables": {"why": "rain"}})

    assert sent.status_code == 200, sent.text
    broadcast = session().scalars(select(SignalBroadcast)).one()
    assert (str(broadcast.key), broadcast.variables) == (sent.json["signalKey"], {"why": "rain"})


def test_case_is_cancelled_once(admin: Program) -> None:
    admin.deploy(p_bpmn=JOB_THEN_TASK)
    case = admin.start()

    answers = [admin.post(f"/process-instances/{case}/cancellation").status_code for _ in range(2)]

    assert answers == [204, 409]
    assert admin.found("/process-instances", {"filter": {"state": "TERMINATED"}})[0]["processInstanceKey"] == case


def test_job_of_our_own_workers_is_not_for_others(admin: Program) -> None:
    admin.deploy(
        p_bpmn=bpmn(START + service_task("write", "sales.write_quote") + END + flows("start->write", "write->end"))
    )
    admin.start(quote_id=None)
    (job,) = admin.found("/jobs", {"filter": {"type": "sales.write_quote"}})

    answer = admin.post(f"/jobs/{job['jobKey']}/completion", {"variables": {"number": "Q-1"}})

    assert answer.status_code == 409
    assert "own workers" in answer.json["detail"]
