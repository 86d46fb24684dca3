"""What was done to one thing, told in sentences from the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.formats import Preferences, format_day
from app.trail.models import TrailEntry

ICONS = {"signed": "check", "refused": "x", "ended": "x", "offered": "send", "changed": "pencil", "noted": "note"}
SAID = {
    "drawn_up": "drew up this contract",
    "changed": "changed",
    "offered": "numbered it for the customer",
    "withdrawn": "took it back to change it",
    "signed": "recorded the signature",
    "refused": "recorded that it was refused",
    "ended": "ended it",
    "invoiced": "recorded an invoice",
    "hours_booked": "booked hours",
    "hours_released": "gave hours back",
    "registered": "registered this product",
    "noted": "noted something",
    "added": "added",
    "valid_from_set": "set a new rate",
}
LONGEST = 90


@dataclass(frozen=True)
class HistoryLine:
    """One line: a sentence without the time, and what changed."""

    icon: str
    text: str
    note: str
    at: datetime


def history_of(entries: Sequence[TrailEntry], names: Mapping[str, str], *, to: Preferences) -> list[HistoryLine]:
    """The entries in sentences. names: what to call users, by user name."""
    return [_line(entry, names, to) for entry in entries]


def _line(entry: TrailEntry, names: Mapping[str, str], to: Preferences) -> HistoryLine:
    verb = entry.action.partition(".")[2]
    who = names.get(entry.actor_id) or entry.actor_name
    changed = _changes(entry.before, entry.after or {}, to)
    note = entry.reason or "; ".join(changed)
    return HistoryLine(ICONS.get(verb, "circle-dot"), f"{who} {SAID.get(verb, verb.replace('_', ' '))}", note, entry.at)


def _changes(before: Mapping[str, Any] | None, after: Mapping[str, Any], to: Preferences) -> list[str]:  # Any: JSON
    """What changed, old and new; all that is said where nothing was there before."""
    if before is None:
        return _first_words(after)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name) and name != "number"]
    return [f"{_label(name)}: {_shown(before.get(name), to)} → {_shown(after.get(name), to)}" for name in names]


def _first_words(after: Mapping[str, Any]) -> list[str]:  # Any: JSON
    """The number, or the hours of a line, where nothing was there before."""
    if "hours" in after:
        return [f"{after['hours']} h of {after.get('line')}, {after.get('covered')} covered", str(after.get("source"))]
    return [str(after["number"])] if after.get("number") else []


def _label(name: str) -> str:
    return name.removesuffix("_on").removesuffix("_id").replace("_", " ").capitalize()


def _shown(value: Any, to: Preferences) -> str:  # Any: JSON
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_shown(each, to) for each in value)
    text = str(value)
    try:
        return format_day(date.fromisoformat(text), to=to) if len(text) == len("2026-11-23") else text[:LONGEST]
    except ValueError:
        return text[:LONGEST]
