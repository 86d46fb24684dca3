"""The rows chosen as files: CSV that no spreadsheet runs a formula from, and JSON Lines with every hash."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from app.audit.choice import TrailChoice
from app.audit.lines import Line, lines_of
from app.audit.queries import entries_chosen
from app.core.formats import Preferences
from app.parties.exporting import MARK, csv_line
from app.trail.models import TrailEntry
from app.trail.queries import as_json

HEADINGS = (
    *("Time (UTC)", "Who", "Account", "Kind", "What", "Reason", "Action", "Subject", "Subject id", "Case"),
    *("Before", "After", "Request", "Row", "Chain", "Number", "Hash"),
)


def csv_lines(choice: TrailChoice, *, zone: ZoneInfo, to: Preferences) -> Iterator[str]:
    """A heading and a line for each row, the newest first."""
    yield MARK + csv_line(HEADINGS)
    for entries in entries_chosen(choice, zone=zone):
        for line in lines_of(entries, to=to):
            yield csv_line(_cells(line))


def json_lines(choice: TrailChoice, *, zone: ZoneInfo) -> Iterator[str]:
    """A JSON object for each row, with all that its hash is made of, the newest first."""
    for entries in entries_chosen(choice, zone=zone):
        for entry in entries:
            yield json.dumps(as_json(_columns(entry)), ensure_ascii=False, default=str) + "\n"


def _cells(line: Line) -> list[str]:
    entry = line.entry
    return [
        entry.at.isoformat(timespec="microseconds"),
        *(entry.actor_name, entry.actor_id, entry.actor_kind),
        line.text,
        *(entry.reason or "", entry.action, entry.entity, entry.entity_id),
        "" if entry.case_key is None else str(entry.case_key),
        *(_json(entry.before), _json(entry.after)),
        *(entry.request_id or "", str(entry.id), entry.chain, str(entry.seq), entry.row_hash.hex()),
    ]


def _json(values: Mapping[str, Any] | None) -> str:  # Any: JSON of the trail
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)


def _columns(entry: TrailEntry) -> dict[str, Any]:  # Any: columns of all types
    return {column.key: getattr(entry, column.key) for column in TrailEntry.__table__.c}
