"""The wire to a mail server: one message, one connection, every error a sentence."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.errors import BadSetting

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587, "smtp+plain": 25}
LEADING_DOT = re.compile(rb"(?m)^\.")
END_OF_DATA = b".\r\n"
ACCEPTED, ACCEPTED_ELSEWHERE, GO_AHEAD = 250, 251, 354  # what servers answer


class AnswerLost(Exception):
    """The server got the whole message and never said whether it took it."""


@dataclass(frozen=True)
class Outcome:
    """What a mail server said. `error` None: every address was accepted.

    accepted: addresses that the server took the message for. is_temporary: the same may succeed later.
    is_uncertain: the server got the whole message and gave no answer.
    """

    accepted: list[str]
    error: str | None = None
    is_temporary: bool = False
    is_uncertain: bool = False


def send_by_smtp(
    url: str, content: bytes, *, sender: str, recipients: list[str], before_last_byte: Callable[[], None]
) -> Outcome:
    """Hand a message to the server of `smtp[s]://[user:password@]host[:port]`. Never raises for what a server says.

    before_last_byte: called when the server has everything but the end of the message. Until then no server takes
    it, whatever happens to us; after it the server may.

    `smtps` is TLS from the first byte; `smtp` goes over to TLS when the server offers it, and must before a password;
    `smtp+starttls` must in any case, `smtp+plain` never does.
    """
    server = _server(url)
    try:
        connection = _connection(server)
    except (smtplib.SMTPException, OSError) as error:
        return _failed(error)
    try:
        _log_in(connection, server)
        refused = _offer(connection, sender, recipients)
        _transmit(connection, content)
        before_last_byte()
        _finish(connection)
    except AnswerLost:
        return Outcome([], "The mail server got the whole message and did not answer.", is_uncertain=True)
    except (smtplib.SMTPException, OSError) as error:
        return _failed(error)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()
    return _outcome(recipients, refused)


def shown_server(url: str) -> str:
    """Where an address of a mail server leads, without name and password: `mail.example.org, port 587`."""
    server = _server(url)
    return f"{server.hostname}, port {server.port or PORTS[server.scheme]}"


def check_smtp_url(url: str) -> None:
    """Raises BadSetting when SMTP_URL cannot be used."""
    _server(url)


def _server(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSetting("SMTP_URL must read smtp://[user:password@]host:port, or smtps:// for TLS.")
    return parts


def _connection(server: SplitResult) -> smtplib.SMTP:
    connection = _opened(server)
    assert connection.sock is not None
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the last byte waits for no receipt
    return connection


def _opened(server: SplitResult) -> smtplib.SMTP:
    assert server.hostname is not None
    port = server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.hostname, port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(server.hostname, port, timeout=TIMEOUT_SECONDS)


def _log_in(connection: smtplib.SMTP, server: SplitResult) -> None:
    connection.ehlo()
    if server.scheme == "smtp+starttls" and not connection.has_extn("starttls"):
        raise smtplib.SMTPNotSupportedError("no TLS")
    if server.scheme in {"smtp", "smtp+starttls"} and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    if server.username and server.password:
        if not isinstance(connection.sock, ssl.SSLSocket):
            raise smtplib.SMTPNotSupportedError("no TLS")
        connection.login(unquote(server.username), unquote(server.password))


def _offer(connection: smtplib.SMTP, sender: str, recipients: list[str]) -> dict[str, tuple[int, bytes]]:
    """Name sender and receivers; gives the receivers that the server does not take, with its words."""
    connection.ehlo_or_helo_if_needed()
    code, words = connection.mail(sender)
    if code != ACCEPTED:
        raise smtplib.SMTPSenderRefused(code, words, sender)
    answers = {address: connection.rcpt(address) for address in recipients}
    refused = {address: said for address, said in answers.items() if said[0] not in (ACCEPTED, ACCEPTED_ELSEWHERE)}
    if len(refused) == len(recipients):
        raise smtplib.SMTPRecipientsRefused(refused)
    return refused


def _transmit(connection: smtplib.SMTP, content: bytes) -> None:
    """Everything but the end of the message; a server forgets a message whose end does not come (RFC 5321, 4.1.1.4)."""
    connection.putcmd("data")
    code, words = connection.getreply()
    if code != GO_AHEAD:
        raise smtplib.SMTPDataError(code, words)
    stuffed = LEADING_DOT.sub(b"..", content)
    connection.send(stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n")


def _finish(connection: smtplib.SMTP) -> None:
    try:
        connection.send(END_OF_DATA)
        code, words = connection.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise AnswerLost from error
    if code != ACCEPTED:
        raise smtplib.SMTPDataError(code, words)


def _outcome(recipients: list[str], refused: dict[str, tuple[int, bytes]]) -> Outcome:
    """All, some or none of the addresses were accepted; `refused` has the server's words for the others."""
    accepted = [address for address in recipients if address not in refused]
    if not refused:
        return Outcome(accepted)
    words = "; ".join(f"{address}: {_said(code, text)}" for address, (code, text) in refused.items())
    noun = "the address" if len(refused) == 1 else "the addresses"
    return Outcome(accepted, f"The mail server refused {noun} {words}.", _all_temporary(refused))


def _all_temporary(refused: dict[str, tuple[int, bytes]]) -> bool:
    return all(code < 500 for code, _ in refused.values())


def _failed(error: smtplib.SMTPException | OSError) -> Outcome:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _outcome(list(error.recipients), error.recipients)
        case smtplib.SMTPSenderRefused():
            said = _said(error.smtp_code, error.smtp_error)
            return Outcome([], f"The mail server refused the sender {error.sender}: {said}.", error.smtp_code < 500)
        case smtplib.SMTPAuthenticationError():
            return Outcome([], f"The mail server refused our name or password: {_said_by(error)}.", False)
        case smtplib.SMTPResponseException():
            return Outcome([], f"The mail server refused the message: {_said_by(error)}.", error.smtp_code < 500)
        case smtplib.SMTPNotSupportedError():
            return Outcome([], "The mail server offers no TLS, so nothing was sent.", False)
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return Outcome([], "The mail server stopped answering.", True)
        case ssl.SSLCertVerificationError():
            return Outcome([], f"The mail server's certificate is not valid: {error.verify_message}.", True)
        case _:
            return Outcome([], f"The mail server cannot be reached: {error}.", True)


def _said_by(error: smtplib.SMTPResponseException) -> str:
    return _said(error.smtp_code, error.smtp_error)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())[:300]}".rstrip(". ")
