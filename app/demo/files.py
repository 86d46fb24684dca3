"""Reads the small files of the demo company."""

import csv
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    """The rows of a CSV file, by the names of its first line."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stories() -> list[dict[str, Any]]:  # Any: JSON
    """What happened in the demo company of late."""
    told: list[dict[str, Any]] = json.loads((DATA / "stories.json").read_text("utf-8"))
    return told
