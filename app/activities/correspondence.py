"""Gathers the mail of a task to a colleague who has no account: text, party, term, the files of the case."""

from uuid import UUID

from app.activities.errors import PersonUnreachable
from app.activities.letters import task_letter
from app.activities.models import AskedTask, Employee
from app.activities.queries.people import EMPLOYEE, party_named
from app.core.clock import company_zone
from app.core.db import session
from app.core.formats import Preferences, format_moment
from app.documents.queries import documents_of_case, files_of
from app.identity.models import User
from app.identity.queries import users_named
from app.mail.outgoing import OutgoingMail, shown_address
from app.mail.people import PersonAddress
from app.parties.queries import company, company_or_none


def task_mail(task: AskedTask, receiver: str, *, key: str) -> OutgoingMail:
    """The task for `employee:<id>`; an answer goes to its author. Raises PersonUnreachable."""
    reader = address_of_employee(receiver)
    if reader is None:
        raise PersonUnreachable(_name_of(receiver))
    ours, author = company(), users_named([task.author]).get(task.author)
    party = party_named(task.party_id)
    to = Preferences(reader.language, company_zone().key)
    letter = task_letter(
        task.text,
        author=author.display_name if author else ours.name,
        party=", ".join(filter(None, (party.name, party.city, party.phone))) if party else "",
        until=format_moment(task.due_at, to=to) if task.due_at else "",
        language=reader.language,
        reader=reader.name,
        company=ours.name,
    )
    return OutgoingMail(
        key=key,
        sender=shown_address(ours.name, ours.email),
        to=(shown_address(reader.name, reader.email),),
        reply_to=_own_address(author),
        subject=letter.subject,
        text=letter.text,
        attachments=files_of(document.id for document in documents_of_case(task.case_key)),
        case_key=task.case_key,
    )


def address_of_employee(name: str) -> PersonAddress | None:
    """Where `employee:<id>` of the personnel register reads mail, in the company's language; None for others."""
    employee = _employee(name)
    if employee is None or not employee.email or employee.left_on is not None:
        return None
    ours = company_or_none()
    return PersonAddress(employee.name, employee.email, ours.language if ours else "en")


def _employee(name: str) -> Employee | None:
    if not name.startswith(EMPLOYEE):
        return None
    try:
        return session().get(Employee, UUID(name.removeprefix(EMPLOYEE)))
    except ValueError:
        return None


def _name_of(receiver: str) -> str:
    employee = _employee(receiver)
    return employee.name if employee else "Who is asked"


def _own_address(author: User | None) -> str | None:
    return shown_address(author.display_name, author.email) if author and author.email else None
