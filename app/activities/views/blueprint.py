"""The blueprints, one for each place in the rail, and their entries of the New menu."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint
from marshmallow import Schema

from app.activities.queries.tasks import count_of_new_answers
from app.core.clock import now
from app.core.web import new_action, place
from app.identity.current import current_user
from app.identity.permissions import Permission

bp = Blueprint("activities", __name__)
agenda_bp = Blueprint("agenda", __name__)
personnel_bp = Blueprint("personnel", __name__)
PAGING = frozenset({"after", "limit"})


def _new_answers() -> int:
    return count_of_new_answers(current_user().user_name)


place(
    "activities.show_tasks",
    "Tasks",
    "clipboard-check",
    group="",
    permission=Permission.VIEW_WORKLIST,
    order=15,
    count=_new_answers,
)
place("agenda.show_agenda", "Agenda", "calendar", group="Work", permission=Permission.VIEW_AGENDA, order=70)
place("personnel.show_personnel", "People", "users", group="Work", permission=Permission.EDIT_PERSONNEL, order=75)
new_action("cases.show_start", "Task", "clipboard-check", permission=Permission.START_CASE, order=5, process_id="task")
new_action("agenda.show_new_appointment", "Appointment", "calendar-event", permission=Permission.EDIT_AGENDA, order=60)


def choice_of(schema: Schema, arguments: dict[str, str]) -> dict[str, Any]:  # Any: values of an address
    """The filters that an address holds, without its paging."""
    loaded: dict[str, Any] = schema.load(arguments)
    return {name: value for name, value in loaded.items() if name not in PAGING}


def reader_zone() -> ZoneInfo:
    """The time zone of the reader."""
    return ZoneInfo(current_user().time_zone)


def reader_today() -> date:
    """The day it is for the reader."""
    return now().astimezone(reader_zone()).date()


def in_reader_zone(moment: datetime) -> datetime:
    """A moment that was typed without its zone."""
    return moment.replace(tzinfo=reader_zone())


@bp.app_template_filter("days_later")
def days_later(day: date, count: int) -> date:
    """The day `count` days later, or earlier."""
    return day + timedelta(days=count)
