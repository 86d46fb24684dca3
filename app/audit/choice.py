"""Which rows of the trail a page shows; the address holds all of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TrailChoice:
    """What was chosen; an empty value leaves nothing out.

    subject: a number, a key, or kind and id as `quote:<id>`. until: the last day.
    """

    case: int | None = None
    person: str = ""
    subject: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == TrailChoice()

    def told(self) -> dict[str, object]:
        """What was chosen, for the trail."""
        return {name: value for name, value in vars(self).items() if value}
