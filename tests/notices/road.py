"""A process with one dated task, the people who may have it, and what stands in the tables."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import Key, session, transaction
from app.core.reminders import Channel
from app.engine import operations
from app.engine.models import UserTask
from app.identity.models import User
from app.notices.delivery import deliver_reminder
from app.notices.models import Notice, Reminder, ReminderState
from app.notices.sending import DELIVER, due_reminders, send_reminders
from app.outbox.models import OutboxMessage
from app.parties.models import Company
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task

LUCA = Actor("user", "luca", "Luca Ferri")
POSTMAN = Actor("worker", "mail", "Worker for mail")
DUE = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)  # a Friday, 17:00 in Rome; tests begin on the Monday before
NINE = 8  # o'clock in Rome, in UTC
ASSIGNED = '<zeebe:assignmentDefinition assignee="=who" candidateGroups="=offered"/>'
SCHEDULED = '<zeebe:taskSchedule dueDate="=due"/>'
OWN = '<zeebe:properties><zeebe:property name="reminders" value="=own"/>'
OWN += '<zeebe:property name="reminder_channels" value="=channels"/></zeebe:properties>'
ANNOUNCED = '<zeebe:properties><zeebe:property name="announce" value="true"/></zeebe:properties>'


def day(number: int, hour: int = NINE) -> datetime:
    """A moment in the November of the tests, in UTC."""
    return datetime(2026, 11, number, hour, tzinfo=UTC)


def make_company(**changes: Any) -> Company:
    """Our company; it reminds 3 days and one day before, by message."""
    values = {"name": "Officina Alpina", "country": "IT", "email": "office@alpina.example", "reminder_offsets": "3,1"}
    company = Company(id=1, **{**values, **changes})
    session().add(company)
    session().flush()
    return company


def mailing(user: User, **changes: Any) -> User:
    """The user with a mail address and settings of their own."""
    for name, value in {"email": f"{user.user_name}@alpina.example", **changes}.items():
        setattr(user, name, value)
    session().flush()
    return user


def start(at: datetime, *, properties: str = OWN, **variables: Any) -> Driver:
    """A case that waits at its task; Luca has it and it is due on Friday, unless `variables` say otherwise."""
    body = START + user_task("call", inside=ASSIGNED + SCHEDULED + properties) + END
    deploy(bpmn(body + flows("start->call", "call->end")), at=at)
    usual = {"who": "luca", "offered": [], "due": DUE.isoformat(), "own": None, "channels": None}
    return Driver(at, **{**usual, **variables})


def task_of(case: Driver) -> UserTask:
    """Its only open task, as it is now."""
    session().expire_all()
    return case.tasks()[0]


def planned(state: ReminderState = ReminderState.PLANNED) -> list[tuple[str, str, datetime]]:
    """Recipient, channel and moment of the reminders in a state, in order of time."""
    session().expire_all()
    query = select(Reminder).where(Reminder.state == state)
    found = session().scalars(query.order_by(Reminder.planned_for, Reminder.recipient, Reminder.channel.desc()))
    return [(row.recipient, row.channel.value, row.planned_for) for row in found]


def sweep(at: datetime) -> int:
    """What the clock does at that time."""
    keys = due_reminders(at, 100)
    with transaction():
        return send_reminders(keys, at=at)


def handed_out() -> list[Key]:
    """The keys of reminders whose mail a worker is asked to send."""
    found = session().scalars(select(OutboxMessage).where(OutboxMessage.actor == DELIVER).order_by(OutboxMessage.id))
    return [Key(int(message.arguments["reminder_key"])) for message in found]


def deliver(at: datetime) -> None:
    """What a worker does with each of them."""
    keys = handed_out()
    session().rollback()
    for key in keys:
        deliver_reminder(key, by=POSTMAN, at=at)


def move(task: UserTask, due_at: datetime | None, *, by: Actor = LUCA, at: datetime, **own: Any) -> None:
    """The task has another due date."""
    with transaction():
        operations.schedule_task(
            Key(task.key), due_at=due_at, follow_up_at=None, priority=task.priority, by=by, at=at, **own
        )


def told(user_name: str = "luca") -> list[str]:
    """What a person was told in the application, oldest first."""
    session().expire_all()
    query = select(Notice.text).where(Notice.user_name == user_name)
    return list(session().scalars(query.order_by(Notice.created_at, Notice.id)))


A_DAY = timedelta(days=1)
MESSAGE, MAIL = Channel.MESSAGE.value, Channel.MAIL.value
