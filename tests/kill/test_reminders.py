"""A reminder goes once, though the clock dies over it and the worker with its mail in hand."""

from datetime import timedelta

from sqlalchemy import func, select

from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.operations import OwnReminders
from app.identity.models import User
from app.notices.models import Notice, Reminder, ReminderState
from tests.kill.machine import Machine, eventually
from tests.kill.road import Road
from tests.mail.server import Received
from tests.sales.factories import ANNA

ADDRESS = "anna@officina-alpina.example"


def test_reminder_goes_once_wherever_clock_and_worker_die(machine: Machine, road: Road, received: Received) -> None:
    task_key = Key(road.task("qualify_lead").key)
    remind_a_day_before(machine, task_key)
    machine.restart("clock", crash_at="reminder_claimed")
    machine.restart("worker", crash_at="reminder_leased")

    machine.pass_time(days=2)
    machine.wait_for_crash("clock")
    assert standing(machine, task_key) == (0, {ReminderState.PLANNED: 2})

    machine.start("clock")
    machine.wait_for_crash("worker")
    assert standing(machine, task_key) == (1, {ReminderState.SENT: 1, ReminderState.SENDING: 1})
    assert received.recipients == []

    machine.start("worker")
    machine.pass_time(minutes=3)  # the dead worker's lease is over
    eventually(lambda: standing(machine, task_key) == (1, {ReminderState.SENT: 2}), "the mail did not leave")
    assert received.recipients == [[ADDRESS]]


def remind_a_day_before(machine: Machine, task_key: Key) -> None:
    """Anna has the task; it is due in three days, and a day before she is told by message and mail."""
    at = machine.time()
    with machine.app.app_context(), transaction():
        anna = session().scalars(select(User).where(User.user_name == "anna")).one()
        anna.email = ADDRESS
        session().flush()
        operations.claim_task(task_key, by=ANNA, at=at)
        operations.schedule_task(
            task_key,
            due_at=at + timedelta(days=3),
            follow_up_at=None,
            priority=50,
            by=ANNA,
            at=at,
            reminders=OwnReminders("1", "message,mail"),
        )


def standing(machine: Machine, task_key: Key) -> tuple[int, dict[ReminderState, int]]:
    """How many notices there are of a task, and how far its reminders came."""
    with machine.app.app_context():
        notices = session().scalar(select(func.count(Notice.id)).where(Notice.href == f"/tasks/{task_key}")) or 0
        states = select(Reminder.state, func.count()).where(Reminder.task_key == task_key).group_by(Reminder.state)
        return notices, dict(session().execute(states).all())
