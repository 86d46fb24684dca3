"""Reads the agenda: appointments and absences of people, day by day, as one reader may see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.activities.errors import ActivityRecordMissing
from app.activities.models import Appointment, Employee
from app.activities.queries.people import account_away
from app.core.actor import Viewer
from app.core.clock import company_zone
from app.core.db import session
from app.core.working_calendar import WorkingCalendar
from app.engine.models import ProcessInstance
from app.engine.visibility import visible_instances
from app.identity.models import Absence

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=31)  # no appointment is longer
MOST_ENTRIES = 1_000
BUSY = "Busy"


@dataclass(frozen=True)
class AgendaEntry:
    """One line of the agenda on one day. Whole days (absences) have no times.

    appointment_id, href: None where the reader may not see the case that it belongs to.
    """

    user_name: str
    day: date
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    appointment_id: UUID | None = None
    href: str | None = None

    @property
    def is_absence(self) -> bool:
        """Whether the person is away the whole day."""
        return self.starts_at is None


@dataclass(frozen=True)
class Load:
    """How much of a person's time is spoken for."""

    booked: timedelta
    available: timedelta
    days_away: int

    @property
    def percent(self) -> int | None:
        """Booked of what is available; None when nothing is."""
        return round(100 * self.booked / self.available) if self.available else None


def agenda_of(
    viewer: Viewer, first: date, until: date, *, person: str = "", zone: ZoneInfo | None = None
) -> list[AgendaEntry]:
    """What people have from `first` up to and without `until`, by day and time. Two statements."""
    own_zone = zone or company_zone()
    begin, end = datetime.combine(first, time.min, own_zone), datetime.combine(until, time.min, own_zone)
    rows = session().execute(_appointments(viewer, begin, end, person)).all()
    entries = [entry for row, is_seen in rows for entry in _by_day(row, first, until, own_zone, is_seen=is_seen)]
    for user_name, absence in session().execute(_absences(first, until, person)):
        days = _days(max(absence.starts_on, first), min(absence.ends_on + ONE_DAY, until))
        entries += [AgendaEntry(user_name or "", day, "Away") for day in days]
    earliest = datetime.min.replace(tzinfo=own_zone)
    return sorted(entries, key=lambda entry: (entry.day, entry.starts_at or earliest, entry.user_name))


def by_person_and_day(entries: Iterable[AgendaEntry]) -> Mapping[tuple[str, date], list[AgendaEntry]]:
    """The cells of the grid."""
    cells: dict[tuple[str, date], list[AgendaEntry]] = defaultdict(list)
    for entry in entries:
        cells[entry.user_name, entry.day].append(entry)
    return cells


def load_of(
    employee: Employee | None, entries: Sequence[AgendaEntry], first: date, until: date, calendar: WorkingCalendar
) -> Load:
    """How much of a person's time from `first` up to `until` is spoken for."""
    away = {entry.day for entry in entries if entry.is_absence}
    weekdays = set(employee.weekdays) if employee else {0, 1, 2, 3, 4}
    hours = employee.hours_per_day if employee else Decimal(8)
    working = [day for day in _days(first, until) if day.weekday() in weekdays and calendar.is_working_day(day)]
    booked = sum(
        (entry.ends_at - entry.starts_at for entry in entries if entry.starts_at and entry.ends_at), timedelta()
    )
    there = [day for day in working if day not in away]
    return Load(booked, timedelta(hours=float(hours)) * len(there), len(working) - len(there))


def appointments_during(user_name: str | None, first: date, last: date) -> int:
    """How many appointments a person has on these days, the last one included."""
    begin = datetime.combine(first, time.min, company_zone())
    end = datetime.combine(last + ONE_DAY, time.min, company_zone())
    query = select(func.count()).select_from(Appointment).where(Appointment.user_name == user_name, _within(begin, end))
    return session().scalar(query) or 0


def appointment_for(viewer: Viewer, appointment_id: UUID) -> Appointment:
    """The appointment, if the reader may see the case that it belongs to. Raises ActivityRecordMissing."""
    query = select(Appointment).where(Appointment.id == appointment_id, _is_seen(viewer))
    return _found(session().scalar(query), appointment_id)


def appointment_for_update(viewer: Viewer, appointment_id: UUID) -> Appointment:
    """As `appointment_for`, locked."""
    query = select(Appointment).where(Appointment.id == appointment_id, _is_seen(viewer)).with_for_update()
    return _found(session().scalar(query.execution_options(populate_existing=True)), appointment_id)


def _appointments(viewer: Viewer, begin: datetime, end: datetime, person: str) -> Select[Appointment, bool]:
    query = select(Appointment, _is_seen(viewer)).where(_within(begin, end))
    if person:
        query = query.where(Appointment.user_name == person)
    return query.order_by(Appointment.starts_at, Appointment.id).limit(MOST_ENTRIES)


def _absences(first: date, until: date, person: str) -> Select[str | None, Absence]:
    query = (
        select(account_away, Absence)
        .select_from(Absence)
        .outerjoin(Employee, Employee.id == Absence.employee_id)
        .where(Absence.starts_on < until, Absence.ends_on >= first, account_away.is_not(None))
    )
    return query.where(account_away == person) if person else query


def _within(begin: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(
        Appointment.cancelled_at.is_(None),
        Appointment.starts_at < end,
        Appointment.starts_at > begin - LONGEST,
        Appointment.ends_at > begin,
    )


def _is_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the reader may see what the time is for: it is their own, of no case, or of a case they may see."""
    seen = select(ProcessInstance.key).where(visible_instances(viewer))
    return or_(
        Appointment.user_name == viewer.user_name, Appointment.case_key.is_(None), Appointment.case_key.in_(seen)
    )


def _by_day(row: Appointment, first: date, until: date, zone: ZoneInfo, *, is_seen: bool) -> Iterable[AgendaEntry]:
    """An appointment, on each day that it takes."""
    begin, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    last = (end - timedelta(microseconds=1)).date()
    for day in _days(max(begin.date(), first), min(last + ONE_DAY, until)):
        midnight = datetime.combine(day, time.min, zone)
        yield AgendaEntry(
            user_name=row.user_name,
            day=day,
            title=row.title if is_seen else BUSY,
            starts_at=max(begin, midnight),
            ends_at=min(end, datetime.combine(day + ONE_DAY, time.min, zone)),
            appointment_id=row.id if is_seen else None,
            href=(row.href or None) if is_seen else None,
        )


def _days(first: date, until: date) -> list[date]:
    return [first + timedelta(days=count) for count in range(max((until - first).days, 0))]


def _found(appointment: Appointment | None, appointment_id: UUID) -> Appointment:
    if appointment is None:
        raise ActivityRecordMissing("appointment", appointment_id)
    return appointment
