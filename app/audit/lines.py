"""Rows of the trail as people read them: sentences with a link, what changed, in the reader's way of writing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.audit.things import Pair, Thing, names_of, thing
from app.core.formats import Preferences, format_day, format_moment, format_number
from app.trail.models import TrailEntry
from app.trail.sentences import Telling, telling

MOST_CHANGES = 3
LONGEST = 80
PEOPLE = frozenset({"assignee", "person", "for", "employee", "author", "sales_rep", "service_rep", "responsible"})

NAMES = frozenset({"element", "message", "decision"})
AMOUNT = re.compile(r"-?\d{1,15}\.\d{2}")

Value = Any  # Any: JSON of the trail


@dataclass(frozen=True)
class Line:
    """One row: `who`, then the sentence around the thing; `changes` are (name, before, after).

    before, after: what was noted, by name.
    """

    entry: TrailEntry
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    who: str
    telling: Telling
    thing: Thing
    changes: Sequence[tuple[str, str, str]]

    @property
    def text(self) -> str:
        """The sentence without links, with its reason."""
        middle = self.thing.label if self.telling.names_thing else ""
        who = f"{self.who} " if self.telling.with_person else ""
        said = f"{who}{self.telling.before_thing}{middle}{self.telling.after_thing}"
        return f"{said} — reason: {self.entry.reason}" if self.entry.reason else said


def lines_of(entries: Sequence[TrailEntry], *, to: Preferences) -> list[Line]:
    """The rows in sentences; one statement for all names in them."""
    names = names_of([*_things(entries), *_people(entries)])
    return [_line(entry, names, to) for entry in entries]


def shown(value: Value, *, to: Preferences) -> str:
    """A value in a few words."""
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _cut(", ".join(shown(each, to=to) for each in value))
    if isinstance(value, dict):
        return _cut(", ".join(f"{name} {shown(inner, to=to)}" for name, inner in value.items()))
    text = str(value)
    if AMOUNT.fullmatch(text):
        return format_number(Decimal(text), to=to, decimals=_places(text))
    return _cut(_as_time(text, to))


def _things(entries: Iterable[TrailEntry]) -> Iterable[Pair]:
    return {(entry.entity, entry.entity_id) for entry in entries}


def _people(entries: Iterable[TrailEntry]) -> Iterable[Pair]:
    values = [_by_name(values) for entry in entries for values in (entry.before, entry.after)]
    return {("user", each[name]) for each in values for name in PEOPLE & each.keys() if isinstance(each[name], str)}


def _line(entry: TrailEntry, names: Mapping[Pair, str], to: Preferences) -> Line:
    before, after = _by_name(entry.before), _by_name(entry.after)
    about = thing((entry.entity, entry.entity_id), names, {**before, **after})

    def show(name: str, value: Value) -> str:
        if name in PEOPLE:
            return names.get(("user", str(value)), str(value))
        said = shown(value, to=to)
        return said.replace("_", " ") if name in NAMES else said

    told = telling(entry.action, noun=about.label, before=before, after=after, show=show)
    changed = [name for name in {**before, **after} if entry.before and before.get(name) != after.get(name)]
    changes = [(_label(name), show(name, before.get(name)), show(name, after.get(name))) for name in changed]
    return Line(entry, before, after, entry.actor_name, told, about, changes)


def _by_name(noted: Value) -> Mapping[str, Value]:
    """What was noted. Something without names was never written so: an altered row must still be shown."""
    if noted is None:
        return {}
    return noted if isinstance(noted, dict) else {"value": noted}


def _places(text: str) -> int:
    """Of a rate or an amount as they are kept: none for 14.00, else two."""
    return 0 if text.endswith(".00") and len(text) <= len("100.00") else 2


def _label(name: str) -> str:
    return name.removesuffix("_on").removesuffix("_at").removesuffix("_id").replace("_", " ")


def _as_time(text: str, to: Preferences) -> str:
    try:
        if len(text) == len("2026-11-23"):
            return format_day(date.fromisoformat(text), to=to)
        if len(text) > len("2026-11-23T") and text[10] == "T":
            return format_moment(datetime.fromisoformat(text), to=to)
    except ValueError:
        return text
    return text


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
