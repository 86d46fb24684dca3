"""Which cases a person looks at."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.engine.models import InstanceState


class Shown(StrEnum):
    """The tabs of the list."""

    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ALL = "all"


SHOWN_LABELS = {
    Shown.ACTIVE: "Running",
    Shown.COMPLETED: "Completed",
    Shown.CANCELLED: "Cancelled",
    Shown.ALL: "All",
}
STATES: dict[Shown, tuple[InstanceState, ...]] = {
    Shown.ACTIVE: (InstanceState.ACTIVE,),
    Shown.COMPLETED: (InstanceState.COMPLETED,),
    Shown.CANCELLED: (InstanceState.TERMINATED,),
    Shown.ALL: tuple(InstanceState),
}


@dataclass(frozen=True)
class Choice:
    """What the address of the list says. `party`: id of the party that cases are about."""

    shown: Shown = Shown.ACTIVE
    process: str | None = None
    version: int | None = None
    element: str | None = None
    party: UUID | None = None
    only_overdue: bool = False
    only_incidents: bool = False
    text: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab keeps cases out of the list."""
        return self != Choice(shown=self.shown)
