"""Times: durations over daylight saving, dates in named zones, missed cycles, deadlines."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.engine.due import BadTime, add, next_in_cycle, read_deadline, read_duration, read_moment

ROME = ZoneInfo("Europe/Rome")
BEFORE_SPRING = datetime(2026, 3, 28, 12, 0, tzinfo=ROME)  # clocks go forward on the 29th at two
BEFORE_AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=ROME)  # and back on the 25th at three


@pytest.mark.parametrize("moment", [BEFORE_SPRING, BEFORE_AUTUMN])
def test_day_is_counted_by_the_calendar_and_hours_exactly(moment: datetime) -> None:
    assert add(moment, read_duration("P1D"), ROME).astimezone(ROME).hour == 12
    assert add(moment, read_duration("P1W"), ROME).astimezone(ROME).hour == 12
    assert add(moment, read_duration("PT24H"), ROME) - moment.astimezone(UTC) == timedelta(hours=24)
    assert add(moment, read_duration("PT48H"), ROME) - moment.astimezone(UTC) == timedelta(hours=48)


def test_month_ends_where_the_next_is_shorter() -> None:
    moment = datetime(2026, 1, 31, 9, 0, tzinfo=ROME)

    assert add(moment, read_duration("P1M"), ROME).astimezone(ROME).date().isoformat() == "2026-02-28"


@pytest.mark.parametrize("moment", [BEFORE_SPRING, BEFORE_AUTUMN])
def test_missed_days_keep_the_hour_of_the_cycle(moment: datetime) -> None:
    due = next_in_cycle(moment, "P1D", at=moment + timedelta(days=10, hours=3), zone=ROME)

    assert due.astimezone(ROME).hour == 12
    assert timedelta() < due - (moment + timedelta(days=10, hours=3)).astimezone(UTC) <= timedelta(hours=25)


def test_missed_hours_are_counted_exactly() -> None:
    at = BEFORE_SPRING.astimezone(UTC) + timedelta(hours=100, minutes=30)

    assert next_in_cycle(BEFORE_SPRING, "PT1H", at=at, zone=ROME) == at + timedelta(minutes=30)


@pytest.mark.parametrize(
    "text",
    ["2026-11-25T09:00:00+01:00", "2026-11-25T09:00:00", "2026-11-25T09:00:00@Europe/Rome",
     "2026-11-25T09:00:00+01:00[Europe/Rome]", "2026-11-25T08:00:00Z"],
)  # fmt: skip
def test_moment_is_read_in_its_zone_else_in_that_of_the_company(text: str) -> None:
    assert read_moment(text, ROME) == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["tomorrow", "", "2026-13-01", "2026-11-25T09:00:00@No/Where", "2026-11-25T09:00:00@../../etc/passwd", "@x"]
)
def test_text_that_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(BadTime):
        read_moment(text, ROME)


def test_deadline_without_a_time_is_the_end_of_that_day() -> None:
    assert read_deadline("2026-12-01", ROME) == datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["P", "PT", "-P1D", "P101Y", "PT99999999999S", "P1H", "1D", "P99999999999M"])
def test_text_that_is_no_duration_within_bounds_is_refused(text: str) -> None:
    with pytest.raises(BadTime):
        read_duration(text)


@pytest.mark.parametrize("text", ["PT1.5S", "PT1,5S", "P1Y2M3W4DT5H6M7S", "PT0S"])
def test_duration_that_deployment_accepts_is_read(text: str) -> None:
    read_duration(text)
