"""Checkpoints outside the database: one file a month, a line each, only ever added to."""

import fcntl
import heapq
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.trail.checkpoints import Said, as_line, from_line

FILES = "trail-*.jsonl"
LONGEST_LINE = 4_096  # bytes


def append(folder: Path, checkpoints: Iterable[tuple[Said, bytes]]) -> None:
    """Add what a checkpoint says, with its signature, to the file of its month; on the disk when this returns."""
    for said, signature in checkpoints:
        _append_line(folder / f"trail-{said['at'][:7]}.jsonl", as_line(said, signature))


def files_in(folder: Path) -> list[Path]:
    """The files of a folder, the oldest first."""
    return sorted(folder.glob(FILES))


def last_number(folder: Path) -> int:
    """The number of the last checkpoint in a folder; 0 when there is none."""
    return max(map(_last_in, files_in(folder)), default=0)


def checkpoints_in(files: Iterable[Path]) -> Iterator[Said]:
    """What the lines of the files say, by number; lines that were never finished are passed over."""
    return heapq.merge(*map(_said_in, files), key=lambda said: int(said["n"]))


def _last_in(file: Path) -> int:
    with file.open("rb") as content:
        content.seek(max(0, content.seek(0, os.SEEK_END) - 2 * LONGEST_LINE))
        lines = content.read().decode("utf-8", "replace").splitlines()
    return next((int(said["n"]) for line in reversed(lines) if (said := from_line(line)) is not None), 0)


def _said_in(file: Path) -> Iterator[Said]:
    with file.open(encoding="utf-8", errors="replace") as lines:
        yield from filter(None, map(from_line, lines))


def _append_line(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Only ever opened to append, so that the file may carry the attribute that allows nothing else (`chattr +a`).
    with file.open("a+b") as lines:
        fcntl.flock(lines, fcntl.LOCK_EX)
        end = lines.seek(0, os.SEEK_END)
        lines.seek(max(0, end - 1))
        begins_anew = end == 0 or lines.read(1) == b"\n"
        lines.write(("" if begins_anew else "\n").encode() + line.encode() + b"\n")
        lines.flush()
        os.fsync(lines.fileno())
