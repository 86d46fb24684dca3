"""Messages on their way to a real mail server, or into the outbox."""

import dataclasses
import io
import ssl
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import docx
import pytest
from sqlalchemy import select

from app.core.db import new_key, transaction
from app.core.files import StoredFile, keep_file
from app.engine.registry import Call, JobFailed
from app.mail.delivery import deliver_mail, outbox_directory
from app.mail.jobs import send_once
from app.mail.models import MailChannel, MailMessage, MailState
from app.mail.operations import begin_sending, write_mail
from app.mail.outgoing import OutgoingMail
from app.trail.models import TrailEntry
from tests.documents.packages import make_template
from tests.mail.server import Received, free_port, running

CUSTOMER = "achizitii@danubia.example"
MANAGER = "anna@officina.example"
KEY = "element-1"


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def use_server(app, session, monkeypatch):
    """Sets SMTP_URL of the application."""

    def use(url: str) -> None:
        settings = dataclasses.replace(app.extensions["settings"], smtp_url=url)
        monkeypatch.setitem(app.extensions, "settings", settings)

    return use


@pytest.fixture
def server(use_server, received):
    """A mail server that the application is set to."""
    with running(received) as controller:
        use_server(f"smtp://127.0.0.1:{controller.port}")
        yield controller


@pytest.fixture
def tls(certificate) -> ssl.SSLContext:
    """What a mail server needs to speak TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def call(session, actor, at) -> Call:
    return Call(new_key(), "lead_to_order", "send_quote", new_key(), {}, {}, actor, at)


@pytest.fixture
def trusted(call, certificate, monkeypatch) -> Call:
    """The call, on a machine that trusts the certificate of the test's server."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return call


def quote_mail(**changes: object) -> OutgoingMail:
    plain = {"key": KEY, "sender": "sales@officina.example", "to": (CUSTOMER,), "subject": "Quote", "text": "Here."}
    return OutgoingMail(**(plain | changes))


def only_message(session) -> MailMessage:
    return session.scalars(select(MailMessage)).one()


def test_message_arrives_once_however_often_the_job_runs(session, server, received, call) -> None:
    for _ in range(3):
        send_once(quote_mail(), call, variables={"sent": True})

    assert len(received.messages) == 1
    assert received.recipients == [[CUSTOMER]]
    message = only_message(session)
    assert (message.state, message.channel, message.attempts) == (MailState.SENT, MailChannel.SMTP, 1)
    assert received.messages[0]["Message-ID"] == message.message_id


def test_completion_carries_the_variables(server, call) -> None:
    assert send_once(quote_mail(), call, variables={"sent": True}).variables == {"sent": True}


def test_sending_stands_in_the_trail(session, server, call) -> None:
    send_once(quote_mail(), call)

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "mail.sent")).one()
    assert entry.after["to"] == [CUSTOMER]


def test_message_goes_again_under_its_message_id_after_a_crash(session, server, received, call) -> None:
    with transaction():
        message = write_mail(quote_mail(), by=call.by, at=call.at)
        begin_sending(message, channel=MailChannel.SMTP)

    send_once(quote_mail(), call)

    assert received.messages[0]["Message-ID"] == only_message(session).message_id
    assert only_message(session).attempts == 2


def test_attachment_opens_at_the_other_end(server, received, call) -> None:
    content = make_template("Quote Q-1")
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = StoredFile(keep_file(content), "Offerta č. 1.docx", media_type, len(content))

    send_once(quote_mail(attachments=(file,)), call)

    (attachment,) = received.messages[0].iter_attachments()
    assert attachment.get_filename() == "Offerta č. 1.docx"
    assert docx.Document(io.BytesIO(attachment.get_content())).paragraphs[0].text == "Quote Q-1"


def test_refused_address_fails_for_good_and_says_why(session, server, received, call) -> None:
    received.refused[CUSTOMER] = f"550 5.1.1 <{CUSTOMER}>: recipient unknown"

    with pytest.raises(JobFailed, match=f"refused the address {CUSTOMER}: 550 5.1.1") as failed:
        send_once(quote_mail(), call)

    assert not failed.value.retryable
    assert only_message(session).state is MailState.FAILED
    assert "recipient unknown" in only_message(session).error


def test_corrected_address_counts_at_the_next_try(session, server, received, call) -> None:
    received.refused[CUSTOMER] = "550 unknown"
    with pytest.raises(JobFailed):
        send_once(quote_mail(), call)

    send_once(quote_mail(to=("office@danubia.example",)), call)

    assert received.recipients == [["office@danubia.example"]]
    assert only_message(session).state is MailState.SENT


