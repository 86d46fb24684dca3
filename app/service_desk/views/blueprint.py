"""The blueprint of service, and what several of its pages show."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint

from app.core.clock import now
from app.core.web import new_action, place
from app.identity.current import current_user
from app.identity.permissions import Permission
from app.service_desk.queries import unsolved_count
from app.service_desk.tones import ESTIMATE_TONES, PRIORITY_TONES, REPORT_TONES, REQUEST_TONES

bp = Blueprint("service_desk", __name__, url_prefix="/service")

place(
    "service_desk.show_requests",
    "Service",
    "tools",
    "Work",
    Permission.VIEW_SERVICE,
    order=20,
    count=unsolved_count,
)
new_action("service_desk.show_new_request", "Service request", "tools", Permission.START_CASE, order=15)


@bp.context_processor
def shared() -> dict[str, object]:
    """The colours of states, the present, and a key that names an attempt."""
    return {
        "REQUEST_TONES": REQUEST_TONES,
        "REPORT_TONES": REPORT_TONES,
        "ESTIMATE_TONES": ESTIMATE_TONES,
        "PRIORITY_TONES": PRIORITY_TONES,
        "new_attempt": lambda: str(uuid4()),
        "present": now(),
    }


def in_reader_zone(moment: datetime) -> datetime:
    """A moment as the reader typed it, in their zone."""
    return moment.replace(tzinfo=ZoneInfo(current_user().time_zone))
