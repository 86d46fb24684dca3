"""Remembers what the database was prepared with, so that a second start need not look at every diagram again."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("app", "migrations", "bpmn", "forms")
UNIMPORTANT = frozenset({"__pycache__", "node_modules", "dist", "src"})


class Preparation:
    """The record of one data folder. Taken away while a start is under way, so that a failed one prepares anew.

    cluster: the files of our own database; None for a database of others, about which nothing is remembered.
    """

    def __init__(self, run: Path, cluster: Path | None, *, demo: bool) -> None:
        self._file = run / "prepared.json"
        self._fingerprint = None if cluster is None else _fingerprint(cluster, demo=demo)

    def take(self) -> str | None:
        """What the last preparation said to people; None when there is something new to prepare."""
        said: str | None = None
        with suppress(OSError, ValueError, KeyError):
            record = json.loads(self._file.read_text("utf-8"))
            said = record["said"] if record["fingerprint"] == self._fingerprint is not None else None
        self._file.unlink(missing_ok=True)
        return said

    def keep(self, said: str) -> None:
        """Everything works: the next start need not prepare."""
        if self._fingerprint is None:
            return
        self._file.write_text(json.dumps({"fingerprint": self._fingerprint, "said": said}), "utf-8")


def _fingerprint(cluster: Path, *, demo: bool) -> str:
    digest = hashlib.sha256(f"{demo} {(cluster / 'PG_VERSION').stat().st_ino}".encode())
    for file in sorted(_files()):
        status = file.stat()
        digest.update(f"{file.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    folders = [ROOT / name for name in SOURCES]
    while folders:
        for entry in folders.pop().iterdir():
            if entry.is_dir():
                folders += [entry] * (entry.name not in UNIMPORTANT)
            else:
                yield entry
