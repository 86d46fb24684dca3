"""Numbers, dates and durations as a reader in Bergamo, Cluj or Brno writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.core.formats import (
    Preferences,
    due_tone,
    format_day,
    format_due,
    format_duration,
    format_moment,
    format_money,
    format_number,
    format_percent,
    format_size,
    format_when,
    working_days_between,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday, 10:00 in Bergamo
EN, IT, RO, CS = (Preferences(language, "Europe/Rome") for language in ("en", "it", "ro", "cs"))


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("reader", "written"),
    [(EN, "14,903.20 EUR"), (IT, "14.903,20 EUR"), (RO, "14.903,20 EUR"), (CS, "14 903,20 EUR")],
)
def test_money_has_cents_and_the_currency_after_it(reader: Preferences, written: str) -> None:
    assert plain(format_money(Decimal("14903.2"), "EUR", to=reader)) == written


@pytest.mark.parametrize(("reader", "written"), [(EN, "12.5%"), (IT, "12,5%"), (RO, "12,5 %"), (CS, "12,5 %")])
def test_percent_follows_the_language(reader: Preferences, written: str) -> None:
    assert plain(format_percent(Decimal("12.5"), to=reader)) == written


def test_number_keeps_its_digits() -> None:
    assert format_number(Decimal("1234.56789"), to=IT) == "1.234,56789"


def test_number_can_have_fixed_places() -> None:
    assert format_number(Decimal("1234.5"), to=EN, decimals=2) == "1,234.50"


@pytest.mark.parametrize(
    ("reader", "written"), [(EN, "23 Nov 2026"), (IT, "23 nov 2026"), (RO, "23 nov. 2026"), (CS, "23. 11. 2026")]
)
def test_day_has_its_year(reader: Preferences, written: str) -> None:
    assert plain(format_day(NOW, to=reader)) == written


def test_moment_is_shown_in_the_zone_of_the_reader() -> None:
    assert format_moment(NOW, to=Preferences("en", "Europe/Bucharest")) == "23 Nov 2026, 11:00"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (NOW + timedelta(hours=5), "Today 15:00"),
        (NOW - timedelta(hours=17, minutes=20), "Yesterday 16:40"),
        (date(2026, 11, 24), "Tomorrow"),
        (date(2026, 11, 27), "Fri 27 Nov"),
        (date(2026, 12, 12), "12 Dec"),
        (date(2025, 11, 12), "12 Nov 2025"),
    ],
)
def test_near_days_have_names(moment: datetime | date, written: str) -> None:
    assert format_when(moment, at=NOW, to=EN) == written


@pytest.mark.parametrize(
    ("reader", "written"),
    [(EN, "Tomorrow 10:00"), (IT, "Domani 10:00"), (RO, "Mâine 10:00"), (CS, "Zítra 10:00")],
)
def test_words_are_in_the_language_of_the_reader(reader: Preferences, written: str) -> None:
    assert format_when(NOW + timedelta(days=1), at=NOW, to=reader) == written


def test_day_changes_at_midnight_of_the_reader() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert format_when(late, at=NOW, to=EN) == "Today 00:30"


@pytest.mark.parametrize(
    ("reader", "written"),
    [(EN, "2 h overdue"), (IT, "in ritardo di 2 h"), (RO, "întârziat cu 2 h"), (CS, "2 h po termínu")],
)
def test_missed_deadline_says_by_how_much(reader: Preferences, written: str) -> None:
    assert plain(format_due(NOW - timedelta(hours=2), at=NOW, to=reader)) == written


def test_overdue_days_are_working_days() -> None:
    thursday = NOW - timedelta(days=4)

    assert plain(format_due(thursday, at=NOW, to=EN)) == "2 d overdue"


def test_deadline_missed_over_a_weekend_counts_calendar_days() -> None:
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    sunday = datetime(2026, 11, 22, 10, tzinfo=UTC)

    assert plain(format_due(friday, at=sunday, to=EN)) == "2 d overdue"


def test_day_without_time_is_due_until_its_end() -> None:
    assert due_tone(date(2026, 11, 23), at=NOW, to=EN) == "today"


@pytest.mark.parametrize(
    ("moment", "tone"), [(NOW - timedelta(seconds=1), "overdue"), (NOW, "today"), (NOW + timedelta(days=1), "later")]
)
def test_tone_tells_how_urgent(moment: datetime, tone: str) -> None:
    assert due_tone(moment, at=NOW, to=EN) == tone


@pytest.mark.parametrize(("days", "working"), [(0, 0), (1, 1), (4, 4), (5, 4), (7, 5), (8, 6), (14, 10)])
def test_working_days_leave_out_weekends(days: int, working: int) -> None:
    monday = date(2026, 11, 23)

    assert working_days_between(monday, monday + timedelta(days=days)) == working


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.21, "0.2 s"), (3, "3 s"), (180, "3 min"), (14_400, "4 h"), (93_600, "1 d 2 h"), (90_061, "1 d 1 h")],
)
def test_duration_has_its_two_largest_units(seconds: float, written: str) -> None:
    assert plain(format_duration(seconds, to=EN)) == written


@pytest.mark.parametrize(("size", "written"), [(640, "640 B"), (12_000, "12 kB"), (3_420_000, "3.4 MB")])
def test_size_of_a_file_is_rounded(size: int, written: str) -> None:
    assert plain(format_size(size, to=EN)) == written


def test_unknown_language_is_read_as_english() -> None:
    assert format_day(NOW, to=Preferences("xx", "Europe/Rome")) == "23 Nov 2026"
