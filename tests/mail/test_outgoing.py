"""What a message may say, and the bytes that leave."""

from email import message_from_bytes
from email.policy import default

import pytest

from app.core.actor import Actor
from app.mail.errors import MailUnusable
from app.mail.operations import write_mail
from app.mail.outgoing import OutgoingMail, check_outgoing, mail_bytes, mailbox, message_id_of, shown_address

PLAIN = {"key": "k", "sender": "sales@example.com", "to": ("a@example.com",), "subject": "S", "text": "T"}


def outgoing(**changes: object) -> OutgoingMail:
    return OutgoingMail(**(PLAIN | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ()},
        {"to": ("a@example.com\r\nBcc: x@example.com",)},
        {"to": ("a@example.com, b@example.com",)},
        {"to": ("nobody",)},
        {"to": ("a b@example.com",)},
        {"to": ("ä@example.com",)},
        {"to": ("a@exa mple.com",)},
        {"to": tuple(f"a{number}@example.com" for number in range(101))},
        {"cc": ("a@example.com\nx",)},
        {"sender": "Sales\r\nBcc: x@example.com <sales@example.com>"},
        {"reply_to": "a@example.com\r\nX: y"},
        {"subject": "Quote\r\nBcc: x@example.com"},
        {"subject": "Quote\u2028X"},
        {"subject": "x" * 301},
    ],
)
def test_message_that_says_more_than_it_shows_is_refused(changes) -> None:
    with pytest.raises(MailUnusable):
        check_outgoing(outgoing(**changes))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("anna@example.com", "anna@example.com"),
        ('"Bianchi, Anna" <anna@example.com>', "anna@example.com"),
        ("Šárka <sarka+crm@příklad.example>", "sarka+crm@xn--pklad-zsa96e.example"),
        (shown_address('A "B" \\ C\r\n', "a@example.com"), "a@example.com"),
        (shown_address("", "a@example.com"), "a@example.com"),
    ],
)
def test_address_is_found_behind_its_name(address, found) -> None:
    assert mailbox(address) == found


def test_message_id_follows_from_the_key_alone() -> None:
    assert message_id_of(outgoing(subject="x")) == message_id_of(outgoing(text="y"))
    assert message_id_of(outgoing(key="other")) != message_id_of(outgoing())


def test_message_reads_back_as_it_was_written(session, actor: Actor, at) -> None:
    mail = write_mail(
        outgoing(
            sender='"Officina, Alpina" <sales@example.com>',
            to=("Šárka Nováková <sarka@example.com>",),
            cc=("b@example.com",),
            reply_to="luca@example.com",
            subject="Nabídka č. 7 – ceník",
            text="Dobrý den,\n\n" + "dlouhý " * 400,
        ),
        by=actor,
        at=at,
    )

    content = mail_bytes(mail, [], at=at)

    read = message_from_bytes(content, policy=default)
    assert content.isascii()
    assert read["From"].addresses[0].display_name == "Officina, Alpina"
    assert str(read["To"]) == "Šárka Nováková <sarka@example.com>"
    assert (read["Cc"], read["Reply-To"]) == ("b@example.com", "luca@example.com")
    assert read["Subject"] == "Nabídka č. 7 – ceník"
    assert read["Message-ID"] == mail.message_id
    assert read["Date"].datetime == at
    assert read.get_content().splitlines()[2].startswith("dlouhý dlouhý")


def test_same_message_is_the_same_bytes(session, actor: Actor, at) -> None:
    mail = write_mail(outgoing(), by=actor, at=at)

    assert mail_bytes(mail, [], at=at) == mail_bytes(mail, [], at=at)
