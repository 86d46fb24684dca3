"""Other processes ask tasks by the job type `activities.start_task`."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.handlers.starting import start_task
from app.activities.models import AskedTask
from app.core.actor import Actor
from app.core.db import Key
from app.engine.registry import Call, JobFailed
from tests.activities.factories import Asked

WORKER = Actor("worker", "default", "Worker for default")


def call(case_key: Key, at: datetime, **variables: Any) -> Call:
    return Call(
        instance_key=case_key,
        process_id="lead_to_order",
        element_id="ask_delegate",
        element_instance_key=Key(99),
        variables={"task_text": "Follow up", "task_assignee": "luca", **variables},
        headers={},
        by=WORKER,
        at=at,
    )


def test_task_is_started_once_however_often_the_worker_runs(process: None, at: datetime, session: Session) -> None:
    caller = Asked(at)

    first, second = (start_task(call(caller.key, at)).variables for _ in range(2))

    task = session.get_one(AskedTask, int(first["task_case_key"]))
    assert first == second
    assert (task.author, task.about_case_key) == ("anna", caller.key)
    assert Asked.of(Key(task.case_key), at).tasks()[0].assignee == "luca"


@pytest.mark.parametrize("wrong", [{"task_text": ""}, {"task_assignee": "nobody"}, {"party_id": "x"}])
def test_what_cannot_be_asked_is_an_incident_of_the_caller(
    process: None, at: datetime, session: Session, wrong: dict[str, str]
) -> None:
    caller = Asked(at)

    with pytest.raises(JobFailed) as failed:
        start_task(call(caller.key, at, **wrong))

    assert not failed.value.retryable
    assert len(session.scalars(select(AskedTask)).all()) == 1


def test_late_term_of_a_program_is_asked_all_the_same(process: None, at: datetime, session: Session) -> None:
    caller = Asked(at)

    done = start_task(call(caller.key, at, task_due_at="2026-11-01T09:00:00+01:00", task_author="marta"))

    assert session.get_one(AskedTask, int(done.variables["task_case_key"])).author == "marta"
