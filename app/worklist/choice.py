"""Which tasks a person looks at: whose, due when, of which process, found by which words, in which order."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Whose(StrEnum):
    """For whom the tasks are."""

    MINE = "mine"
    GROUPS = "groups"
    ALL = "all"


class Due(StrEnum):
    """When the tasks are due. FOLLOW_UP: put aside until a day that is still to come."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NO_DATE = "none"
    FOLLOW_UP = "follow_up"


class Order(StrEnum):
    """What stands first."""

    DUE = "due"
    PRIORITY = "priority"
    NEWEST = "newest"


WHOSE_LABELS = {Whose.MINE: "Mine", Whose.GROUPS: "My groups", Whose.ALL: "All I may see"}
DUE_LABELS = {
    Due.OVERDUE: "Overdue",
    Due.TODAY: "Today",
    Due.WEEK: "This week",
    Due.LATER: "Later",
    Due.NO_DATE: "No date",
    Due.FOLLOW_UP: "Follow-up",
}
ORDER_LABELS = {Order.DUE: "Due", Order.PRIORITY: "Priority", Order.NEWEST: "Newest"}


@dataclass(frozen=True)
class Choice:
    """What the address of the worklist says."""

    whose: Whose = Whose.MINE
    due: Due | None = None
    process: str | None = None
    text: str = ""
    order: Order = Order.DUE


@dataclass(frozen=True)
class Days:
    """Moments that part overdue, today, this week and later, in the reader's time zone."""

    now: datetime
    tomorrow: datetime
    next_week: datetime


def address_of(choice: Choice, **changes: object) -> dict[str, str]:
    """The arguments of an address that shows this choice, perhaps changed; what is usual is left out."""
    choice = replace(choice, **changes)  # type: ignore[arg-type]  # fields of Choice by name
    usual = Choice()
    said = {
        "whose": choice.whose,
        "due": choice.due,
        "process": choice.process,
        "q": choice.text,
        "sort": choice.order,
    }
    left_out = {"whose": usual.whose, "sort": usual.order}
    return {name: str(value) for name, value in said.items() if value and value != left_out.get(name)}


def days_of(at: datetime, zone: ZoneInfo) -> Days:
    """Where the reader's day and week end. A week ends with Sunday."""
    today = at.astimezone(zone).date()
    return Days(
        now=at,
        tomorrow=datetime.combine(today + timedelta(days=1), time.min, zone),
        next_week=datetime.combine(today + timedelta(days=7 - today.weekday()), time.min, zone),
    )
