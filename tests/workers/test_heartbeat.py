"""Clock and worker say that they live, not more often than needed, and take their row along."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.clock import clock
from app.monitor.models import Heartbeat, ProcessKind
from app.monitor.queries.machines import machines
from workers.heartbeat import Heart


@pytest.fixture
def rows(session):
    return lambda: session.scalars(select(Heartbeat).execution_options(populate_existing=True)).all()


def test_process_beats_at_most_every_few_seconds(session, rows, at):
    heart = Heart(ProcessKind.WORKER)
    heart.beat_if_due(jobs_in_hand=2)
    clock.pin(at + timedelta(seconds=1))
    heart.beat_if_due(jobs_in_hand=5)

    assert [(row.kind, row.jobs_in_hand, row.beat_at) for row in rows()] == [(ProcessKind.WORKER, 2, at)]


def test_chores_of_the_clock_are_told_with_when_they_ran(session, rows, at):
    heart = Heart(ProcessKind.CLOCK)
    heart.beat(chores={"timers": at})

    assert rows()[0].chores == {"timers": at.isoformat()}
    assert machines(at=at + timedelta(seconds=5)).lives("clock")
    assert not machines(at=at + timedelta(minutes=1)).lives("clock")


def test_process_that_ends_takes_its_row_along(session, rows):
    heart = Heart(ProcessKind.WORKER)
    heart.beat()
    heart.stop()

    assert rows() == []
