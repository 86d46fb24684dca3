"""A task as somebody asks it: who asks whom for what, until when; checked against the people that there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.activities.errors import ActivityInvalid
from app.activities.queries.people import EMPLOYEE, PeopleAndGroups, people_and_groups, people_by_mail
from app.core.db import Key, session
from app.engine.models import ProcessInstance

LONGEST_TEXT = 5_000
PERSON, GROUP = "user:", "group:"


@dataclass(frozen=True)
class Receiver:
    """Who is asked: a person, or whoever of a group takes it first.

    employee: of the personnel register, without an account; they get a mail, and `user` keeps the task for them.
    """

    name: str
    user: str | None = None
    group: str | None = None
    employee: str | None = None


@dataclass(frozen=True)
class Asking:
    """A task to be asked. author: user name. planned: from when to when it should take place."""

    text: str
    author: str
    receivers: tuple[Receiver, ...]
    due_at: datetime | None = None
    priority: int = 50
    reminders: str | None = None
    wants_answer: bool = False
    party_id: UUID | None = None
    about_case_key: Key | None = None
    planned: tuple[datetime, datetime] | None = None

    @property
    def title(self) -> str:
        """Its first line."""
        return self.text.splitlines()[0][:120]

    @property
    def expects_answer(self) -> bool:
        """Whether the author reads an answer; one's own is known."""
        return self.wants_answer and any(receiver.user != self.author for receiver in self.receivers)


def receivers_named(names: list[str], *, author: str | None) -> tuple[Receiver, ...]:
    """Who is meant by `user:anna`, `group:sales`, `employee:<id>` or a plain user name; nobody means the author.

    Raises ActivityInvalid beside `task_for` for somebody who is not there or does no tasks.
    """
    known = people_and_groups()
    wanted = names or ([author] if author else [])
    if not wanted:
        raise ActivityInvalid({"task_for": ["Choose who should do it."]})
    return tuple(dict.fromkeys(_receiver(name, known, author) for name in wanted))


def colleague(user_name: str | None, *, field: str, but_not: str | None = None) -> Receiver:
    """The person to whom a task goes on. Raises ActivityInvalid beside the field."""
    name = (user_name or "").removeprefix(PERSON)
    if not name:
        raise ActivityInvalid({field: ["Choose a colleague."]})
    if name == but_not:
        raise ActivityInvalid({field: ["You have it already. Choose somebody else."]})
    found = people_and_groups().people.get(name)
    if found is None:
        raise ActivityInvalid({field: [f"{name} is nobody to whom a task can be given."]})
    return Receiver(found, user=name)


def refuse_unknown_case(case_key: Key | None) -> None:
    """Raises ActivityInvalid for a case that is not there."""
    if case_key is not None and session().get(ProcessInstance, case_key) is None:
        raise ActivityInvalid({"about_case_key": ["There is no such case."]})


def starter_of(case_key: Key) -> str | None:
    """The user name of who began a case; None for a program."""
    name = session().scalar(select(ProcessInstance.started_by).where(ProcessInstance.key == case_key))
    return name if name in people_and_groups().people else None


def _receiver(name: str, known: PeopleAndGroups, author: str | None) -> Receiver:
    if name.startswith(EMPLOYEE):
        return _without_account(name, author)
    if name.startswith(GROUP):
        group = name.removeprefix(GROUP)
        if group not in known.groups:
            raise ActivityInvalid({"task_for": [f"There is no group {group} with anybody in it."]})
        return Receiver(known.groups[group], group=group)
    user = name.removeprefix(PERSON)
    if user not in known.people:
        raise ActivityInvalid({"task_for": [f"{user} is nobody to whom a task can be given."]})
    return Receiver(known.people[user], user=user)


def _without_account(name: str, author: str | None) -> Receiver:
    found = people_by_mail().get(name)
    if found is None:
        raise ActivityInvalid({"task_for": ["Choose somebody of the list; this person has no mail address here."]})
    if author is None:
        raise ActivityInvalid({"task_for": [f"{found} has no account: somebody must keep the task for them."]})
    return Receiver(found, user=author, employee=name)
