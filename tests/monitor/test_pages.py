"""The pages of the Monitor, through the browser's door."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.db import session
from app.engine.models import Incident
from app.identity.roles import Role
from app.monitor.models import Heartbeat, ProcessKind
from app.monitor.operations import beat, forget_silent
from app.outbox.models import OutboxMessage
from tests.engine.factories import make_definition, make_element, make_incident, make_instance, make_job, make_task
from tests.monitor.conftest import trail
from tests.statements import counted

MOST_STATEMENTS = 12
HTML = "<script>alert(1)</script>"
CAUSE = "a" * 32


@pytest.mark.parametrize("address", ["", "/cases.csv", "/causes", f"/causes/{CAUSE}", "/workload", "/system"])
def test_staff_do_not_reach_the_monitor(luca, address):
    assert luca.get(f"/monitor{address}").status_code == 403


@pytest.mark.parametrize("repair", ["variables/change", "timers/1/move", "cancellation"])
def test_staff_repair_nothing(luca, case, repair):
    assert luca.get(f"/cases/{case.key}/{repair}").status_code == 403
    assert luca.post(f"/cases/{case.key}/{repair}", data={"reason": "x"}).status_code == 403


def test_auditor_looks_and_repairs_nothing(make_user, browser_of, case):
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))
    make_incident(make_instance(), cause=CAUSE)

    assert "Try all" not in giulia.get(f"/monitor/causes/{CAUSE}").text
    assert giulia.post(f"/monitor/causes/{CAUSE}/retries", data={"reason": "x"}).status_code == 403
    assert "Change" not in giulia.get(f"/cases/{case.key}?tab=variables").text


@pytest.mark.parametrize(
    "query",
    ["need=odd", "cause=x", "from=2026-11-02&until=2026-11-01", "from=x", "sort=key", "work=x", "after=x", "version=0"],
)
def test_address_with_something_unknown_is_refused(anna, query):
    assert anna.get(f"/monitor?{query}").status_code == 422


@pytest.mark.parametrize("rows", [1, 20])
def test_list_stays_in_its_budget_of_statements(anna, rows):
    definition = make_definition(process_id="p")
    for number in range(rows):
        case = make_instance(definition)
        make_element(case)
        make_task(case, assignee="luca")
        make_incident(case, cause=str(number % 10) * 32)

    with counted() as statements:
        answer = anna.get("/monitor?state=all&process=p&person=luca&need=incident")

    assert answer.status_code == 200
    assert len(statements) <= MOST_STATEMENTS, statements


@pytest.mark.parametrize(
    "address", ["/monitor/workload", "/monitor/system", "/monitor/causes", "/cases/{}?tab=variables"]
)
def test_other_pages_stay_in_their_budget(anna, case, address):
    with counted() as statements:
        assert anna.get(address.format(case.key)).status_code == 200

    assert len(statements) <= MOST_STATEMENTS, statements


def test_empty_monitor_says_so(anna):
    assert "No case is running" in anna.get("/monitor").text
    assert "Nothing here needs a decision" in anna.get("/monitor?need=stuck").text
    assert "Nobody has anything to do" in anna.get("/monitor/workload").text


def test_names_are_text_wherever_they_stand(anna, at):
    case = make_instance(make_definition(name=HTML), title=HTML, subject_name=HTML, started_at=at)
    make_incident(case, message=HTML, cause=CAUSE)
    make_task(case, name=HTML, assignee=HTML)

    for address in ("/monitor", f"/monitor/causes/{CAUSE}", "/monitor/workload", f"/cases/{case.key}/cancellation"):
        assert HTML not in anna.get(address).text


def test_list_is_a_file_that_no_spreadsheet_runs_and_the_trail_knows(anna):
    case = make_instance(title="=cmd()", business_key="+1")
    make_incident(case, message="@broken")

    answer = anna.get("/monitor/cases.csv?need=incident", buffered=True)

    assert answer.headers["Content-Disposition"] == "attachment; filename=cases.csv"
    for cell in ("'=cmd()", "'+1", "'@broken", str(case.key)):
        assert cell in answer.text
    assert len(answer.text.strip().splitlines()) == 2
    assert trail("cases.exported")[0].after == {"filters": {"need": "incident"}}


def test_all_incidents_of_a_cause_are_asked_for_once(anna, at):
    for _ in range(3):
        make_incident(make_instance(), cause=CAUSE)
    address = f"/monitor/causes/{CAUSE}"

    assert "Try all 3 again" in anna.get(address).text
    assert anna.post(f"{address}/retries", data={"reason": ""}).status_code == 422
    assert anna.post(f"{address}/retries", data={"reason": "mended"}).status_code == 303

    asked = session().scalars(select(Incident.retry_asked_by)).all()
    assert asked == ["anna"] * 3
    assert anna.post(f"{address}/retries", data={"reason": "again"}).status_code == 404


def test_system_is_red_when_nobody_lives_and_work_waits(anna, at):
    session().add(OutboxMessage(queue="mail", actor="run_job", arguments={}, created_at=at - timedelta(minutes=2)))
    make_job(make_instance(), available_at=at - timedelta(minutes=20))

    page = anna.get("/monitor/system").text

    for words in (
        "4 things are wrong",
        "No clock runs",
        "No worker runs",
        "the oldest for 2\xa0min",
        "waits for 20\xa0min",
    ):
        assert words in page


def test_heartbeats_are_kept_while_fresh_and_swept_when_old(anna, at):
    alive = {"host": "here", "pid": 7, "started_at": at - timedelta(hours=1)}
    beat("clock", kind=ProcessKind.CLOCK, at=at - timedelta(seconds=9), chores={"timers": at}, **alive)
    beat("clock", kind=ProcessKind.CLOCK, at=at - timedelta(seconds=2), chores={"timers": at}, **alive)
    beat("worker", kind=ProcessKind.WORKER, at=at - timedelta(minutes=11), jobs_in_hand=1, **alive)
    session().commit()

    page = anna.get("/monitor/system").text
    forget_silent(at)

    assert "The clock last ran 2\xa0s ago." in page
    assert "A worker was last seen 11\xa0min ago." in page
    assert session().scalars(select(Heartbeat.name)).all() == ["clock"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_day_out_of_all_bounds_is_refused(anna, day):
    assert anna.get(f"/monitor?until={day}").status_code == 422
