"""The one clock. Tests set it; nobody else asks what time it is."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo


class Clock:
    """Time of the system, or a set time shared by all processes through a file.

    file: holds an ISO time while the clock is set; None means that it cannot be set.
    zone: that of the company; dates and deadlines without an offset are read in it.
    """

    def __init__(self) -> None:
        self.file: Path | None = None
        self.zone = ZoneInfo("UTC")

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        if self.file is not None and (pinned := self._pinned()) is not None:
            return pinned
        return datetime.now(UTC)

    def _pinned(self) -> datetime | None:
        assert self.file is not None
        try:
            text = self.file.read_text("utf-8")
        except FileNotFoundError:
            return None
        return datetime.fromisoformat(text) if text else None

    def pin(self, moment: datetime) -> None:
        """Hold the clock of all processes at `moment`."""
        if self.file is None:
            raise RuntimeError("This clock cannot be set; start with CLOCK_CONTROL=1.")
        written = self.file.with_suffix(".new")
        written.write_text(moment.astimezone(UTC).isoformat(), "utf-8")
        written.replace(self.file)

    def release(self) -> None:
        """Let the clock run again."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


clock = Clock()


def now() -> datetime:
    """The current time, aware, in UTC."""
    return clock.now()


def company_zone() -> ZoneInfo:
    """The time zone of the company."""
    return clock.zone
