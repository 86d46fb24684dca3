"""What differs between two files of one kind, in words: elements, rules, fields; lines of what cannot be read."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field

from app.dmn import DmnError
from app.engine.checks.errors import UnreadableFile
from app.engine.checks.forms import read_form
from app.studio.decision_differences import decision_differences
from app.studio.differences import Difference, differences
from app.studio.drafts.models import DraftKind
from app.studio.form_differences import form_differences

MOST_LINES = 200
MOST_READ = 20_000  # lines of each file
LONGEST_LINE = 1_000


@dataclass(frozen=True)
class Compared:
    """What differs: elements, else lines, each beginning with + or -; not all lines when is_cut."""

    elements: list[Difference] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_same(self) -> bool:
        """Whether nothing differs that a person would see."""
        return not self.elements and not self.lines and not self.is_cut


def compare(kind: DraftKind, before: str, after: str) -> Compared:
    """What was added, removed and changed from one text to another."""
    return compare_files(kind, before.encode("utf-8", "replace"), after.encode("utf-8", "replace"))


def compare_files(kind: DraftKind, before: bytes, after: bytes) -> Compared:
    """The same for files, in whatever encoding they are."""
    try:
        return Compared(elements=_DIFFERENCES[kind](before, after))
    except (UnreadableFile, DmnError):
        return _lines(before.decode("utf-8", "replace"), after.decode("utf-8", "replace"))


def _of_forms(before: bytes, after: bytes) -> list[Difference]:
    return form_differences(read_form(before), read_form(after))


_DIFFERENCES: dict[DraftKind, Callable[[bytes, bytes], list[Difference]]] = {
    DraftKind.BPMN: differences,
    DraftKind.DMN: decision_differences,
    DraftKind.FORM: _of_forms,
}


def _lines(before: str, after: str) -> Compared:
    old, new = before.splitlines(), after.splitlines()
    found = difflib.unified_diff(old[:MOST_READ], new[:MOST_READ], lineterm="", n=0)
    changed = [line[:LONGEST_LINE] for line in found if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    is_cut = len(changed) > MOST_LINES or old[MOST_READ:] != new[MOST_READ:]
    return Compared(lines=changed[:MOST_LINES], is_cut=is_cut)
