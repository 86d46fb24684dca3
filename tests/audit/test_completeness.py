"""What must be in the trail is in it, with before, after and reason."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import transaction
from app.engine import operations as engine
from app.engine.models import Incident, Job, Timer, UserTask
from app.identity import operations as identity
from app.identity.roles import Role
from app.parties.company import CompanyDetails, Habits, describe_company, set_habits
from app.trail.models import TrailEntry
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.fixtures.people import PASSWORD, BrowserOf, MakeUser, send_form_token

WHY = "Because we must"
LATER = timedelta(hours=3)
PAUSE = (
    '<bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)
ASK = START + user_task("ask") + END + flows("start->ask", "ask->end")
WORK = START + service_task("work") + END + flows("start->work", "work->end")
WAIT = START + PAUSE + END + flows("start->pause", "pause->end")
ALPINA = CompanyDetails(name="Alpina S.r.l.", country="IT", email="sales@alpina.example")
HABITS = Habits("3,1", "message", 5, {"0": [["09:00", "13:00"]]}, None, [])


def by_anna(verb: Callable[..., object], *values: object, **named: object) -> Callable[[Any, datetime], None]:
    """Anna does it to something; a value that is a timedelta is that long after now."""

    def do(target: Any, at: datetime) -> None:
        moved = {name: at + value if isinstance(value, timedelta) else value for name, value in named.items()}
        verb(*([] if target is None else [target]), *values, by=ANNA, at=at, **moved)

    return do


def of(body: str, table: type | None = None) -> Callable[[Session, datetime], Any]:
    """A case of a small diagram, or the one row of a table that belongs to it."""

    def prepare(session: Session, at: datetime) -> Any:
        deploy(bpmn(body), at=at)
        driver = Driver(at, amount=1)
        if table is Incident:
            driver.fail_job("work", retries=0)
        return driver.key if table is None else session.scalars(select(table.key)).one()

    return prepare


def a_diagram(_session: Session, at: datetime) -> Any:
    deploy(bpmn(ASK), at=at)


def a_company(_session: Session, at: datetime) -> Any:
    with transaction():
        describe_company(replace(ALPINA, name="Alpina"), by=ANNA, at=at)


def luca(_session: Session, _at: datetime) -> Any:
    return "luca"


def nothing(_session: Session, _at: datetime) -> Any:
    return None


DONE = {
    "process.deployed": (a_diagram, by_anna(engine.deploy, {"file0.bpmn": bpmn(WORK)}, reason=WHY)),
    "task.assigned": (of(ASK, UserTask), by_anna(engine.assign_task, assignee="luca", reason=WHY)),
    "task.scheduled": (
        of(ASK, UserTask),
        by_anna(engine.schedule_task, due_at=LATER, follow_up_at=None, priority=50, reason=WHY),
    ),
    "variables.set": (of(ASK), by_anna(engine.set_variables, {"amount": 2}, reason=WHY)),
    "process_instance.cancelled": (of(ASK), by_anna(engine.cancel_instance, reason=WHY)),
    "incident.retried": (of(WORK, Incident), by_anna(engine.retry_incident, reason=WHY)),
    "job.hastened": (of(WORK, Job), by_anna(engine.try_job_now, reason=WHY)),
    "job.retries_updated": (of(WORK, Job), by_anna(engine.update_job_retries, retries=3)),
    "timer.moved": (of(WAIT, Timer), by_anna(engine.move_timer, due_at=LATER, reason=WHY)),
    "company.changed": (a_company, by_anna(describe_company, ALPINA)),
    "company.changed (hours)": (a_company, by_anna(set_habits, HABITS)),
    "user.changed": (luca, by_anna(identity.change_user, roles=["manager"], reason=WHY)),
    "user.disabled": (luca, by_anna(identity.disable_user, reason=WHY)),
    "security.changed": (nothing, by_anna(identity.require_second_factor, ["administrator"])),
}
WITHOUT_REASON = {"job.retries_updated", "company.changed", "company.changed (hours)", "security.changed"}
"""Programs set retries; settings ask for no reason."""


@pytest.mark.parametrize("name", DONE)
def test_what_is_done_is_told_with_before_after_and_reason(
    session: Session, make_user: MakeUser, at: datetime, name: str
) -> None:
    make_user("luca", display_name="Luca Ferri")
    prepare, act = DONE[name]
    target = prepare(session, at)

    with transaction():
        act(target, at)

    told = session.scalars(
        select(TrailEntry).where(TrailEntry.action == name.split(maxsplit=1)[0]).order_by(TrailEntry.id.desc()).limit(1)
    ).one()
    assert told.actor_id == "anna"
    assert told.before
    assert told.after
    assert told.before != told.after
    assert told.reason == (None if name in WITHOUT_REASON else WHY)


EXPORTS = {
    "/parties.csv": "parties.exported",
    "/invoices.csv": "invoices.exported",
    "/trail.csv": "trail.exported",
    "/trail.jsonl": "trail.exported",
    "/monitor/cases.csv": "cases.exported",
}


@pytest.mark.parametrize("address", EXPORTS)
def test_who_takes_a_list_out_is_told(
    session: Session, make_user: MakeUser, browser_of: BrowserOf, address: str
) -> None:
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))

    assert giulia.get(address, buffered=True).status_code == 200

    told = session.scalars(select(TrailEntry)).one()
    assert (told.action, told.actor_id) == (EXPORTS[address], "giulia")
    assert told.after


def test_refusals_and_log_ins_are_told(app: Flask, client: FlaskClient, session: Session, make_user: MakeUser) -> None:
    make_user("luca", display_name="Luca Ferri")
    send_form_token(client, app)
    for password in ("wrong", PASSWORD):
        client.post("/log-in", data={"user_name": "luca", "password": password})
    client.get("/trail")
    send_form_token(client, app)
    client.post("/log-out")

    rows = session.execute(select(TrailEntry.action, TrailEntry.actor_id).order_by(TrailEntry.id))
    assert [tuple(row) for row in rows] == [
        ("log_in.failed", "log_in"),
        ("session.started", "luca"),
        ("access.refused", "luca"),
        ("session.ended", "luca"),
    ]


def test_refused_deployment_is_told(session: Session, make_user: MakeUser, browser_of: BrowserOf) -> None:
    petr = browser_of(make_user("petr", roles=[Role.ANALYST]))
    broken = bpmn(START + user_task("ask") + flows("start->ask", "ask->nowhere"))

    answer = petr.post("/v2/deployments", data={"resources": (io.BytesIO(broken), "p.bpmn")})

    assert answer.status_code == 422
    told = session.scalars(select(TrailEntry)).one()
    assert (told.action, told.actor_id) == ("deployment.refused", "petr")