def test_busy_server_is_asked_again(session, server, received, call) -> None:
    received.refused[CUSTOMER] = "450 4.2.0 greylisted, try again later"
    with pytest.raises(JobFailed, match="greylisted") as failed:
        send_once(quote_mail(), call)
    assert failed.value.retryable

    received.refused.clear()
    send_once(quote_mail(), call)

    assert only_message(session).state is MailState.SENT


def test_address_that_took_the_message_does_not_get_it_again(server, received, call) -> None:
    received.refused[CUSTOMER] = "450 4.2.0 greylisted"
    with pytest.raises(JobFailed):
        send_once(quote_mail(cc=(MANAGER,)), call)

    received.refused.clear()
    send_once(quote_mail(cc=(MANAGER,)), call)

    assert received.recipients == [[MANAGER], [CUSTOMER]]


@pytest.mark.parametrize(("answer", "retryable"), [("554 looks like spam", False), ("451 disk full", True)])
def test_refused_message_is_told_apart(server, received, call, answer, retryable) -> None:
    received.data_answer = answer

    with pytest.raises(JobFailed, match=f"refused the message: {answer}") as failed:
        send_once(quote_mail(), call)

    assert failed.value.retryable is retryable


def test_server_that_is_away_is_asked_again(use_server, call) -> None:
    use_server(f"smtp://127.0.0.1:{free_port()}")

    with pytest.raises(JobFailed, match="cannot be reached") as failed:
        send_once(quote_mail(), call)

    assert failed.value.retryable


def test_password_is_never_sent_without_tls(use_server, call, received) -> None:
    with running(received) as controller:
        use_server(f"smtp://anna:secret@127.0.0.1:{controller.port}")

        with pytest.raises(JobFailed, match="no TLS"):
            send_once(quote_mail(), call)

    assert received.messages == []


def test_certificate_of_a_stranger_is_not_trusted(use_server, call, received, tls) -> None:
    with running(received, tls_context=tls) as controller:
        use_server(f"smtp://127.0.0.1:{controller.port}")

        with pytest.raises(JobFailed, match="certificate is not valid"):
            send_once(quote_mail(), call)

    assert received.messages == []


def test_name_and_password_travel_over_tls(use_server, received, tls, trusted) -> None:
    with running(received, tls_context=tls, authenticator=received.log_in, auth_required=True) as controller:
        use_server(f"smtp://anna:s%40cret@127.0.0.1:{controller.port}")

        send_once(quote_mail(), trusted)

    assert received.passwords == [(b"anna", b"s@cret")]
    assert len(received.messages) == 1


def test_message_travels_over_tls_from_the_first_byte(use_server, received, tls, trusted) -> None:
    with running(received, ssl_context=tls) as controller:
        use_server(f"smtps://127.0.0.1:{controller.port}")

        send_once(quote_mail(), trusted)

    assert len(received.messages) == 1


def test_wrong_password_fails_for_good(use_server, received, tls, trusted) -> None:
    received.accepts_passwords = False
    with running(received, tls_context=tls, authenticator=received.log_in, auth_required=True) as controller:
        use_server(f"smtp://anna:wrong@127.0.0.1:{controller.port}")

        with pytest.raises(JobFailed, match="refused our name or password") as failed:
            send_once(quote_mail(), trusted)

    assert not failed.value.retryable


def test_unusable_message_fails_for_good(server, call) -> None:
    with pytest.raises(JobFailed, match="not a mail address") as failed:
        send_once(quote_mail(to=("nobody",)), call)

    assert not failed.value.retryable


def test_without_a_server_the_message_lies_in_the_outbox(session, call) -> None:
    content = b"hello"
    file = StoredFile(keep_file(content), "note.txt", "text/plain", len(content))

    send_once(quote_mail(attachments=(file,)), call)

    message = only_message(session)
    read = message_from_bytes((outbox_directory() / f"{message.id}.eml").read_bytes(), policy=default)
    assert (message.state, message.channel) == (MailState.SENT, MailChannel.OUTBOX)
    assert read["To"] == CUSTOMER
    assert [part.get_filename() for part in read.iter_attachments()] == ["note.txt"]
    assert list(outbox_directory().glob(".new-*")) == []


def test_sent_message_is_left_as_it_was(session, call, actor, at) -> None:
    send_once(quote_mail(), call)

    with transaction():
        write_mail(quote_mail(subject="Changed"), by=actor, at=at)
    deliver_mail(only_message(session).id, by=actor, at=at)

    assert only_message(session).subject == "Quote"
    assert only_message(session).attempts == 1


def test_unknown_message_is_refused(session, actor, at) -> None:
    with pytest.raises(Exception, match="no such message"):
        deliver_mail(uuid4(), by=actor, at=at)
