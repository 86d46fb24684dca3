"""What a browser shows of outgoing mail."""

from email import message_from_bytes
from email.policy import default

import pytest

from app.core.db import transaction
from app.core.files import StoredFile, keep_file
from app.identity.roles import Role
from app.mail.delivery import deliver_mail
from app.mail.operations import mark_failed, write_mail
from app.mail.outgoing import OutgoingMail
from tests.engine.factories import make_definition, make_instance
from tests.statements import counted


@pytest.fixture
def write(session, actor, at):
    """Writes a message with one attachment."""

    def write_one(key="k", *, case_key=None, subject="Your quote", error=None, is_sent=False):
        content = b"<script>alert(1)</script>"
        file = StoredFile(keep_file(content), "note.html", "application/octet-stream", len(content))
        mail = OutgoingMail(
            key=key,
            sender="sales@example.com",
            to=("customer@example.com",),
            subject=subject,
            text="Dear <b>customer</b>,\n\nhere it is.",
            attachments=(file,),
            case_key=case_key,
        )
        with transaction():
            message = write_mail(mail, by=actor, at=at)
            if error:
                mark_failed(message, error=error, accepted=[], by=actor, at=at)
        if is_sent:
            deliver_mail(message.id, by=actor, at=at)
        return message

    return write_one


@pytest.fixture
def luca(make_user, browser_of):
    return browser_of(make_user("luca", groups=["sales"]))


@pytest.fixture
def manager(make_user, browser_of):
    return browser_of(make_user("anna", roles=[Role.MANAGER]))


def test_message_without_a_server_is_said_to_be_kept_here(manager, write) -> None:
    write(is_sent=True)

    page = manager.get("/outbox").text

    assert "No mail server is set" in page
    assert "kept here" in page
    assert "Your quote" in page


def test_message_of_a_foreign_case_is_not_there(luca, write) -> None:
    mine = make_instance(make_definition(groups=["sales"]))
    foreign = make_instance(make_definition(groups=["service"]), started_by="marta")
    write("a", case_key=mine.key, subject="Mine")
    theirs = write("b", case_key=foreign.key, subject="Theirs")

    page = luca.get("/outbox").text

    assert "Mine" in page
    assert "Theirs" not in page
    assert luca.get(f"/outbox/{theirs.id}").status_code == 404
    assert luca.get(f"/outbox/{theirs.id}/file").status_code == 404
    assert luca.get(f"/outbox/{theirs.id}/attachments/0").status_code == 404


def test_message_is_shown_as_text(manager, write) -> None:
    page = manager.get(f"/outbox/{write().id}").text

    assert "Dear &lt;b&gt;customer&lt;/b&gt;," in page
    assert "note.html" in page


def test_failure_is_shown_with_its_reason(manager, write) -> None:
    message = write(error="The mail server refused the address x: 550 unknown.")

    assert "refused the address" in manager.get(f"/outbox/{message.id}").text


@pytest.mark.parametrize(
    ("query", "shown"), [("q=quote", True), ("q=customer@", True), ("q=%25", False), ("state=FAILED", False)]
)
def test_list_is_filtered(manager, write, query, shown) -> None:
    write()

    assert ("Your quote" in manager.get(f"/outbox?{query}").text) is shown


def test_list_costs_the_same_at_any_length(manager, write) -> None:
    write("0")
    with counted() as few:
        manager.get("/outbox")
    for number in range(1, 6):
        write(str(number))

    with counted() as many:
        manager.get("/outbox")

    assert len(many) == len(few) < 12


def test_message_is_downloaded_as_a_file(manager, write) -> None:
    answer = manager.get(f"/outbox/{write().id}/file")

    read = message_from_bytes(answer.data, policy=default)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert read["Subject"] == "Your quote"
    assert [part.get_filename() for part in read.iter_attachments()] == ["note.html"]


def test_attachment_is_downloaded_and_never_shown(manager, write) -> None:
    message = write()

    answer = manager.get(f"/outbox/{message.id}/attachments/0")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert manager.get(f"/outbox/{message.id}/attachments/1").status_code == 404
