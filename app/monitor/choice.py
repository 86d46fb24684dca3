"""Which cases a manager looks at: what they need, what they are about, who has them, when they began."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.cases.choice import Shown


class Need(StrEnum):
    """Why a case needs a decision."""

    STUCK = "stuck"
    OVERDUE = "overdue"
    INCIDENT = "incident"
    TIMERS = "timers"
    JOBS = "jobs"


class Work(StrEnum):
    """Which tasks of a person or group are meant."""

    OPEN = "open"
    OVERDUE = "overdue"
    WEEK = "week"
    DONE = "done"


class Sort(StrEnum):
    """What stands first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"
    QUIET = "quiet"


NEED_LABELS = {
    Need.STUCK: "Stuck",
    Need.OVERDUE: "Overdue",
    Need.INCIDENT: "Incidents",
    Need.TIMERS: "Timers late",
    Need.JOBS: "Jobs waiting",
}
NEED_NOTES = {
    Need.STUCK: "Nothing can wake them, or nobody has mended them for a day",
    Need.OVERDUE: "A task is past its date",
    Need.INCIDENT: "A step failed for good",
    Need.TIMERS: "A time has come and nothing happened",
    Need.JOBS: "No worker took the job for five minutes",
}
WORK_LABELS = {
    Work.OPEN: "Open tasks",
    Work.OVERDUE: "Overdue tasks",
    Work.WEEK: "Due this week",
    Work.DONE: "Done in 7 days",
}
SORT_LABELS = {
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.CHANGED: "Changed last",
    Sort.QUIET: "Quiet for longest",
}


@dataclass(frozen=True)
class Choice:
    """What the address of the list says. started_from, started_until: days of the reader, both included."""

    shown: Shown = Shown.ACTIVE
    need: Need | None = None
    cause: str | None = None
    process: str | None = None
    version: int | None = None
    element: str | None = None
    party: UUID | None = None
    business_key: str | None = None
    text: str = ""
    started_from: date | None = None
    started_until: date | None = None
    person: str | None = None
    group: str | None = None
    work: Work = Work.OPEN
    sort: Sort = Sort.NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state keeps cases out of the list."""
        return self != Choice(shown=self.shown, work=self.work, sort=self.sort)

    @property
    def has_more(self) -> bool:
        """Whether one of the filters is set that stand folded away."""
        folded = ("version", "element", "business_key", "started_from", "started_until", "person", "group")
        return any(getattr(self, name) is not None for name in folded)


ARGUMENTS = {
    "shown": "state",
    "text": "q",
    "business_key": "key",
    "started_from": "from",
    "started_until": "until",
}


def address_of(choice: Choice, **changes: object) -> dict[str, str]:
    """The arguments of an address that shows this choice, perhaps changed; what is usual is left out."""
    usual = Choice()
    found = {}
    for field in fields(Choice):
        value = changes.get(field.name, getattr(choice, field.name))
        if value not in (None, "", getattr(usual, field.name)):
            found[ARGUMENTS.get(field.name, field.name)] = str(value)
    return found
