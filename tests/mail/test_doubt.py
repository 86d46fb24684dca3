"""A mail of which nobody knows whether it arrived waits for a person, who has two buttons."""

import pytest

from app.core.db import session as current
from app.core.db import transaction
from app.identity.roles import Role
from app.mail.delivery import MailRefused, deliver_mail, outbox_directory
from app.mail.models import AfterCrash, MailChannel, MailMessage, MailState
from app.mail.operations import begin_handing_over, begin_sending, write_mail
from app.mail.outgoing import OutgoingMail


@pytest.fixture
def manager(make_user, browser_of):
    return browser_of(make_user("anna", roles=[Role.MANAGER]))


@pytest.fixture
def written(session, actor, at):
    """Writes a message over whose last byte its worker died."""

    def write(after_crash=AfterCrash.ASK):
        plain = {"sender": "sales@example.com", "to": ("customer@example.com",), "subject": "News", "text": "Here."}
        with transaction():
            message = write_mail(OutgoingMail(key="k", after_crash=after_crash, **plain), by=actor, at=at)
            begin_sending(message, channel=MailChannel.SMTP)
            begin_handing_over(message)
        return message

    return write


@pytest.fixture
def doubtful(written, actor, at):
    """A message that is in doubt."""
    message = written()
    with pytest.raises(MailRefused):
        deliver_mail(message.id, by=actor, at=at)
    return message


def kept(message: MailMessage) -> MailMessage:
    """The message as the database has it now."""
    current().rollback()
    return current().get_one(MailMessage, message.id, populate_existing=True)


def test_message_whose_end_nobody_saw_is_not_sent_again(doubtful, actor, at) -> None:
    before = set(outbox_directory().glob("*.eml"))

    with pytest.raises(MailRefused, match="Nobody knows whether this message arrived") as refused:
        deliver_mail(doubtful.id, by=actor, at=at)

    assert not refused.value.is_temporary
    assert kept(doubtful).state is MailState.UNCERTAIN
    assert set(outbox_directory().glob("*.eml")) == before


def test_message_that_may_come_twice_goes_again(written, actor, at) -> None:
    message = written(AfterCrash.AGAIN)

    deliver_mail(message.id, by=actor, at=at)

    assert kept(message).state is MailState.SENT


def test_message_that_arrived_counts_as_sent(manager, doubtful) -> None:
    assert "It arrived" in manager.get(f"/outbox/{doubtful.id}").text

    assert manager.post(f"/outbox/{doubtful.id}/arrival").status_code == 303

    page = manager.get(f"/outbox/{doubtful.id}").text
    assert kept(doubtful).state is MailState.SENT
    assert "Noted: the message arrived." in page
    assert "It arrived" not in page


def test_message_that_did_not_arrive_goes_once_more(manager, doubtful, actor, at) -> None:
    assert manager.post(f"/outbox/{doubtful.id}/repetition").status_code == 303
    assert kept(doubtful).state is MailState.WRITTEN

    deliver_mail(doubtful.id, by=actor, at=at)

    assert kept(doubtful).state is MailState.SENT
    assert kept(doubtful).attempts == 2


@pytest.mark.parametrize("decision", ["arrival", "repetition"])
def test_nothing_is_decided_twice(manager, doubtful, decision) -> None:
    manager.post(f"/outbox/{doubtful.id}/arrival")

    assert manager.post(f"/outbox/{doubtful.id}/{decision}").status_code == 409
    assert kept(doubtful).state is MailState.SENT


@pytest.mark.parametrize("decision", ["arrival", "repetition"])
def test_who_repairs_nothing_decides_nothing(make_user, browser_of, doubtful, decision) -> None:
    luca = browser_of(make_user("luca", groups=["sales"]))

    assert luca.post(f"/outbox/{doubtful.id}/{decision}").status_code == 403
    assert kept(doubtful).state is MailState.UNCERTAIN
