"""Trying many incidents again: asked for at once, done by the clock one case at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from app.core.actor import Actor
from app.core.db import Key, session
from app.engine.models import Incident
from app.engine.opening import CaseEnded
from app.engine.operations.cases import retry_incident
from app.identity.queries import users_named
from app.trail.operations import record


def ask_for_retries(cause: str, among: ColumnElement[bool], *, reason: str, by: Actor, at: datetime) -> int:
    """Ask for another try of the open incidents of a cause; gives how many. The clock does them, each alone.

    among: a condition on the incidents, such as whose cases this person may see.
    """
    wanted = (Incident.cause == cause, Incident.resolved_at.is_(None), Incident.retry_asked_at.is_(None), among)
    asked = {"retry_asked_at": at, "retry_asked_by": by.id, "retry_reason": reason}
    found = session().scalars(
        update(Incident).where(*wanted).values(asked).returning(Incident.key),
        execution_options={"synchronize_session": False},
    )
    count = len(found.all())
    if count:
        after = {"incidents": count, "cause": cause}
        record(
            action="incidents.retry_asked", entity="cause", entity_id=cause, by=by, at=at, after=after, reason=reason
        )
    return count


def retries_asked(limit: int) -> Sequence[Key]:
    """Keys of the incidents whose try was asked for, the oldest first; nothing is locked."""
    waiting = select(Incident.key).where(Incident.retry_asked_at.is_not(None), Incident.resolved_at.is_(None))
    return session().scalars(waiting.order_by(Incident.retry_asked_at, Incident.key).limit(limit)).all()


def retry_asked(incident_key: Key, *, at: datetime) -> bool:
    """Try one again on behalf of whoever asked; False when nobody asks any more, or its case has ended."""
    incident = session().get(Incident, incident_key, populate_existing=True)
    if incident is None or incident.retry_asked_at is None or incident.resolved_at is not None:
        return False
    try:
        retry_incident(incident_key, by=_who_asked(incident), at=at, reason=incident.retry_reason)
    except CaseEnded:
        incident.retry_asked_at = None
        return False
    return True


def forget_retry(incident_key: Key) -> None:
    """The try could not even begin: the incident waits for a person again."""
    session().execute(update(Incident).where(Incident.key == incident_key).values(retry_asked_at=None))


def _who_asked(incident: Incident) -> Actor:
    user_name = incident.retry_asked_by or ""
    user = users_named([user_name]).get(user_name)
    return Actor("user", user_name, user.display_name if user else user_name)
