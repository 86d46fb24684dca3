"""The blueprint of the Monitor, its place in the rail, and what its views share."""

from zoneinfo import ZoneInfo

from flask import Blueprint

from app.core.clock import now
from app.core.db import Key
from app.core.web import place
from app.engine.models import ProcessInstance
from app.engine.queries import instance_for
from app.identity.current import current_user
from app.identity.permissions import Permission
from app.monitor.queries.listing import Days
from app.monitor.queries.needs import count_of_decisions

bp = Blueprint("monitor", __name__)
CASE = "/cases/<int(max=9223372036854775807):key>"


def days() -> Days:
    """The moment of this request, in the reader's zone."""
    return Days(now(), ZoneInfo(current_user().time_zone))


def shown_case(key: int) -> ProcessInstance:
    """A case with its definition, if this person may see it. Raises UnknownCase."""
    return instance_for(current_user().viewer, Key(key))


def _count() -> int:
    return count_of_decisions(current_user().viewer, at=now())


place(
    "monitor.show_monitor",
    "Monitor",
    "activity",
    group="Process",
    permission=Permission.VIEW_MONITOR,
    order=20,
    count=_count,
)
