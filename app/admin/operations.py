"""What administrators do that touches more than people: letters with links, tasks of those who leave, groups."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.admin.errors import GroupNamed
from app.admin.letters import invitation, password_letter
from app.admin.queries.groups import what_names_group
from app.admin.queries.people import MOST_TASKS_MOVED, open_tasks
from app.core.actor import Actor
from app.core.db import session
from app.core.errors import Invalid
from app.engine import operations as engine
from app.identity import operations as identity
from app.identity.models import Group, User
from app.identity.operations.passwords import LINK_LASTS
from app.identity.rights import Rights
from app.mail.direct import send_unkept
from app.mail.errors import MailUnusable
from app.mail.letters import Letter
from app.mail.outgoing import OutgoingMail, shown_address
from app.mail.server import from_address, has_server
from app.mail.smtp import Outcome
from app.parties.models import Company

BACK = "*"
"""In place of a user name: tasks go back to those they were offered to."""
MADE_PASSWORD_BYTES = 24

MakeLetter = Callable[..., Letter]


@dataclass(frozen=True)
class NewUser:
    """What is entered about somebody new."""

    user_name: str
    details: identity.UserDetails


def add_person(new: NewUser, *, giver: Rights, by: Actor, at: datetime) -> User:
    """Somebody new whose password nobody knows yet; a link or a given password lets them in."""
    details = new.details
    return identity.add_user(
        new.user_name,
        details.display_name,
        password=secrets.token_urlsafe(MADE_PASSWORD_BYTES),
        roles=details.roles,
        groups=details.groups,
        email=details.email,
        locale=details.locale,
        time_zone=details.time_zone,
        giver=giver,
        by=by,
        at=at,
    )


def can_mail(user: User) -> bool:
    """Whether a link can go to this person by mail."""
    return bool(user.email) and mails_go_out()


def mails_go_out() -> bool:
    """Whether there is a mail server and an address of ours."""
    return has_server() and _sender() is not None


def send_invitation(user: User, link: str, *, at: datetime) -> Outcome:
    """Mail the link to somebody new. Outside any transaction; the mail is kept nowhere."""
    return _send_link(invitation, user, link, at)


def send_password_link(user: User, link: str, *, at: datetime) -> Outcome:
    """Mail the link to somebody who needs another password. As `send_invitation`."""
    return _send_link(password_letter, user, link, at)


def send_test_mail(to: str, *, at: datetime) -> Outcome:
    """A real mail through the mail server as it is set; what the server said."""
    sender = _sender()
    if sender is None:
        return Outcome([], "Describe the company first: its address is the sender.")
    mail = OutgoingMail(
        key=f"test:{uuid4()}",
        sender=sender,
        to=(to,),
        subject="Pratica can send mail",
        text="This mail shows that Pratica reaches its mail server, and the mail server reaches you.",
    )
    try:
        return send_unkept(mail, at=at)
    except MailUnusable as unusable:
        raise Invalid(unusable.message, {"to": [unusable.message]}) from unusable


def give_away_tasks(user_name: str, *, to: str, by: Actor, at: datetime, reason: str | None) -> int:
    """Give the open tasks of somebody who leaves to a colleague, or BACK; how many, at most MOST_TASKS_MOVED."""
    tasks = open_tasks(user_name, limit=MOST_TASKS_MOVED)
    keys = sorted((task.instance_key, task.key) for task in tasks)  # cases are locked in one order everywhere
    for _, key in keys:
        engine.assign_task(key, assignee=None if to == BACK else to, by=by, at=at, reason=reason)
    return len(tasks)


def delete_group(group: Group, *, by: Actor, at: datetime) -> None:
    """The group (locked by the caller) is no more. Raises GroupNamed while a diagram or an open task names it."""
    if naming := what_names_group(group.id):
        raise GroupNamed(group.name, naming)
    identity.delete_group(group, by=by, at=at)


def _send_link(letter_of: MakeLetter, user: User, link: str, at: datetime) -> Outcome:
    company, sender = session().get(Company, 1), _sender()
    assert sender is not None
    name = company.name if company else "Pratica"
    letter = letter_of(name=user.display_name, user_name=user.user_name, link=link, company=name, days=LINK_LASTS.days)
    to = shown_address(user.display_name, user.email or "")
    mail = OutgoingMail(key=f"link:{uuid4()}", sender=sender, to=(to,), subject=letter.subject, text=letter.text)
    try:
        return send_unkept(mail, at=at)
    except MailUnusable as unusable:
        return Outcome([], unusable.message)


def _sender() -> str | None:
    company = session().get(Company, 1)
    if company is not None and company.email:
        return shown_address(company.name, company.email)
    return from_address()
