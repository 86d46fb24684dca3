"""Sweeps, completions and moved dates that meet: each reminder goes once, or not at all."""

from datetime import timedelta

import pytest

from app.core.db import session
from app.engine import operations
from app.notices.sending import due_reminders, send_reminders
from tests.engine.race import in_turn, race
from tests.notices.road import LUCA, MESSAGE, day, make_company, planned, start, task_of, told

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def case(committed, make_user, at):
    """A case whose task reminds Luca on the day before it is due."""
    make_company()
    make_user("luca")
    return start(at, own="1")


def sweeping():
    """A sweep on the morning of the day before, of what it saw as due before the others began."""
    keys = due_reminders(day(26), 100)
    return lambda: send_reminders(keys, at=day(26))


def completing(case):
    key = task_of(case).key
    return lambda: operations.complete_task(key, variables={}, by=LUCA, at=day(26))


def moving(case):
    task = task_of(case)
    key, later = task.key, task.due_at + timedelta(days=3)
    return lambda: operations.schedule_task(
        key, due_at=later, follow_up_at=None, priority=50, by=LUCA, at=day(26) - timedelta(seconds=1)
    )


def test_of_sweeps_at_once_one_sends(app, case):
    race(app, sweeping(), sweeping(), sweeping())

    assert len(told()) == 1


def test_sweep_leaves_what_a_completion_is_taking_away(app, case):
    in_turn(app, completing(case), sweeping())

    assert told() == []


def test_completion_waits_for_the_sweep_that_was_first(app, case):
    in_turn(app, sweeping(), completing(case))

    assert (len(told()), case.open_tasks()) == (1, [])


def test_sweep_leaves_what_is_being_moved(app, case):
    in_turn(app, moving(case), sweeping())

    assert (told(), planned()) == ([], [("luca", MESSAGE, day(29))])


def test_moved_date_keeps_what_the_sweep_has_sent(app, case):
    in_turn(app, sweeping(), moving(case))

    session().rollback()
    assert (len(told()), planned()) == (1, [("luca", MESSAGE, day(29))])
