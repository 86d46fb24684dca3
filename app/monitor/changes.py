"""What somebody else changed meanwhile, told to whoever came second: who, what, when, why."""

from sqlalchemy import select

from app.cases.people import display_names
from app.cases.sentences import history_line
from app.core.db import Key, session
from app.core.formats import Preferences, format_moment
from app.trail.models import TrailEntry
from app.trail.queries import entries_about


def change_of_task(task_key: Key, *, to: Preferences) -> str:
    """What was done with a task last."""
    return _told(next(iter(entries_about("user_task", task_key, limit=1)), None), to)


def change_of_timer(timer_key: Key, *, to: Preferences) -> str:
    """What was done with a timer last."""
    return _told(next(iter(entries_about("timer", timer_key, limit=1)), None), to)


def change_of_variable(case_key: Key, name: str, *, to: Preferences) -> str:
    """Who set a variable last; empty when the case itself did."""
    entry = session().scalar(
        select(TrailEntry)
        .where(TrailEntry.case_key == case_key, TrailEntry.action == "variables.set", TrailEntry.after.has_key(name))
        .order_by(TrailEntry.seq.desc())
        .limit(1)
    )
    return _told(entry, to)


def _told(entry: TrailEntry | None, to: Preferences) -> str:
    if entry is None:
        return ""
    given = (entry.after or {}).get("assignee")
    line = history_line(entry, display_names([entry.actor_id, given if isinstance(given, str) else None]))
    why = f" Reason: {entry.reason}" if entry.reason else ""
    return f"{line.text}, {format_moment(entry.at, to=to)}.{why}"
