"""What differs between two texts of one draft, in words: elements of a diagram, else lines."""

import difflib
from dataclasses import dataclass, field

from app.engine.checks.errors import UnreadableFile
from app.studio.differences import Difference, differences
from app.studio.drafts.models import DraftKind

MOST_LINES = 200


@dataclass(frozen=True)
class Compared:
    """What differs. elements: of diagrams. lines: of other files, each beginning with + or -; not all when is_cut."""

    elements: list[Difference] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_same(self) -> bool:
        """Whether nothing differs that a person would see."""
        return not self.elements and not self.lines


def compare(kind: DraftKind, before: str, after: str) -> Compared:
    """What was added, removed and changed from one text to another."""
    if kind is DraftKind.BPMN:
        try:
            return Compared(elements=differences(before.encode("utf-8"), after.encode("utf-8", "replace")))
        except UnreadableFile:
            return _lines(before, after)
    return _lines(before, after)


def _lines(before: str, after: str) -> Compared:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    changed = [line for line in found if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    return Compared(lines=changed[:MOST_LINES], is_cut=len(changed) > MOST_LINES)
