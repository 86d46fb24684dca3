"""Keeps the register of activity types."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from app.activities.errors import ActivityInvalid, CodeTaken
from app.activities.models import ActivityType
from app.core.actor import Actor
from app.core.db import session
from app.trail.operations import record

CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}")


@dataclass(frozen=True)
class ActivityTypeDetails:
    """All that is entered about a type of activity."""

    name: str
    is_billable: bool = False
    is_used: bool = True
    position: int = 0


def add_activity_type(code: str, details: ActivityTypeDetails, *, by: Actor, at: datetime) -> ActivityType:
    """A new type. Its code never changes. Raises CodeTaken, ActivityInvalid."""
    code = code.strip().upper()
    if not CODE.fullmatch(code):
        raise ActivityInvalid({"code": ["Letters, digits, hyphens and underscores, 40 at most."]})
    if session().get(ActivityType, code) is not None:
        raise CodeTaken(code)
    added = ActivityType(code=code, **asdict(details))
    session().add(added)
    record(action="activity_type.added", entity="activity_type", entity_id=code, by=by, at=at, after=asdict(details))
    return added


def change_activity_type(changed: ActivityType, details: ActivityTypeDetails, *, by: Actor, at: datetime) -> None:
    """Write what was entered; one no longer used stays for the work it explains."""
    values = asdict(details)
    before = {name: getattr(changed, name) for name in values}
    if before == values:
        return
    for name, value in values.items():
        setattr(changed, name, value)
    record(
        action="activity_type.changed",
        entity="activity_type",
        entity_id=changed.code,
        by=by,
        at=at,
        before=before,
        after=values,
    )
