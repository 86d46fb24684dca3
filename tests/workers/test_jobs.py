"""One job: done once, finished by who holds its lease, tried again when it failed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import new_key, transaction
from app.core.errors import Refused
from app.engine import operations
from app.engine.models import Incident, JobState
from app.engine.registry import BpmnError, Call, Completion, JobFailed, Variables, job_types
from app.trail.models import TrailEntry
from tests.engine.driver import Driver
from tests.workers.conftest import JOB_TYPE, Handler, job_of, key_of, pass_time
from workers.jobs import MOST_LOSSES, do_job
from workers.relay import free_stale_jobs

pytestmark = pytest.mark.usefixtures("session")


def take_away(case: Driver) -> None:
    """Another worker gets the job once the lease has run out."""
    pass_time(minutes=5)
    with transaction():
        assert operations.lease_job(key_of(case), worker="another", timeout_seconds=60, at=now()) is not None


def test_finished_job_moves_the_case_on_with_its_result(case: Driver, handler: Handler) -> None:
    handler.do = lambda call: Completion({"answer": 1}, apply=lambda _: {"row": str(call.attempt)})

    do_job(key_of(case))

    assert (case.state, case.variables) == ("COMPLETED", {"answer": 1, "row": "1"})
    assert job_of(case).state is JobState.COMPLETED


def test_second_message_about_a_finished_job_does_nothing(case: Driver, handler: Handler) -> None:
    do_job(key_of(case))
    do_job(key_of(case))

    assert len(handler.calls) == 1


def test_message_about_a_job_that_is_not_there_does_nothing(handler: Handler) -> None:
    do_job(new_key())

    assert handler.calls == []


def test_job_leased_to_another_is_left_alone(case: Driver, handler: Handler) -> None:
    take_away(case)

    do_job(key_of(case))

    assert (handler.calls, job_of(case).worker) == ([], "another")


def test_worker_that_lost_its_lease_cannot_finish(case: Driver, handler: Handler) -> None:
    applied = []

    def slow(_: Call) -> Completion:
        take_away(case)
        return Completion(apply=lambda _: applied.append("row") or {})

    handler.do = slow

    do_job(key_of(case))

    job = job_of(case)
    assert (applied, case.active()) == ([], ["work"])
    assert (job.state, job.worker, job.attempts) == (JobState.RUNNING, "another", 2)


@pytest.mark.parametrize("error", [ValueError("boom"), BpmnError("REFUSED"), JobFailed("no")])
def test_worker_that_lost_its_lease_cannot_fail_the_job_either(
    case: Driver, handler: Handler, error: Exception
) -> None:
    def slow(_: Call) -> Completion:
        take_away(case)
        raise error

    handler.do = slow

    do_job(key_of(case))

    job = job_of(case)
    assert (job.state, job.worker, job.retries, case.incidents()) == (JobState.RUNNING, "another", 4, [])


def test_slow_worker_may_finish_while_nobody_else_has_the_job(case: Driver, handler: Handler, at: datetime) -> None:
    def slow(_: Call) -> Completion:
        pass_time(minutes=5)
        with transaction():
            free_stale_jobs(now(), 10)
        return Completion()

    handler.do = slow

    do_job(key_of(case))

    assert case.state == "COMPLETED"


def test_broken_handler_is_tried_again_ever_later_and_then_becomes_an_incident(
    case: Driver, handler: Handler, at: datetime
) -> None:
    handler.fail(ValueError("boom"))
    waits = []
    for _ in range(3):
        do_job(key_of(case))
        waits.append(job_of(case).available_at - now())
        do_job(key_of(case))  # not due yet
        pass_time(seconds=waits[-1].total_seconds())

    assert waits == [timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10)]
    assert (len(handler.calls), case.incidents()) == (3, [])

    do_job(key_of(case))

    incident = case.incidents()[0]
    assert (incident.message, incident.job_key) == ("ValueError: boom", key_of(case))
    assert "raise error\nValueError: boom" in (incident.technical_trace or "")
    assert job_of(case).state is JobState.FAILED


def test_incident_of_a_job_is_retried_from_the_first_try_on(case: Driver, handler: Handler) -> None:
    handler.fail(JobFailed("The address is wrong.", retryable=False))
    do_job(key_of(case))
    assert [incident.message for incident in case.incidents()] == ["The address is wrong."]

    case.retry()
    handler.do = lambda _: Completion()
    do_job(key_of(case))

    assert (case.state, handler.calls[-1].attempt) == ("COMPLETED", 1)


def test_refusal_is_not_tried_again(case: Driver, handler: Handler) -> None:
    handler.fail(Refused("Quote Q-1 was withdrawn."))

    do_job(key_of(case))

    assert [incident.message for incident in case.incidents()] == ["Quote Q-1 was withdrawn."]


def test_refusal_of_the_result_undoes_it_and_becomes_an_incident(case: Driver, handler: Handler) -> None:
    def refuse(_: datetime) -> Variables:
        raise Refused("The period is closed.")

    handler.do = lambda _: Completion({"answer": 1}, apply=refuse)

    do_job(key_of(case))

    assert [incident.message for incident in case.incidents()] == ["The period is closed."]
    assert case.variables == {}


def test_error_of_the_business_takes_the_way_of_the_diagram(case: Driver, handler: Handler) -> None:
    handler.fail(BpmnError("REFUSED", "No such address", {"why": "address"}))

    do_job(key_of(case))

    assert (case.state, case.trace()[-1], case.variables) == ("COMPLETED", "by_error", {"why": "address"})


def test_error_that_nobody_catches_becomes_an_incident(case: Driver, handler: Handler) -> None:
    handler.fail(BpmnError("OTHER", "Something else"))

    do_job(key_of(case))

    assert [i.message for i in case.incidents()] == ["No event catches the error 'OTHER': Something else"]


def test_job_type_that_no_worker_knows_becomes_an_incident(case: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(job_types, JOB_TYPE)

    do_job(key_of(case))

    assert [i.message for i in case.incidents()] == ["No worker knows the job type 'tests.work'."]


def test_job_finished_after_its_case_was_cancelled_is_kept_as_late(
    case: Driver, handler: Handler, session: Session
) -> None:
    applied = []

    def late(_: Call) -> Completion:
        case.cancel()
        return Completion({"answer": 1}, apply=lambda _: applied.append("row") or {})

    handler.do = late

    do_job(key_of(case))

    kept = session.scalars(select(TrailEntry).where(TrailEntry.action == "job.late")).one()
    assert (job_of(case).state, applied, case.state) == (JobState.LATE, [], "TERMINATED")
    assert kept.after == {"element": "work", "type": JOB_TYPE, "variables": {"answer": 1}}


def test_job_whose_worker_died_is_done_by_another(case: Driver, handler: Handler) -> None:
    with transaction():
        operations.lease_job(key_of(case), worker="dead", timeout_seconds=30, at=now())
    pass_time(minutes=1)

    with transaction():
        assert len(free_stale_jobs(now(), 10)) == 1
    do_job(key_of(case))

    assert (case.state, job_of(case).retries, job_of(case).losses) == ("COMPLETED", 4, 1)


def test_job_that_ends_every_worker_becomes_an_incident(case: Driver, handler: Handler, session: Session) -> None:
    for _ in range(MOST_LOSSES):
        with transaction():
            operations.lease_job(key_of(case), worker="dead", timeout_seconds=30, at=now())
        pass_time(minutes=1)

    do_job(key_of(case))

    assert handler.calls == []
    assert session.scalars(select(Incident.message)).all() == [
        f"{MOST_LOSSES} workers took this job and did not come back; perhaps it ends its worker."
    ]
