"""Removes kept files that no row speaks of: what a crash between file and commit leaves behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.core.db import session
from app.core.files import files_directory
from app.documents.models import Document, DocumentTemplate

YOUNGEST_ORPHAN = timedelta(hours=24)  # a file lies there a moment before its row is committed


def sweep_orphan_files(*, at: datetime) -> int:
    """How many files were removed: those without a row that are older than a day at `at`."""
    before = (at - YOUNGEST_ORPHAN).timestamp()
    removed = 0
    for directory in sorted(files_directory().glob("*")):
        old = {path.name: path for path in _old_files(directory, before)}
        for name in old.keys() - _known_hashes(set(old)):
            old[name].unlink(missing_ok=True)
            removed += 1
    return removed


def _old_files(directory: Path, before: float) -> Iterator[Path]:
    return (path for path in directory.iterdir() if path.is_file() and path.stat().st_mtime < before)


def _known_hashes(hashes: set[str]) -> set[str]:
    """Those of `hashes` that a row speaks of."""
    columns = (Document.content_hash, Document.pdf_hash, DocumentTemplate.content_hash)
    return {
        found for column in columns for found in session().scalars(select(column).where(column.in_(hashes))) if found
    }
