"""Reads the personnel register, absences, activity types, and whom a task can be given to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import selectinload

from app.activities.errors import ActivityInvalid, ActivityRecordMissing
from app.activities.models import ActivityType, Employee
from app.core.db import session
from app.core.web.paging import Position
from app.identity.models import Absence, Group, Membership, User
from app.identity.rights import holders_of
from app.identity.roles import Permission
from app.parties.models import Party

MOST_ABSENCES = 50
EMPLOYEE = "employee:"
"""Stands before the id of somebody of the personnel register who has no account."""


account_away = func.coalesce(Employee.user_name, Absence.user_name)
"""The account of whoever is away; None for an employee without one."""


@dataclass(frozen=True)
class PeopleAndGroups:
    """Whom a task can be given to: names by user name, and by group id of groups with somebody in them."""

    people: dict[str, str]
    groups: dict[str, str]


def does_tasks() -> ColumnElement[bool]:
    """The users whom a task can be given to."""
    return holders_of(Permission.COMPLETE_TASK)


def people_and_groups() -> PeopleAndGroups:
    """Whom a task can be given to, each in the order of names; two statements."""
    people = session().execute(
        select(User.user_name, User.display_name).where(does_tasks()).order_by(User.display_name)
    )
    groups = session().execute(
        select(Group.id, Group.name)
        .where(Group.id.in_(select(Membership.group_id).join(User, User.id == Membership.user_id).where(does_tasks())))
        .order_by(Group.name)
    )
    return PeopleAndGroups(dict(people.all()), dict(groups.all()))


def people_by_mail() -> dict[str, str]:
    """Those of the personnel register who work here, have no account and are reached by mail: `employee:<id>`, name."""
    wanted = select(Employee.id, Employee.name).where(
        Employee.user_name.is_(None), Employee.email.is_not(None), Employee.left_on.is_(None)
    )
    return {f"{EMPLOYEE}{key}": name for key, name in session().execute(wanted.order_by(Employee.name, Employee.id))}


def employees_page(
    *, words: str = "", shown: str = "", on: date, after: Position | None = None, limit: int
) -> Sequence[Employee]:
    """Up to `limit` + 1 employees by name. shown: empty for those who work here on that day, else `left` or `all`."""
    query = select(Employee)
    if shown == "left":
        query = query.where(Employee.left_on < on)
    elif shown != "all":
        query = query.where(or_(Employee.left_on.is_(None), Employee.left_on >= on))
    if words.strip():
        like = f"%{words.strip()}%"
        query = query.where(or_(Employee.name.ilike(like), Employee.function.ilike(like), Employee.email.ilike(like)))
    if after is not None:
        query = query.where(tuple_(Employee.name, Employee.id) > tuple_(*after))
    return session().scalars(query.order_by(Employee.name, Employee.id).limit(limit + 1)).all()


def absences_from(day: date, employee_ids: Sequence[UUID]) -> dict[UUID, Absence]:
    """By employee, the present or next absence that is not over on a day."""
    query = select(Absence).where(Absence.employee_id.in_(employee_ids), Absence.ends_on >= day)
    found: dict[UUID, Absence] = {}
    for absence in session().scalars(query.order_by(Absence.starts_on)):
        if absence.employee_id is not None:
            found.setdefault(absence.employee_id, absence)
    return found


def employee_by_id(employee_id: UUID) -> Employee:
    """The employee with all absences. Raises ActivityRecordMissing."""
    query = select(Employee).where(Employee.id == employee_id).options(selectinload(Employee.absences))
    return _found(session().scalar(query), "employee", employee_id)


def employee_for_update(employee_id: UUID) -> Employee:
    """The employee, locked. Raises ActivityRecordMissing."""
    query = select(Employee).where(Employee.id == employee_id).with_for_update()
    return _found(session().scalar(query.execution_options(populate_existing=True)), "employee", employee_id)


def employee_of_user(user_name: str) -> Employee | None:
    """The row of the personnel register that an account belongs to, with absences."""
    query = select(Employee).where(Employee.user_name == user_name).options(selectinload(Employee.absences))
    return session().scalar(query)


def absence_for_update(employee_id: UUID, absence_id: UUID) -> Absence:
    """An absence of an employee, locked. Raises ActivityRecordMissing."""
    query = select(Absence).where(Absence.id == absence_id, Absence.employee_id == employee_id).with_for_update()
    found = session().scalar(query)
    if found is None:
        raise ActivityRecordMissing("absence", absence_id)
    return found


def accounts_without_employee(but_for: str | None = None) -> Sequence[tuple[str, str]]:
    """User name and name of the accounts that belong to no employee yet, and of `but_for`."""
    taken = select(Employee.user_name).where(Employee.user_name.is_not(None), Employee.user_name != (but_for or ""))
    query = select(User.user_name, User.display_name).where(User.disabled_at.is_(None), User.user_name.not_in(taken))
    return session().execute(query.order_by(User.display_name)).all()


def activity_types(*, used_only: bool = False) -> Sequence[ActivityType]:
    """The register of activity types in its own order."""
    query = select(ActivityType).order_by(ActivityType.position, ActivityType.name)
    return session().scalars(query.where(ActivityType.is_used) if used_only else query).all()


def activity_type_for_update(code: str) -> ActivityType:
    """The activity type, locked. Raises ActivityRecordMissing."""
    query = select(ActivityType).where(ActivityType.code == code).with_for_update()
    found = session().scalar(query)
    if found is None:
        raise ActivityRecordMissing("activity type", code)
    return found


def away_on(day: date) -> dict[str, date]:
    """By user name, until when those who are away on a day stay away."""
    query = (
        select(account_away, Absence.ends_on)
        .select_from(Absence)
        .outerjoin(Employee, Employee.id == Absence.employee_id)
        .where(Absence.starts_on <= day, Absence.ends_on >= day)
    )
    return {name: until for name, until in session().execute(query) if name}


def absences_of_account(user_name: str, day: date) -> Sequence[Absence]:
    """The absences of an account that are not over on a day, the next first."""
    mine = select(Absence).where(Absence.user_name == user_name, Absence.ends_on >= day)
    return session().scalars(mine.order_by(Absence.starts_on).limit(MOST_ABSENCES)).all()


def stands_in_for(user_name: str, day: date) -> Sequence[tuple[str, Absence]]:
    """For whom an account stands in, now or later: names and absences, the next first."""
    query = select(User.display_name, Absence).join(User, User.user_name == Absence.user_name)
    mine = query.where(Absence.substitute == user_name, Absence.ends_on >= day).order_by(Absence.starts_on)
    return [(name, absence) for name, absence in session().execute(mine.limit(MOST_ABSENCES))]


def representatives_of(party_id: UUID | None) -> dict[str, str]:
    """By user name, as what somebody represents us at a party: words to stand behind the name."""
    party = party_named(party_id)
    if party is None:
        return {}
    kinds = ((party.service_rep, " · service representative"), (party.sales_rep, " · sales representative"))
    return {user_name: words for user_name, words in kinds if user_name}


def _found(employee: Employee | None, noun: str, record_id: UUID) -> Employee:
    if employee is None:
        raise ActivityRecordMissing(noun, record_id)
    return employee


def refuse_unknown_person(user_name: str) -> None:
    """Raises ActivityInvalid for somebody to whom no task can be given."""
    if session().scalar(select(User.id).where(User.user_name == user_name, does_tasks())) is None:
        raise ActivityInvalid({"user_name": ["Choose a person."]})


def party_named(party_id: UUID | None) -> Party | None:
    """The party, if there is one."""
    return session().get(Party, party_id) if party_id else None
