"""The mail server: as an administrator entered it, else as the environment has it (SMTP_URL)."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask import current_app

from app.core.actor import Actor
from app.core.db import session
from app.core.sealing import seal, sealed_anew, unseal
from app.mail.errors import MailUnusable, ServerUnusable
from app.mail.models import MailSecurity, MailServer
from app.mail.outgoing import mailbox
from app.trail.operations import record

PURPOSE = "mail_server"
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?")
SCHEMES = {
    MailSecurity.TLS: "smtps",
    MailSecurity.STARTTLS: "smtp+starttls",
    MailSecurity.IF_OFFERED: "smtp",
    MailSecurity.NONE: "smtp+plain",
}
NAMES = ("host", "port", "security", "user_name", "from_address")


@dataclass(frozen=True)
class Connection:
    """Where messages go. from_address: what they come from, where that is set."""

    url: str
    from_address: str | None = None


@dataclass(frozen=True)
class ServerDetails:
    """What is entered about the mail server. password: None leaves the one that is kept."""

    host: str
    port: int
    security: MailSecurity
    user_name: str | None = None
    password: str | None = None
    from_address: str | None = None


def connection() -> Connection | None:
    """The server that messages go to; None keeps them in the outbox of this machine. One statement."""
    row = session().get(MailServer, 1)
    if row is None:
        url = current_app.extensions["settings"].smtp_url
        return None if url is None else Connection(url)
    return Connection(_url(row), row.from_address)


def has_server() -> bool:
    """Whether there is one, also when its password cannot be opened any more."""
    return session().get(MailServer, 1) is not None or current_app.extensions["settings"].smtp_url is not None


def from_address() -> str | None:
    """What messages come from, where that was entered."""
    row = session().get(MailServer, 1)
    return None if row is None else row.from_address


def describe_server(details: ServerDetails, *, by: Actor, at: datetime) -> MailServer:
    """Keep what was entered; it counts for the next message. Raises ServerUnusable with a sentence for each field."""
    _check(details)
    row = session().get(MailServer, 1, with_for_update=True) or MailServer(id=1)
    if row.sealed_password and details.user_name and not details.password and row.host != details.host:
        raise ServerUnusable({"password": ["The kept password goes to no other server. Enter it again."]})
    before = {name: getattr(row, name) for name in NAMES}
    for name in NAMES:
        setattr(row, name, getattr(details, name) or None)
    if details.password or not details.user_name:
        row.sealed_password = seal(details.password, purpose=PURPOSE) if details.password else None
    elif row.sealed_password:
        row.sealed_password = sealed_anew(row.sealed_password, purpose=PURPOSE)
    row.changed_at = at
    session().add(row)
    after = {name: getattr(row, name) for name in NAMES}
    changed = [name for name in NAMES if before[name] != after[name]]
    told = {name: after[name] for name in changed} | ({"password": "changed, not shown"} if details.password else {})
    if told:
        known = {name: before[name] for name in changed}
        record(action="mail_server.changed", entity="mail_server", entity_id=1, by=by, at=at, before=known, after=told)
    return row


def forget_server(*, by: Actor, at: datetime) -> None:
    """What the environment says counts again."""
    row = session().get(MailServer, 1, with_for_update=True)
    if row is None:
        return
    before = {name: getattr(row, name) for name in NAMES}
    session().delete(row)
    record(action="mail_server.removed", entity="mail_server", entity_id=1, by=by, at=at, before=before)


def _check(details: ServerDetails) -> None:
    wrong: dict[str, list[str]] = {}
    if HOST.fullmatch(details.host) is None:
        wrong["host"] = ["Enter the name of a machine, such as mail.example.org."]
    if details.from_address:
        try:
            mailbox(details.from_address)
        except MailUnusable as error:
            wrong["from_address"] = [error.message]
    if details.user_name and details.security is MailSecurity.NONE:
        wrong["security"] = ["A password is only sent over a protected connection."]
    if wrong:
        raise ServerUnusable(wrong)


def _url(row: MailServer) -> str:
    login = ""
    if row.user_name and row.sealed_password:
        password = unseal(row.sealed_password, purpose=PURPOSE)
        login = f"{quote(row.user_name, safe='')}:{quote(password, safe='')}@"
    return f"{SCHEMES[row.security]}://{login}{row.host}:{row.port}"
