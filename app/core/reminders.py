"""The notation of reminders: how long before a due date, and on which ways. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from app.core.working_calendar import WorkingCalendar

MOST_OFFSETS = 10
EARLIEST_DAYS = 365
NEVER = "none"
_OFFSET = re.compile(r"(\d{1,3})(w?)")


class Channel(StrEnum):
    """How a person is told: in the application, or by mail."""

    MESSAGE = "message"
    MAIL = "mail"


@dataclass(frozen=True, order=True)
class Offset:
    """How long before a due date: days, or working days."""

    days: int
    in_working_days: bool = False

    def __str__(self) -> str:
        return f"{self.days}{'w' if self.in_working_days else ''}"

    def moment(self, due_at: datetime, calendar: WorkingCalendar) -> datetime:
        """When to remind: at the start of work of its day, but never after the due time itself."""
        due_on = due_at.astimezone(calendar.zone).date()
        if self.in_working_days:
            day = calendar.working_days_before(due_on, self.days)
        else:
            day = date.fromordinal(max(due_on.toordinal() - self.days, 1))
        return min(calendar.start_of_work(day), due_at.astimezone(UTC))


def read_offsets(text: str) -> tuple[Offset, ...]:
    """`3,1,0` or `2w,0` as offsets, the longest first; `none` gives none.

    Raises ValueError with a sentence for the person at the screen.
    """
    if text.strip() in {"", NEVER}:
        return ()
    found = [_OFFSET.fullmatch(part.strip()) for part in text.split(",")]
    if len(found) > MOST_OFFSETS:
        raise ValueError(f"Give at most {MOST_OFFSETS} reminders.")
    matches = [match for match in found if match is not None and int(match[1]) <= EARLIEST_DAYS]
    if len(matches) < len(found):
        raise ValueError(f"Write days before the due date such as 3,1,0, working days as 2w; at most {EARLIEST_DAYS}.")
    return tuple(sorted({Offset(int(match[1]), match[2] == "w") for match in matches}, reverse=True))


def read_channels(text: str) -> tuple[Channel, ...]:
    """`message,mail` as channels. Raises ValueError with a sentence."""
    named = [part.strip() for part in text.split(",") if part.strip()]
    if not named or not set(named) <= {*Channel}:
        raise ValueError("Choose message, mail or both.")
    return tuple(channel for channel in Channel if channel in named)


def written_offsets(offsets: Sequence[Offset]) -> str:
    """Offsets as `read_offsets` reads them."""
    return ",".join(map(str, offsets)) or NEVER


def written_channels(channels: Sequence[Channel]) -> str:
    """Channels as `read_channels` reads them."""
    return ",".join(channels)
