"""Parties as lines of CSV, and any rows so that no spreadsheet runs a formula from them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from app.parties.importing.columns import FIELDS
from app.parties.models import Party

MARK = "\ufeff"  # tells spreadsheets that the file is UTF-8
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
EXPORTED = [field for field in FIELDS if not field.name.startswith("contact_")]


def csv_lines(parties: Iterable[Party]) -> Iterator[str]:
    """A heading and a line for each party; the import reads them back."""
    yield MARK + csv_line([field.label for field in EXPORTED])
    for party in parties:
        yield csv_line([_text(getattr(party, field.name)) for field in EXPORTED])


def csv_line(cells: Sequence[str]) -> str:
    """One line; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    line = io.StringIO()
    csv.writer(line).writerow([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells])
    return line.getvalue()


def _text(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
