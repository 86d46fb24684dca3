"""Who is free at a time, counting what they have: absences, working hours, appointments, tasks that are due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from app.activities.models import Appointment, Employee
from app.activities.queries.people import account_away, does_tasks
from app.core.clock import company_zone
from app.core.db import session
from app.core.working_calendar import WorkingCalendar
from app.engine.models import TaskState, UserTask
from app.identity.models import Absence, User
from app.parties.company import working_calendar

USUAL_HOURS = Decimal(8)
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PersonAvailability:
    """Whether a person could come at a time.

    reasons: why not, a sentence each. booked: time that appointments take on the days asked about.
    tasks_due: open tasks whose term is one of these days; they do not make a person less free.
    """

    user_name: str
    name: str
    is_free: bool
    reasons: tuple[str, ...]
    booked: timedelta
    hours_per_day: Decimal
    tasks_due: int = 0


@dataclass(frozen=True)
class _Person:
    user_name: str
    name: str
    hours_per_day: Decimal
    weekdays: frozenset[int] | None
    left_on: date | None


def availability(
    starts_at: datetime, ends_at: datetime, *, user_names: Collection[str] | None = None
) -> list[PersonAvailability]:
    """How free people are from `starts_at` to `ends_at`, those who are free first, then by name.

    user_names: whom to ask about; None is everybody whom a task can be given to. Five statements for all.
    """
    people = _people(user_names)
    names = [person.user_name for person in people]
    first, last = _days_of(starts_at, ends_at)
    planned, away, due = (
        _appointments_on(names, first, last),
        _absences_on(names, first, last),
        _due(names, first, last),
    )
    calendar = working_calendar()
    found = [
        _availability_of(
            person,
            starts_at,
            ends_at,
            planned=planned[person.user_name],
            away=away[person.user_name],
            calendar=calendar,
        )
        for person in people
    ]
    counted = [
        PersonAvailability(one.user_name, one.name, not reasons, reasons, booked, one.hours_per_day, due[one.user_name])
        for one, (reasons, booked) in zip(people, found, strict=True)
    ]
    return sorted(counted, key=lambda one: (not one.is_free, one.name))


def appointments_in_the_way(
    user_name: str, starts_at: datetime, ends_at: datetime, *, but_not: UUID | None = None
) -> list[str]:
    """What a person has at that time already, a sentence each."""
    query = select(Appointment).where(
        Appointment.user_name == user_name, Appointment.cancelled_at.is_(None), _overlaps(starts_at, ends_at)
    )
    if but_not is not None:
        query = query.where(Appointment.id != but_not)
    found = session().scalars(query.order_by(Appointment.starts_at).limit(5)).all()
    return _overlap_sentences(_name_of(user_name) if found else user_name, found)


def absences_in_the_way(user_name: str, starts_at: datetime, ends_at: datetime) -> list[str]:
    """On which days of that time a person is away, a sentence each."""
    found = _absences_on([user_name], *_days_of(starts_at, ends_at))[user_name]
    return _away_sentences(_name_of(user_name) if found else user_name, found)


def _people(user_names: Collection[str] | None) -> list[_Person]:
    query = select(User, Employee).outerjoin(Employee, Employee.user_name == User.user_name)
    wanted = does_tasks() if user_names is None else User.user_name.in_(user_names)
    return [_person(user, employee) for user, employee in session().execute(query.where(wanted))]


def _person(user: User, employee: Employee | None) -> _Person:
    if employee is None:
        return _Person(user.user_name, user.display_name, USUAL_HOURS, None, None)
    return _Person(
        user.user_name,
        user.display_name,
        employee.hours_per_day,
        frozenset(employee.weekdays),
        employee.left_on,
    )


def _name_of(user_name: str) -> str:
    return session().scalar(select(User.display_name).where(User.user_name == user_name)) or user_name


def _availability_of(
    person: _Person,
    starts_at: datetime,
    ends_at: datetime,
    *,
    planned: Sequence[Appointment],
    away: Sequence[Absence],
    calendar: WorkingCalendar,
) -> tuple[tuple[str, ...], timedelta]:
    """Why the person is not free, and how much of these days is taken."""
    in_the_way = [one for one in planned if one.starts_at < ends_at and one.ends_at > starts_at]
    reasons = [
        *_away_sentences(person.name, away),
        *_overlap_sentences(person.name, in_the_way),
        *_off_sentences(person, starts_at, ends_at, calendar),
    ]
    first, last = _days_of(starts_at, ends_at)
    begin, end = _midnight(first), _midnight(last + ONE_DAY)
    booked = sum((min(one.ends_at, end) - max(one.starts_at, begin) for one in planned), timedelta())
    return tuple(reasons), booked


def _off_sentences(person: _Person, starts_at: datetime, ends_at: datetime, calendar: WorkingCalendar) -> list[str]:
    """Days on which the person or the company does not work, and hours outside the company's."""
    first, last = _days_of(starts_at, ends_at)
    if person.left_on is not None and last > person.left_on:
        return [f"{person.name} left the company on {person.left_on:%d %B %Y}."]
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    working = [day for day in days if calendar.is_working_day(day)]
    for day in days:
        if person.weekdays is not None and day.weekday() not in person.weekdays:
            return [f"{person.name} does not work on {WEEKDAYS[day.weekday()]}."]
        if day not in working and (person.weekdays is None or day.weekday() < 5):
            return [f"{day:%d %B %Y} is not a working day."]
    if len(days) == 1 and working == days and not _is_within_hours(starts_at, ends_at, calendar):
        return ["Part of it lies outside working hours."]
    return []


