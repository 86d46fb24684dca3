"""Plans, moves and cancels appointments; two of one person never overlap, however many planners there are."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text

from app.activities.errors import ActivityInvalid, AppointmentCancelled, PersonNotFree, RecordChanged
from app.activities.models import Appointment
from app.activities.queries.availability import absences_in_the_way, appointments_in_the_way
from app.core.actor import Actor
from app.core.db import Key, session
from app.trail.operations import record

LONGEST = timedelta(days=31)
LONGEST_TITLE = 200


def plan_appointment(
    user_name: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    href: str = "",
    case_key: Key | None = None,
    party_id: UUID | None = None,
    source_type: str | None = None,
    source_id: str | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Time of a person, spoken for. The same source and times give the appointment that is there.

    Raises PersonNotFree when they are away or have another appointment (checked under a lock of that person's
    agenda), ActivityInvalid for times that end before they begin.
    """
    wanted = _wanted(
        user_name=user_name,
        starts_at=starts_at,
        ends_at=ends_at,
        title=title,
        href=href,
        case_key=case_key,
        party_id=party_id,
        source_type=source_type,
        source_id=source_id,
    )
    lock_agenda(user_name)
    if (planned := _planned_for(wanted)) is not None:
        return planned
    if reasons := absences_in_the_way(user_name, starts_at, ends_at):
        raise PersonNotFree(reasons)
    return _keep(wanted, by=by, at=at)


def plan_appointment_anyway(
    user_name: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    href: str = "",
    case_key: Key | None = None,
    party_id: UUID | None = None,
    source_type: str | None = None,
    source_id: str | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """As `plan_appointment`, though the person is away then; only another appointment stands in the way."""
    wanted = _wanted(
        user_name=user_name,
        starts_at=starts_at,
        ends_at=ends_at,
        title=title,
        href=href,
        case_key=case_key,
        party_id=party_id,
        source_type=source_type,
        source_id=source_id,
    )
    lock_agenda(user_name)
    return _planned_for(wanted) or _keep(wanted, by=by, at=at)


def move_appointment(
    appointment: Appointment,
    *,
    starts_at: datetime,
    ends_at: datetime,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Other times for an appointment (locked by the caller). Raises PersonNotFree, RecordChanged for a stale form."""
    if appointment.cancelled_at is not None:
        raise AppointmentCancelled(appointment.title)
    if revision is not None and appointment.revision != revision:
        raise RecordChanged(f"“{appointment.title}”")
    _check_times(starts_at, ends_at)
    lock_agenda(appointment.user_name)
    but_not = appointment.id
    reasons = absences_in_the_way(appointment.user_name, starts_at, ends_at)
    reasons += appointments_in_the_way(appointment.user_name, starts_at, ends_at, but_not=but_not)
    if reasons:
        raise PersonNotFree(reasons)
    before = _times(appointment)
    appointment.starts_at, appointment.ends_at = starts_at, ends_at
    appointment.revision += 1
    _note("appointment.moved", appointment, by, at, before=before)


def cancel_appointment(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """The time is free again. Cancelled twice, it is cancelled once."""
    if appointment.cancelled_at is not None:
        return
    appointment.cancelled_at = at
    appointment.revision += 1
    _note("appointment.cancelled", appointment, by, at)


def cancel_appointments(
    *,
    case_key: Key,
    by: Actor,
    at: datetime,
    user_name: str | None = None,
    starting_after: datetime | None = None,
) -> int:
    """Free the time that a case spoke for: of everybody or of one person, perhaps only what has not begun."""
    wanted = select(Appointment).where(Appointment.case_key == case_key, Appointment.cancelled_at.is_(None))
    if user_name is not None:
        wanted = wanted.where(Appointment.user_name == user_name)
    if starting_after is not None:
        wanted = wanted.where(Appointment.starts_at > starting_after)
    found = session().scalars(wanted.order_by(Appointment.id).with_for_update()).all()
    for appointment in found:
        cancel_appointment(appointment, by=by, at=at)
    return len(found)


def lock_agenda(user_name: str) -> None:
    """Nobody else plans this person's time until the transaction ends. Lock several people in the order of names."""
    session().flush()  # what was planned in this transaction is seen by the check
    session().execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 2))"), {"name": user_name})


def _wanted(
    *,
    user_name: str,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    href: str,
    case_key: Key | None,
    party_id: UUID | None,
    source_type: str | None,
    source_id: str | None,
) -> Appointment:
    _check_times(starts_at, ends_at)
    return Appointment(
        id=uuid4(),
        user_name=user_name,
        starts_at=starts_at,
        ends_at=ends_at,
        title=title[:LONGEST_TITLE],
        href=href,
        case_key=case_key,
        party_id=party_id,
        source_type=source_type,
        source_id=source_id,
        revision=0,
    )


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ActivityInvalid({"ends_at": ["The end must lie after the beginning."]})
    if ends_at - starts_at > LONGEST:
        raise ActivityInvalid({"ends_at": [f"An appointment takes at most {LONGEST.days} days."]})


def _planned_for(wanted: Appointment) -> Appointment | None:
    """The appointment of the same source, person and times that stands already."""
    if wanted.source_id is None:
        return None
    return session().scalar(
        select(Appointment).where(
            Appointment.source_type == wanted.source_type,
            Appointment.source_id == wanted.source_id,
            Appointment.user_name == wanted.user_name,
            Appointment.starts_at == wanted.starts_at,
            Appointment.ends_at == wanted.ends_at,
            Appointment.cancelled_at.is_(None),
        )
    )


def _keep(wanted: Appointment, *, by: Actor, at: datetime) -> Appointment:
    if reasons := appointments_in_the_way(wanted.user_name, wanted.starts_at, wanted.ends_at):
        raise PersonNotFree(reasons)
    wanted.created_at, wanted.created_by = at, by.id
    session().add(wanted)
    _note("appointment.planned", wanted, by, at)
    return wanted


def _times(appointment: Appointment) -> dict[str, object]:
    return {"starts_at": appointment.starts_at, "ends_at": appointment.ends_at}


def _note(
    action: str, appointment: Appointment, by: Actor, at: datetime, *, before: dict[str, object] | None = None
) -> None:
    record(
        action=action,
        entity="appointment",
        entity_id=appointment.id,
        by=by,
        at=at,
        case_key=appointment.case_key,
        before=before,
        after={"person": appointment.user_name, "title": appointment.title, **_times(appointment)},
    )
