"""Facts about sending: once, only while the task waits, by mail only when it has left."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import session, transaction
from app.engine import operations
from app.mail.delivery import outbox_directory
from app.mail.models import MailMessage, MailState
from app.mail.people import PersonAddress, mail_address_source
from app.notices import sending
from app.notices.delivery import LEASE
from app.notices.models import Reminder, ReminderState
from app.notices.operations import notify
from tests.mail.server import Received, free_port, running
from tests.notices.road import (
    DUE,
    LUCA,
    POSTMAN,
    day,
    deliver,
    handed_out,
    mailing,
    make_company,
    move,
    planned,
    start,
    sweep,
    task_of,
    told,
)
from tests.statements import counted
from workers.clock import send_due_reminders


@pytest.fixture
def luca(session, make_user):
    """Luca, who has the task and a mail address; the company reminds one day before, by message and mail."""
    make_company(reminder_offsets="1", reminder_channels="message,mail")
    return mailing(make_user("luca", display_name="Luca Ferri", locale="it"))


def mails() -> list[MailMessage]:
    session().expire_all()
    return list(session().scalars(select(MailMessage)))


def test_nothing_goes_before_its_moment(luca, at):
    start(at)

    assert sweep(day(26) - timedelta(seconds=1)) == 0
    assert (told(), handed_out()) == ([], [])


def test_message_is_told_and_mail_leaves_once(luca, at):
    others = set(outbox_directory().glob("*.eml"))
    start(at)

    sweep(day(26))
    sweep(day(26))
    deliver(day(26))
    deliver(day(26))

    assert told() == ["“call” is due 27 Nov 2026, 17:00."]
    assert [mail.subject for mail in mails()] == ["Scade il 27 nov 2026, 17:00: call"]
    assert len(set(outbox_directory().glob("*.eml")) - others) == 1
    assert [way for _, way, _ in planned(ReminderState.SENT)] == ["message", "mail"]


def test_after_a_standstill_only_the_last_of_a_task_goes(luca, at):
    start(at, own="3,2,1", channels="message")

    sweep(day(28))

    assert told() == ["“call” was due 27 Nov 2026, 17:00."]
    assert [moment for _, _, moment in planned(ReminderState.DROPPED)] == [day(24), day(25)]


def test_mail_counts_as_sent_only_when_it_has_left(luca, at):
    start(at)

    sweep(day(26))

    assert [way for _, way, _ in planned(ReminderState.SENDING)] == ["mail"]


def test_mail_that_the_server_does_not_take_goes_later(luca, at, app, monkeypatch):
    start(at, channels="mail")
    sweep(day(26))
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", _with_server(settings, f"smtp://127.0.0.1:{free_port()}"))

    deliver(day(26))
    assert [mail.state for mail in mails()] == [MailState.FAILED]
    received = Received()
    with running(received) as server:
        monkeypatch.setitem(app.extensions, "settings", _with_server(settings, f"smtp://127.0.0.1:{server.port}"))
        later = day(26) + timedelta(minutes=2)
        sweep(later)
        deliver(later)

    assert received.recipients == [["luca@alpina.example"]]
    assert [way for _, way, _ in planned(ReminderState.SENT)] == ["mail"]


def test_mail_whose_worker_died_is_handed_out_again(luca, at):
    start(at, channels="mail")
    sweep(day(26))
    with transaction() as current:
        reminder = current.scalars(select(Reminder)).one()
        reminder.lease_until = reminder.next_at = day(26) + LEASE

    assert sweep(day(26) + timedelta(seconds=30)) == 0
    sweep(day(26) + LEASE)
    deliver(day(26) + LEASE)

    assert [mail.state for mail in mails()] == [MailState.SENT]


def test_moved_reminder_goes_at_its_new_moment_only(luca, at):
    task = task_of(start(at, channels="message"))
    move(task, day(30, 16), at=at)

    assert (sweep(day(26)), told()) == (0, [])
    assert (sweep(day(29)), told()) == (1, ["“call” is due 30 Nov 2026, 17:00."])


def test_mail_on_its_way_is_dropped_when_the_task_is_done(luca, at):
    case = start(at, channels="mail")
    sweep(day(26))
    with transaction():
        operations.complete_task(task_of(case).key, variables={}, by=LUCA, at=day(26))

    sweep(day(26) + timedelta(minutes=5))

    assert planned(ReminderState.DROPPED) == [("luca", "mail", day(26))]


def test_address_that_is_gone_makes_it_a_message(luca, at):
    start(at, channels="mail")
    mailing(luca, email=None)

    sweep(day(26))

    assert (told(), mails()) == (["“call” is due 27 Nov 2026, 17:00."], [])


def test_person_without_log_in_is_written_to_in_their_language(luca, at, monkeypatch):
    monkeypatch.setattr("app.mail.people._sources", [])
    mail_address_source(lambda name: PersonAddress("Ion Pop", "ion@alpina.example", "ro") if name == "ion" else None)
    start(at, who="ion")

    sweep(day(26))

    assert [(mail.to, mail.subject) for mail in mails()] == [
        (['"Ion Pop" <ion@alpina.example>'], "Termen 27 nov. 2026, 17:00: call")
    ]


def test_broken_reminder_is_set_aside_and_others_go(luca, make_user, at, monkeypatch):
    make_user("sara")
    start(at, channels="message")
    start(at, who="sara", channels="message")
    tell = sending._notice
    monkeypatch.setattr(sending, "_notice", lambda row, *rest: 1 / 0 if row.recipient == "luca" else tell(row, *rest))
    monkeypatch.setattr("workers.clock.now", lambda: day(26))

    assert send_due_reminders() == 1
    assert (told("luca"), len(told("sara"))) == ([], 1)
    assert planned(ReminderState.FAILED) == [("luca", "message", day(26))]


def test_sweep_costs_the_same_for_one_and_for_many_that_are_due(luca, at, session: Session):
    start(at, channels="message", own="2,1")
    with counted() as for_one:
        sweep(day(25))
    for _ in range(5):
        start(at, channels="message")

    with counted() as for_many:
        sweep(day(26))

    assert len(for_many) == len(for_one)


def test_notice_of_one_cause_is_told_once(luca, at):
    with transaction():
        for _ in range(2):
            notify("luca", text="The quote lapsed.", href="/quotes", key="quote:1", by=POSTMAN, at=at)

    assert told() == ["The quote lapsed."]


def test_free_task_tells_that_nobody_has_it(luca, make_user, at):
    make_user("sara", groups=["sales"])
    start(at, who=None, offered=["sales"], due=DUE.isoformat(), channels="message")

    sweep(day(26))

    assert told("sara") == ["“call” is due 27 Nov 2026, 17:00; nobody has it yet."]


def _with_server(settings, url):
    return type(settings)(**{**vars(settings), "smtp_url": url})
