"""Reads imports: one, the latest, the rows and what became of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.db import session
from app.parties.errors import ImportMissing
from app.parties.models import PartyImport, PartyImportRow, RowOutcome

LATEST = 20
ROWS_SHOWN = 50


def import_by_id(import_id: UUID) -> PartyImport:
    """An import without its file. Raises ImportMissing."""
    kept = session().get(PartyImport, import_id)
    if kept is None:
        raise ImportMissing(import_id)
    return kept


def import_for_update(import_id: UUID) -> PartyImport:
    """An import, locked until the end of the transaction. Raises ImportMissing."""
    kept = session().get(PartyImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None:
        raise ImportMissing(import_id)
    return kept


def latest_imports() -> Sequence[PartyImport]:
    """The newest imports, the newest first."""
    order = PartyImport.created_at.desc(), PartyImport.id.desc()
    return session().scalars(select(PartyImport).order_by(*order).limit(LATEST)).all()


def import_rows(
    import_id: UUID, *, outcome: RowOutcome | None = None, after: int = 0, limit: int = ROWS_SHOWN
) -> Sequence[PartyImportRow]:
    """Up to `limit` + 1 rows in the order of the file, beginning after a line."""
    wanted = select(PartyImportRow).where(PartyImportRow.import_id == import_id, PartyImportRow.line > after)
    if outcome is not None:
        wanted = wanted.where(PartyImportRow.outcome == outcome)
    return session().scalars(wanted.order_by(PartyImportRow.line).limit(limit + 1)).all()


def rows_left_out(import_id: UUID) -> dict[int, PartyImportRow]:
    """The rows that were not taken, by line."""
    left_out = (RowOutcome.REFUSED, RowOutcome.SUSPECTED)
    wanted = select(PartyImportRow).where(PartyImportRow.import_id == import_id, PartyImportRow.outcome.in_(left_out))
    return {row.line: row for row in session().scalars(wanted)}
