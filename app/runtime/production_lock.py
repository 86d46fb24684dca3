"""The part of the lock file that a production image needs: no tests, no embedded servers. Run as a module.

Follows the notes (`# via`) that the lock file has on each package.
"""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = "pratica"
PACKAGE = re.compile(r"^([a-z0-9._-]+)==")
VIA = re.compile(r"^    #(?: via)? +([a-z0-9._-]+)")
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def production_lock(lock: str, project: str) -> str:
    """The lock file without what only extras ask for. project: the text of pyproject.toml."""
    entries = _entries(lock)
    wishes = tomllib.loads(project)["project"]["dependencies"]
    needed = {_normal(name) for wish in wishes for name in NAME.findall(wish)[:1]}
    while more := {name for name, text in entries.items() if name not in needed and needed & _asked_by(text)}:
        needed |= more
    return "".join(text for name, text in entries.items() if name in needed)


def _entries(lock: str) -> dict[str, str]:
    entries: dict[str, str] = {}
    name = ""
    for line in lock.splitlines(keepends=True):
        if found := PACKAGE.match(line):
            name = found[1]
        entries[name] = entries.get(name, "") + line
    return entries


def _asked_by(entry: str) -> set[str]:
    return {found[1] for line in entry.split("\n") if (found := VIA.match(line))} - {PROJECT}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    texts = ((root / name).read_text("utf-8") for name in ("requirements.lock", "pyproject.toml"))
    sys.stdout.write(production_lock(*texts))
