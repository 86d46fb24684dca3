"""Facts about working time: counting days and hours over week-ends, holidays, years and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.working_calendar import WorkingCalendar

ROME = ZoneInfo("Europe/Rome")
OFFICE = ((time(9), time(13)), (time(14), time(18)))
WEEK = dict.fromkeys(range(5), OFFICE)
HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6)})
USUAL = WorkingCalendar(ROME, WEEK, HOLIDAYS)
NIGHTS = WorkingCalendar(ROME, dict.fromkeys(range(7), ((time(0), time(4)), (time(22), time(0)))))

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
minutes = st.integers(0, 5 * 366 * 24 * 60)
moments = minutes.map(lambda count: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=count))
counts = st.integers(0, 60)
durations = st.timedeltas(timedelta(), timedelta(hours=200))
calendars = st.sampled_from((USUAL, NIGHTS))


def rome(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ROME)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 20)),  # a Monday
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 22), 0, date(2026, 11, 20)),  # a Sunday
        (date(2026, 11, 22), 1, date(2026, 11, 20)),
        (date(2027, 1, 7), 3, date(2026, 12, 31)),  # over Epiphany, the week-end and New Year's Day
    ],
)
def test_working_days_are_counted_back_over_free_days(day: date, n: int, expected: date) -> None:
    assert USUAL.working_days_before(day, n) == expected


@given(days, counts)
def test_going_back_is_the_inverse_of_going_on(day: date, n: int) -> None:
    working = USUAL.working_days_after(day, 0)

    assert USUAL.working_days_before(USUAL.working_days_after(working, n), n) == working
    assert USUAL.working_days_after(USUAL.working_days_before(working, n), n) == working


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (rome(20, 17), rome(23, 10), 2),  # Friday to Monday
        (rome(20, 12), rome(20, 15), 2),  # over lunch
        (rome(21, 9), rome(22, 18), 0),  # the week-end
        (rome(24, 9, month=12), rome(28, 9, month=12), 8),  # over Christmas
        (rome(31, 17, month=12), rome(4, 10, month=1, year=2027), 2),  # over New Year
    ],
)
def test_only_working_time_counts(start: datetime, end: datetime, hours: int) -> None:
    assert USUAL.working_time_between(start, end) == timedelta(hours=hours)


def test_a_night_in_which_the_clock_goes_forward_is_an_hour_shorter() -> None:
    night = rome(29, 0, month=3), rome(29, 12, month=3)

    assert NIGHTS.working_time_between(*night) == timedelta(hours=3)


def test_a_night_in_which_the_clock_goes_back_is_an_hour_longer() -> None:
    night = rome(25, 0, month=10), rome(25, 12, month=10)

    assert NIGHTS.working_time_between(*night) == timedelta(hours=5)


def test_hours_that_the_clock_leaves_out_are_not_worked() -> None:
    calendar = WorkingCalendar(ROME, {6: ((time(1), time(2, 30)), (time(2, 30), time(4)))})

    assert calendar.working_time_between(rome(29, 0, month=3), rome(29, 12, month=3)) == timedelta(hours=2)
    assert calendar.add_working_time(rome(29, 0, month=3), timedelta(minutes=90)) == rome(29, 3, 30, month=3)


@settings(max_examples=30)
@given(calendars, st.lists(moments, min_size=3, max_size=3))
def test_working_time_adds_up(calendar: WorkingCalendar, chosen: list[datetime]) -> None:
    first, second, third = sorted(chosen)
    second, third = min(second, first + timedelta(days=90)), min(third, first + timedelta(days=180))

    parts = calendar.working_time_between(first, second) + calendar.working_time_between(second, third)
    assert parts == calendar.working_time_between(first, third)


@settings(max_examples=30)
@given(calendars, moments, durations)
def test_adding_working_time_is_the_inverse_of_measuring_it(
    calendar: WorkingCalendar, start: datetime, duration: timedelta
) -> None:
    end = calendar.add_working_time(start, duration)

    assert calendar.working_time_between(start, end) == duration


@settings(max_examples=30)
@given(moments, durations)
def test_added_working_time_ends_within_working_hours(start: datetime, duration: timedelta) -> None:
    end = USUAL.add_working_time(start, duration + timedelta(minutes=1)).astimezone(ROME)

    assert USUAL.is_working_day(end.date())
    assert any(begins < end.time() <= ends for begins, ends in OFFICE)


@pytest.mark.parametrize(
    "intervals",
    [((time(9), time(8)),), ((time(9), time(9)),), ((time(9), time(13)), (time(12), time(18)))],
)
def test_hours_that_end_early_or_overlap_are_refused(intervals: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match=r"ends before it begins|overlaps"):
        WorkingCalendar(ROME, {0: intervals})


def test_a_company_that_never_works_has_no_next_working_day() -> None:
    with pytest.raises(ValueError, match="no such working day"):
        WorkingCalendar(ROME, {}).working_days_after(date(2026, 11, 23), 1)


def test_work_begins_on_a_free_day_as_on_the_earliest_other() -> None:
    assert USUAL.start_of_work(date(2026, 11, 22)) == rome(22, 9)
