"""Worked time: lengths, overlaps, quarters of an hour."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.service_desk.times import Span, charged_hours, minutes_of, what_is_wrong, whole_minutes

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def span(start: float, end: float, pause: int = 0) -> Span:
    return Span("Repair", NINE + start * HOUR, NINE + end * HOUR, pause)


@pytest.mark.parametrize(
    ("minutes", "hours"), [(0, "0"), (1, "0.25"), (15, "0.25"), (16, "0.5"), (60, "1"), (135, "2.25"), (1441, "24.25")]
)
def test_hours_are_charged_by_the_started_quarter(minutes: int, hours: str) -> None:
    assert charged_hours(minutes) == Decimal(hours)


@pytest.mark.parametrize(
    ("worked", "minutes"), [(span(0, 2), 120), (span(0, 2, 30), 90), (span(13.5, 16.5), 180), (span(0, 0.255), 15)]
)
def test_pauses_are_left_out_and_midnight_does_not_matter(worked: Span, minutes: int) -> None:
    assert worked.minutes == minutes


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (span(1, 1), "ends_at"),
        (span(2, 1), "ends_at"),
        (span(0, 25), "ends_at"),
        (span(-2, -1), None),
        (span(-3.5, -2.5), "starts_at"),
        (span(-4, -3), None),
        (span(-1, 0, 60), "pause_minutes"),
        (span(30, 31), "starts_at"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(wanted: Span, field: str | None) -> None:
    others = [span(-3, -2)]

    assert list(what_is_wrong(wanted, others=others, now=NINE + 26 * HOUR)) == ([field] if field else [])


def test_minutes_are_summed_before_they_are_rounded() -> None:
    assert charged_hours(minutes_of([span(0, 1 / 6), span(1, 1 + 1 / 6)])) == Decimal("0.5")


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (29, 0), (30, 1), (3600, 60)])
def test_lengths_are_rounded_half_up_to_the_minute(seconds: int, minutes: int) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == minutes