def _is_within_hours(starts_at: datetime, ends_at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether it begins and ends while the company works that day; a break at noon is nobody's concern."""
    day = starts_at.astimezone(calendar.zone).date()
    hours = calendar.hours[day.weekday()]
    opens, closes = hours[0][0], hours[-1][1]
    last = day if closes > opens else day + ONE_DAY
    return datetime.combine(day, opens, calendar.zone) <= starts_at and ends_at <= datetime.combine(
        last, closes, calendar.zone
    )


def _away_sentences(name: str, absences: Iterable[Absence]) -> list[str]:
    """Why somebody is away stays in the personnel register."""
    return [f"{name} is away {_day_range(one.starts_on, one.ends_on)}." for one in absences]


def _overlap_sentences(name: str, appointments: Iterable[Appointment]) -> list[str]:
    return [f"{name} has an appointment {_time_range(one.starts_at, one.ends_at)}." for one in appointments]


def _day_range(first: date, last: date) -> str:
    return f"on {first:%d %B %Y}" if first == last else f"from {first:%d %B} to {last:%d %B %Y}"


def _time_range(starts_at: datetime, ends_at: datetime) -> str:
    begin, end = starts_at.astimezone(company_zone()), ends_at.astimezone(company_zone())
    if begin.date() == end.date():
        return f"on {begin:%d %B %Y} from {begin:%H:%M} to {end:%H:%M}"
    return f"from {begin:%d %B %Y, %H:%M} to {end:%d %B %Y, %H:%M}"


def _overlaps(starts_at: datetime, ends_at: datetime) -> ColumnElement[bool]:
    earliest = starts_at - timedelta(days=31)  # no appointment is longer
    return and_(Appointment.starts_at < ends_at, Appointment.starts_at > earliest, Appointment.ends_at > starts_at)


def _appointments_on(names: Collection[str], first: date, last: date) -> Mapping[str, list[Appointment]]:
    query = select(Appointment).where(
        Appointment.user_name.in_(names),
        Appointment.cancelled_at.is_(None),
        _overlaps(_midnight(first), _midnight(last + ONE_DAY)),
    )
    found: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in session().scalars(query.order_by(Appointment.starts_at)):
        found[appointment.user_name].append(appointment)
    return found


def _absences_on(names: Collection[str], first: date, last: date) -> Mapping[str, list[Absence]]:
    query = (
        select(account_away, Absence)
        .select_from(Absence)
        .outerjoin(Employee, Employee.id == Absence.employee_id)
        .where(account_away.in_(names), Absence.starts_on <= last, Absence.ends_on >= first)
        .order_by(Absence.starts_on)
    )
    found: dict[str, list[Absence]] = defaultdict(list)
    for user_name, absence in session().execute(query):
        found[user_name or ""].append(absence)
    return found


def _due(names: Collection[str], first: date, last: date) -> Mapping[str, int]:
    query = (
        select(UserTask.assignee, func.count())
        .where(
            UserTask.state == TaskState.CREATED,
            UserTask.assignee.in_(names),
            UserTask.due_at >= _midnight(first),
            UserTask.due_at < _midnight(last + ONE_DAY),
        )
        .group_by(UserTask.assignee)
    )
    found: dict[str, int] = defaultdict(int)
    found.update({name: count for name, count in session().execute(query) if name})
    return found


def _days_of(starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """The first and the last day of a time, at the company's seat."""
    zone = company_zone()
    last_moment = max(starts_at, ends_at - timedelta(microseconds=1))
    return starts_at.astimezone(zone).date(), last_moment.astimezone(zone).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, company_zone())
