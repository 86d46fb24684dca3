"""What people at work add to the card of a party: appointments about it. Registers itself when imported."""

from flask import url_for
from sqlalchemy import case, or_, select

from app.activities.models import Appointment
from app.core.actor import Viewer
from app.engine.models import ProcessInstance
from app.engine.visibility import visible_instances
from app.identity.permissions import Permission
from app.parties.card import Lines, TimelineType, card_timeline, timeline_lines
from app.parties.models import Party
from app.parties.queries import same_parties


def appointment_lines(party: Party, viewer: Viewer) -> Lines:
    """The appointments about a party that this reader may see, at the time when they are."""
    theirs = select(Party.id).where(same_parties(party.id))
    seen = select(ProcessInstance.key).where(visible_instances(viewer))
    return timeline_lines(
        key=Appointment.id,
        when=Appointment.starts_at,
        title=Appointment.title,
        state=case((Appointment.cancelled_at.is_not(None), "cancelled"), else_="planned"),
        who=Appointment.user_name,
    ).where(Appointment.party_id.in_(theirs), or_(Appointment.case_key.is_(None), Appointment.case_key.in_(seen)))


card_timeline(
    TimelineType(
        name="appointments",
        label="Appointments",
        icon="calendar-event",
        lines=appointment_lines,
        href=lambda line: url_for("agenda.show_appointment", appointment_id=line.key),
        tones={"planned": "info"},
        permission=Permission.VIEW_AGENDA,
        order=25,
    )
)
