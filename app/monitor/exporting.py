"""The list of cases as lines of CSV that no spreadsheet runs."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.monitor.queries.listing import MonitorRow
from app.parties.exporting import MARK, csv_line

HEADINGS = (
    "Key",
    "Process",
    "Version",
    "Title",
    "Party",
    "Business key",
    "State",
    "Stands at",
    "Incidents",
    "First incident",
    "Started",
    "Started by",
    "Last change",
    "Ended",
    "Due",
)


def csv_lines(rows: Iterable[MonitorRow]) -> Iterator[str]:
    """A heading and a line for each case; times are ISO 8601 in UTC."""
    yield MARK + csv_line(HEADINGS)
    for row in rows:
        yield csv_line(_cells(row))


def _cells(row: MonitorRow) -> list[str]:
    case = row.case
    values: tuple[object, ...] = (
        case.key,
        case.definition.name,
        case.definition.version,
        case.title,
        case.subject_name,
        case.business_key,
        case.state.value.lower(),
        "; ".join(row.steps),
        case.incident_count,
        row.incident.message if row.incident else None,
        case.started_at,
        case.started_by,
        case.changed_at,
        case.ended_at,
        row.due_at,
    )
    return [_text(value) for value in values]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)
