"""Lock conflicts and a database that is away cost a job no try."""

import pytest
from psycopg.errors import DeadlockDetected, QueryCanceled
from psycopg.errors import OperationalError as ConnectionLost
from sqlalchemy.exc import OperationalError

from app.core.clock import now
from app.core.db import Key, transaction
from app.engine import operations
from app.engine.models import JobState
from app.engine.registry import Completion, Variables
from tests.engine.driver import Driver
from tests.workers.conftest import Handler, job_of, key_of, pass_time
from workers.jobs import do_job
from workers.leases import LeasesInHand

pytestmark = pytest.mark.usefixtures("session")


def error(kind: type[Exception]) -> OperationalError:
    return OperationalError("UPDATE ...", {}, kind())


def test_lock_conflict_while_finishing_is_tried_again(case: Driver, handler: Handler) -> None:
    tries = []

    def keep(_: object) -> Variables:
        tries.append("try")
        if len(tries) < 3:
            raise error(DeadlockDetected)
        return {}

    handler.do = lambda _: Completion(apply=keep)

    do_job(key_of(case))

    assert (case.state, len(tries), len(handler.calls)) == ("COMPLETED", 3, 1)
    assert (job_of(case).retries, job_of(case).attempts) == (4, 1)


@pytest.mark.parametrize("kind", [ConnectionLost, DeadlockDetected])
def test_job_whose_handler_met_no_database_is_given_back(case: Driver, handler: Handler, kind: type[Exception]) -> None:
    handler.fail(error(kind))

    do_job(key_of(case))

    job = job_of(case)
    assert (job.state, job.retries, job.lease_token, case.incidents()) == (JobState.CREATED, 4, None, [])
    assert job.available_at > now()


def test_statement_that_takes_too_long_is_a_failure_of_the_job(case: Driver, handler: Handler) -> None:
    handler.fail(error(QueryCanceled))

    do_job(key_of(case))

    assert job_of(case).retries == 3


def test_lease_is_renewed_while_its_worker_lives(case: Driver, handler: Handler) -> None:
    leases = LeasesInHand()
    with transaction():
        held = lease(case)
    pass_time(seconds=20)

    with leases.kept(*held, longest_seconds=60):
        leases.renew()
    pass_time(seconds=20)

    do_job(key_of(case))
    assert handler.calls == []


def test_lease_that_was_lost_is_not_renewed(case: Driver, handler: Handler) -> None:
    leases = LeasesInHand()
    with transaction():
        key, _ = lease(case)
    pass_time(minutes=1)

    with leases.kept(key, "another token", longest_seconds=60):
        leases.renew()

    do_job(key_of(case))
    assert case.state == "COMPLETED"


def test_lease_is_renewed_only_as_long_as_the_job_may_take(case: Driver, handler: Handler) -> None:
    leases = LeasesInHand()
    with transaction():
        held = lease(case)
    pass_time(minutes=1)

    with leases.kept(*held, longest_seconds=0):
        leases.renew()

    do_job(key_of(case))
    assert case.state == "COMPLETED"


def lease(case: Driver) -> tuple[Key, str]:
    leased = operations.lease_job(key_of(case), worker="one", timeout_seconds=30, at=now())
    assert leased is not None
    return leased.key, leased.lease_token
