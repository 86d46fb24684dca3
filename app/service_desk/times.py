"""Worked time: lengths, what overlaps, and how much of it is charged. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

QUARTER_MINUTES = 15
MINUTES_PER_HOUR = Decimal(60)
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Span:
    """Time of one person, from one moment to another; it may cross midnight. name: what it was for."""

    name: str
    starts_at: datetime
    ends_at: datetime
    pause_minutes: int = 0

    @property
    def minutes(self) -> int:
        """Whole minutes worked, without the pause."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60 - self.pause_minutes


def what_is_wrong(span: Span, *, others: Iterable[Span], now: datetime) -> dict[str, str]:
    """A sentence for each field that cannot be so; empty when the span may stand beside the others."""
    if span.ends_at <= span.starts_at:
        return {"ends_at": "The end must be after the start."}
    if span.ends_at - span.starts_at > LONGEST:
        return {"ends_at": "One activity takes at most 24 hours; divide it."}
    if span.starts_at > now:
        return {"starts_at": "This is still to come; a report says what was done."}
    if span.minutes <= 0:
        return {"pause_minutes": "The pause is as long as the activity."}
    if (other := first_overlap(span, others)) is not None:
        return {"starts_at": f"This overlaps with “{other.name}”, {_shown(other, span)}."}
    return {}


def first_overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """The first of the others that shares time with this one; touching ends share none."""
    return next((other for other in others if other.starts_at < span.ends_at and span.starts_at < other.ends_at), None)


def charged_hours(minutes: int) -> Decimal:
    """Hours as they are charged: up to the next full quarter of an hour, rounded once per sum."""
    quarters = (Decimal(minutes) / QUARTER_MINUTES).to_integral_value(ROUND_CEILING)
    return (quarters * QUARTER_MINUTES / MINUTES_PER_HOUR).quantize(Decimal("0.01"))


def minutes_of(spans: Sequence[Span]) -> int:
    """The minutes worked in all spans."""
    return sum(span.minutes for span in spans)


def whole_minutes(length: timedelta) -> int:
    """The length in whole minutes, half up."""
    return int((length.total_seconds() + 30) // 60)


def _shown(other: Span, span: Span) -> str:
    zone = span.starts_at.tzinfo
    start, end = other.starts_at.astimezone(zone), other.ends_at.astimezone(zone)
    return f"{start:%d %b %H:%M} to {end:%H:%M}"
