"""Notes and removes absences, and who stands in meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_, select

from app.core.actor import Actor
from app.core.db import session
from app.identity.errors import AbsenceUnusable, NoSuchAbsence
from app.identity.models import Absence, AbsenceKind, User
from app.identity.rights import holders_of
from app.identity.roles import Permission
from app.trail.operations import record

LONGEST_DAYS = 400


@dataclass(frozen=True)
class Somebody:
    """Whose absence it is: their account, their row in the personnel register, or both. name: for the trail."""

    name: str
    user_name: str | None = None
    employee_id: UUID | None = None


@dataclass(frozen=True)
class AbsenceDetails:
    """All that is entered about an absence. substitute: user name of whoever stands in."""

    starts_on: date
    ends_on: date
    kind: AbsenceKind = AbsenceKind.HOLIDAY
    substitute: str | None = None
    note: str | None = None


def note_absence(person: Somebody, details: AbsenceDetails, *, by: Actor, at: datetime) -> Absence:
    """Days on which somebody is away. Raises AbsenceUnusable."""
    _check(person, details)
    absence = Absence(
        id=uuid4(),
        user_name=person.user_name,
        employee_id=person.employee_id,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        kind=details.kind,
        substitute=details.substitute or None,
        note=details.note or None,
        created_at=at,
        created_by=by.id,
    )
    session().add(absence)
    after = _told(absence, person)
    record(action="absence.added", entity="absence", entity_id=absence.id, by=by, at=at, after=after)
    return absence


def forget_absence(absence: Absence, person: Somebody, *, by: Actor, at: datetime) -> None:
    """The person is there on these days after all."""
    session().delete(absence)
    before = _told(absence, person)
    record(action="absence.removed", entity="absence", entity_id=absence.id, by=by, at=at, before=before)


def change_substitute(absence: Absence, person: Somebody, *, substitute: str | None, by: Actor, at: datetime) -> None:
    """Somebody else stands in, or nobody; what is open goes there at once."""
    _check_substitute(person, substitute)
    before = {"substitute": absence.substitute}
    absence.substitute, absence.handed_over_at = substitute or None, None
    after = _told(absence, person)
    record(action="absence.changed", entity="absence", entity_id=absence.id, by=by, at=at, before=before, after=after)


def absence_of(user_name: str, absence_id: UUID) -> Absence:
    """One absence of an account, locked. Raises NoSuchAbsence."""
    mine = select(Absence).where(Absence.id == absence_id, Absence.user_name == user_name)
    found = session().scalar(mine.with_for_update())
    if found is None:
        raise NoSuchAbsence
    return found


def _check(person: Somebody, details: AbsenceDetails) -> None:
    if details.ends_on < details.starts_on:
        raise AbsenceUnusable({"ends_on": ["The last day must not lie before the first."]})
    if (details.ends_on - details.starts_on).days > LONGEST_DAYS:
        raise AbsenceUnusable({"ends_on": [f"An absence has at most {LONGEST_DAYS} days; check the year."]})
    query = select(Absence).where(
        _is_of(person), Absence.starts_on <= details.ends_on, Absence.ends_on >= details.starts_on
    )
    if (other := session().scalars(query.order_by(Absence.starts_on).limit(1)).first()) is not None:
        days = f"{other.starts_on:%d %B %Y} to {other.ends_on:%d %B %Y}"
        raise AbsenceUnusable({"starts_on": [f"This overlaps with the absence from {days}."]})
    _check_substitute(person, details.substitute)


def _check_substitute(person: Somebody, substitute: str | None) -> None:
    if not substitute:
        return
    if person.user_name is None:
        raise AbsenceUnusable({"substitute": ["Somebody without an account has no tasks to be taken over."]})
    if substitute == person.user_name:
        raise AbsenceUnusable({"substitute": ["Choose somebody else."]})
    works = select(User.id).where(User.user_name == substitute, holders_of(Permission.COMPLETE_TASK))
    if session().scalar(works) is None:
        raise AbsenceUnusable({"substitute": ["Choose somebody of the list."]})


def _is_of(person: Somebody) -> ColumnElement[bool]:
    by_account = Absence.user_name == person.user_name
    by_register = Absence.employee_id == person.employee_id
    if person.employee_id is None:
        return by_account
    return by_register if person.user_name is None else or_(by_account, by_register)


def _told(absence: Absence, person: Somebody) -> dict[str, object]:
    """For the trail. Why somebody is away is not told."""
    return {
        "employee": person.name,
        "starts_on": absence.starts_on,
        "ends_on": absence.ends_on,
        "substitute": absence.substitute,
    }
