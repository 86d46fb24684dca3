"""The trail of a case, told in sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases.people import PROCESS_NAMES
from app.trail.models import TrailEntry

Values = Mapping[str, Any]  # Any: JSON of the trail
NAMING = ("number", "name", "title", "task", "subject", "message", "decision")


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history; `text` is a sentence without the time."""

    icon: str
    text: str
    note: str | None
    at: datetime
    tone: str | None = None


def history_line(entry: TrailEntry, names: Mapping[str, str]) -> HistoryLine:
    """What one entry of the trail says. names: what to call users, by user name."""
    after: Values = entry.after or {}
    before: Values = entry.before or {}
    who = PROCESS_NAMES.get(entry.actor_id) or names.get(entry.actor_id) or entry.actor_name
    tell = _SENTENCES.get(entry.action)
    text = tell(who, after, before, names) if tell else _plain(who, entry, after)
    return HistoryLine(
        icon=_icon(entry.action),
        text=text[0].upper() + text[1:],
        note=entry.reason or _note(entry.action, after),
        at=entry.at,
        tone="danger" if entry.action in _BAD else None,
    )


def _plain(who: str, entry: TrailEntry, after: Values) -> str:
    """`quote.issued` of a quote with a number: Anna Bianchi issued quote Q-2026-00031."""
    noun, _, verb = entry.action.partition(".")
    name = next((str(after[key]) for key in NAMING if isinstance(after.get(key), str | int)), "")
    return " ".join(filter(None, (who, _PAST.get(verb, _spaced(verb)), _spaced(noun), name)))


def _spaced(words: str) -> str:
    return words.replace("_", " ")


def _element(after: Values) -> str:
    return str(after.get("name") or _spaced(str(after.get("element") or "a step")))


def _assigned(who: str, after: Values, names: Mapping[str, str]) -> str:
    task, assignee = after.get("task"), _person(after, names)
    return f"{who} took “{task}”" if assignee == who else f"{who} gave “{task}” to {assignee}"


def _substituted(after: Values, names: Mapping[str, str]) -> str:
    person = str(after.get("meant_for"))
    return f"{_person(after, names)} got “{after.get('task')}” for {names.get(person, person)}"


def _completed(who: str, after: Values, before: Values, names: Mapping[str, str]) -> str:
    person = before.get("meant_for")
    stead = f" for {names.get(str(person), str(person))}" if person else ""
    return f"{who} completed “{after.get('task')}”{stead}"


def _person(values: Values, names: Mapping[str, str]) -> str:
    name = values.get("assignee")
    return names.get(str(name), str(name)) if name else "nobody"


def _note(action: str, after: Values) -> str | None:
    if action in {"incident.raised", "job.failed", "mail.failed"}:
        message = after.get("message") or after.get("error")
        return str(message) if message else None
    return None


def _icon(action: str) -> str:
    return _ICONS.get(action) or _ICONS.get(action.partition(".")[0]) or "circle"


Tell = Callable[[str, Values, Values, Mapping[str, str]], str]

_SENTENCES: dict[str, Tell] = {
    "process_instance.started": lambda who, after, _b, _n: f"{who} started the case",
    "process_instance.completed": lambda _w, _a, _b, _n: "the case was completed",
    "process_instance.cancelled": lambda who, _a, _b, _n: f"{who} cancelled the case",
    "task.completed": _completed,
    "task.substituted": lambda _w, after, _b, names: _substituted(after, names),
    "task.returned": lambda _w, after, _b, names: f"“{after.get('task')}” went back to {_person(after, names)}",
    "task.claimed": lambda who, after, _b, _n: f"{who} took “{after.get('task')}”",
    "task.given_back": lambda who, after, _b, _n: f"{who} gave “{after.get('task')}” back",
    "task.assigned": lambda who, after, _b, names: _assigned(who, after, names),
    "task.scheduled": lambda who, after, _b, _n: f"{who} moved the dates of “{after.get('task')}”",
    "timer.fired": lambda _w, after, _b, _n: f"the time came: {_element(after)}",
    "message.correlated": lambda _w, after, _b, _n: f"the message {_spaced(str(after.get('message')))} arrived",
    "signal.received": lambda _w, after, _b, _n: f"the signal {_spaced(str(after.get('signal')))} arrived",
    "signal.broadcast": lambda _w, after, _b, _n: f"the signal {_spaced(str(after.get('signal')))} was sent",
    "condition.came_true": lambda _w, after, _b, _n: f"the condition came true: {_element(after)}",
    "incident.raised": lambda _w, after, _b, _n: f"the case is stuck at {_element(after)}",
    "incident.resolved": lambda who, after, _b, _n: f"{who} tried {_element(after)} again",
    "incident.retried": lambda who, after, _b, _n: f"{who} tried {_element(after)} again",
    "job.completed": lambda who, after, _b, _n: f"{who} finished {_element(after)}",
    "job.failed": lambda who, after, _b, _n: f"{who} could not finish {_element(after)}",
    "decision.evaluated": lambda _w, after, _b, _n: f"the decision {_spaced(str(after.get('decision')))} was made",
    "variables.set": lambda who, _a, _b, _n: f"{who} changed variables",
}
_PAST = {
    "written": "wrote",
    "given": "gave",
    "taken": "took",
    "chosen": "chose",
    "drawn": "drew",
    "withdrawn": "withdrew",
}
_BAD = frozenset({"incident.raised", "job.failed", "mail.failed"})
_ICONS = {
    "process_instance": "route",
    "task": "checkbox",
    "task.claimed": "user",
    "task.assigned": "user-plus",
    "task.given_back": "arrow-back-up",
    "timer": "clock",
    "message": "mail",
    "signal": "mail",
    "condition": "route",
    "mail": "mail",
    "incident": "alert-triangle",
    "job": "settings",
    "decision": "table",
    "document": "file-text",
    "lead": "bulb",
    "opportunity": "target",
    "party": "building",
    "quote": "file-text",
    "order": "file-text",
    "variables": "adjustments",
}
