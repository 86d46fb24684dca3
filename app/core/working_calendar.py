"""When a company works: hours of each weekday, days off, in one time zone. Pure, exact when clocks are changed."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
"""From and until, on one day; until 00:00 is the end of the day."""

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
LONGEST_DAYS = 100 * 366
USUAL_START = time(9)


@dataclass(frozen=True)
class WorkingCalendar:
    """The working time of a company.

    zone: the one in which days and hours are read. hours: by weekday, 0 is Monday; a weekday without any is free.
    days_off: holidays and other days on which nobody works, whatever their weekday.
    Raises ValueError for intervals that end before they begin or overlap.
    """

    zone: ZoneInfo
    hours: Mapping[int, tuple[Interval, ...]]
    days_off: Container[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        for weekday, intervals in self.hours.items():
            if not 0 <= weekday <= 6:
                raise ValueError(f"{weekday} is no weekday; 0 is Monday, 6 is Sunday.")
            refuse_bad_intervals(intervals)

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return bool(self.hours.get(day.weekday())) and day not in self.days_off

    def working_days_before(self, day: date, n: int) -> date:
        """The n-th working day before `day`; for 0 the day itself, or the last working day before a free one.

        Raises ValueError when there is none within a hundred years.
        """
        return self._working_day_from(day, n, -ONE_DAY)

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`; for 0 the day itself, or the first working day after a free one.

        Raises ValueError when there is none within a hundred years.
        """
        return self._working_day_from(day, n, ONE_DAY)

    def start_of_work(self, day: date) -> datetime:
        """When work begins on that day, in UTC; on a free day when it begins on the earliest of the others."""
        begins = [intervals[0][0] for intervals in self.hours.values() if intervals]
        own = self.hours.get(day.weekday())
        return self._moment(day, own[0][0] if own else min(begins, default=USUAL_START))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long is worked from one moment to another. Raises ValueError when the end is before the start."""
        _need_zone(start, end)
        if end < start:
            raise ValueError("The end is before the start.")
        until = end.astimezone(self.zone).date()
        worked = timedelta()
        for begin, finish in self._intervals_from(start):
            if begin >= end or begin.astimezone(self.zone).date() > until:
                break
            worked += max(min(finish, end) - max(begin, start), timedelta())
        return worked

    def add_working_time(self, start: datetime, duration: timedelta) -> datetime:
        """The first moment by which `duration` was worked since `start`, in UTC; `start` itself for none.

        Raises ValueError for a negative duration, and when it cannot be worked within a hundred years.
        """
        _need_zone(start)
        if duration < timedelta():
            raise ValueError("A working time cannot be negative.")
        left = duration
        if not left:
            return start.astimezone(UTC)
        for begin, finish in self._intervals_from(start):
            first = max(begin, start)
            if finish - first >= left:
                return (first + left).astimezone(UTC)
            left -= max(finish - first, timedelta())
        raise ValueError("There is not so much working time within a hundred years.")

    def _working_day_from(self, day: date, n: int, step: timedelta) -> date:
        if n < 0:
            raise ValueError("A number of working days cannot be negative.")
        if n == 0 and self.is_working_day(day):
            return day
        left = max(n, 1)
        for _ in range(LONGEST_DAYS):
            try:
                day += step
            except OverflowError:
                break
            left -= self.is_working_day(day)
            if not left:
                return day
        raise ValueError("There is no such working day within a hundred years.")

    def _intervals_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working intervals that end after `start`, in UTC, for a hundred years."""
        day = start.astimezone(self.zone).date()
        for _ in range(LONGEST_DAYS):
            if self.is_working_day(day):
                for begins, ends in self.hours[day.weekday()]:
                    begin, finish = self._moment(day, begins), self._end(day, begins, ends)
                    if finish > max(begin, start):
                        yield begin, finish
            if day == date.max:
                return
            day += ONE_DAY

    def _end(self, day: date, begins: time, ends: time) -> datetime:
        return self._moment(day if ends > begins else day + ONE_DAY, ends)

    def _moment(self, day: date, at: time) -> datetime:
        """A wall time in UTC: the first one where it comes twice, the change of the clock where it is left out."""
        wall = datetime.combine(day, at, self.zone)
        moment = wall.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return moment
        return _change_after(wall.replace(fold=1).astimezone(UTC), self.zone)


def refuse_bad_intervals(intervals: tuple[Interval, ...]) -> None:
    """Raises ValueError when an interval ends before it begins, or begins before the one before it ends."""
    last = time.min
    for position, (begins, ends) in enumerate(intervals):
        if ends <= begins and ends != time.min:
            raise ValueError(f"{begins:%H:%M}–{ends:%H:%M} ends before it begins.")
        if position and (begins < last or last == time.min):
            raise ValueError(f"{begins:%H:%M}–{ends:%H:%M} overlaps the hours before it.")
        last = ends


def _change_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """The minute after `moment` at which the clocks of a zone are put forward."""
    before = moment.astimezone(zone).utcoffset()
    while moment.astimezone(zone).utcoffset() == before:
        moment += ONE_MINUTE
    return moment


def _need_zone(*moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("A moment needs its time zone.")
