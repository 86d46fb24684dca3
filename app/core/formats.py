"""Numbers, money, dates and durations in the reader's language and time zone: pure functions and their filters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import format_currency, format_decimal
from babel.numbers import format_percent as babel_percent
from flask import Flask
from markupsafe import Markup

from app.core.clock import now
from app.core.words import WORDS, Words

Moment = datetime | date
NOTHING = "—"
NARROW_SPACE = "\N{NO-BREAK SPACE}"
SATURDAY = 5
DAYS_NAMED = 7  # nearer days carry the name of the day


@dataclass(frozen=True)
class Preferences:
    """How numbers and dates are written.

    language: such as `it` or `en_GB`; one that is not known is read as English.
    time_zone: IANA name.
    """

    language: str
    time_zone: str

    @cached_property
    def locale(self) -> Locale:
        """The rules of the language. English without a country writes dates as Europe does."""
        wanted = self.language.replace("-", "_")
        return Locale.parse("en_GB" if wanted == "en" or wanted.partition("_")[0] not in WORDS else wanted)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.time_zone)

    @property
    def words(self) -> Words:
        """The words between the figures."""
        return WORDS[self.locale.language]


def format_number(value: Decimal | int, *, to: Preferences, decimals: int | None = None) -> str:
    """A number with the separators of the language; `decimals` fixes the places."""
    if decimals is None:
        return format_decimal(value, locale=to.locale, decimal_quantization=False)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=to.locale)


def format_money(amount: Decimal, currency: str, *, to: Preferences) -> str:
    """An amount to the cent with the code of its currency after it."""
    pattern = f"#,##0.00{NARROW_SPACE}¤¤"
    return format_currency(amount, currency, format=pattern, locale=to.locale)


def format_percent(rate: Decimal | int, *, to: Preferences) -> str:
    """A rate given in per cent: Decimal("12.5") is 12.5 %."""
    return babel_percent(Decimal(rate) / 100, locale=to.locale, decimal_quantization=False)


def format_day(moment: Moment, *, to: Preferences) -> str:
    """A day with its year, such as 23 Nov 2026."""
    return babel_date(_day(moment, to), format="medium", locale=to.locale)


def format_moment(moment: datetime, *, to: Preferences) -> str:
    """A day and a time of day, such as 23 Nov 2026, 10:00."""
    return f"{format_day(moment, to=to)}, {_clock_time(moment, to)}"


def format_when(moment: Moment, *, at: datetime, to: Preferences) -> str:
    """A day in words as seen at `at`: Today 15:00, Yesterday 16:40, Mon 23 Nov, 12 Nov 2025."""
    day = _day(moment, to)
    near = {-1: to.words.yesterday, 0: to.words.today, 1: to.words.tomorrow}.get((day - _day(at, to)).days)
    if near is None:
        return _far_day(day, _day(at, to), to)
    return f"{near} {_clock_time(moment, to)}" if isinstance(moment, datetime) else near


def format_when_inside(moment: Moment, *, at: datetime, to: Preferences) -> str:
    """As `format_when`, for the middle of a sentence: today 15:00."""
    words = format_when(moment, at=at, to=to)
    for near in (to.words.today, to.words.tomorrow, to.words.yesterday):
        if words.startswith(near):
            return near.lower() + words.removeprefix(near)
    return words


def format_due(moment: Moment, *, at: datetime, to: Preferences) -> str:
    """A deadline in words as seen at `at`: 2 h overdue, 3 d overdue (working days), else as `format_when`."""
    late = at - _deadline(moment, to)
    if late <= timedelta(0):
        return format_when(moment, at=at, to=to)
    days = working_days_between(_day(moment, to), _day(at, to))
    if late >= timedelta(days=1) and days > 0:
        return to.words.overdue.format(f"{days}{NARROW_SPACE}{to.words.days}")
    return to.words.overdue.format(_largest_unit(late, to))


def due_tone(moment: Moment, *, at: datetime, to: Preferences) -> str:
    """How urgent a deadline is: `overdue`, `today` or `later`."""
    if at > _deadline(moment, to):
        return "overdue"
    return "today" if _day(moment, to) == _day(at, to) else "later"


def working_days_between(start: date, end: date) -> int:
    """Mondays to Fridays after `start` up to and with `end`."""
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days % 7 + 1))
    return (end - start).days // 7 * SATURDAY + sum(day.weekday() < SATURDAY for day in days)


def format_duration(length: timedelta | Decimal | float, *, to: Preferences) -> str:
    """A length of time in its two largest units: 1 d 2 h, 3 min, 0.2 s. A plain number is seconds."""
    seconds = length.total_seconds() if isinstance(length, timedelta) else float(length)
    if seconds < 1:
        tenths = format_number(Decimal(str(round(max(seconds, 0), 1))), to=to)
        return f"{tenths}{NARROW_SPACE}{to.words.seconds}"
    parts = [f"{count}{NARROW_SPACE}{unit}" for count, unit in _units(seconds, to) if count]
    return " ".join(parts[:2])


def format_size(count: int, *, to: Preferences) -> str:
    """The size of a file: 640 B, 12 kB, 3.4 MB."""
    size, unit = Decimal(count), "B"
    for larger in ("kB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    digits = 1 if size < 10 and unit != "B" else 0
    return f"{format_number(round(size, digits), to=to)}{NARROW_SPACE}{unit}"


def _day(moment: Moment, to: Preferences) -> date:
    return moment.astimezone(to.zone).date() if isinstance(moment, datetime) else moment


def _deadline(moment: Moment, to: Preferences) -> datetime:
    """A day is over at its end."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.max, to.zone)


def _clock_time(moment: datetime, to: Preferences) -> str:
    return babel_time(moment, format="HH:mm", tzinfo=to.zone, locale=to.locale)


def _far_day(day: date, today: date, to: Preferences) -> str:
    if abs((day - today).days) < DAYS_NAMED:
        return babel_date(day, format=to.words.named_day, locale=to.locale)
    same_year = day.year == today.year
    return babel_date(day, format=to.words.day_in_year if same_year else "medium", locale=to.locale)


def _largest_unit(length: timedelta, to: Preferences) -> str:
    seconds = max(length.total_seconds(), 60)
    count, unit = next(pair for pair in _units(seconds, to) if pair[0])
    return f"{count}{NARROW_SPACE}{unit}"


def _units(seconds: float, to: Preferences) -> list[tuple[int, str]]:
    whole = int(seconds)
    words = to.words
    return [
        (whole // 86_400, words.days),
        (whole // 3_600 % 24, words.hours),
        (whole // 60 % 60, words.minutes),
        (whole % 60, words.seconds),
    ]


def init_formats(app: Flask, *, preferences: Callable[[], Preferences]) -> None:
    """Give templates the filters. None is shown as a dash."""

    def filtered(write: Callable[..., str]) -> Callable[..., str]:
        def apply(value: object, *values: object, **options: object) -> str:
            return NOTHING if value is None else write(value, *values, to=preferences(), **options)

        return apply

    app.jinja_env.filters.update(
        number=filtered(format_number),
        money=filtered(format_money),
        percent=filtered(format_percent),
        date=filtered(format_day),
        datetime=filtered(format_moment),
        duration=filtered(format_duration),
        size=filtered(format_size),
        when=filtered(_when_tag),
        when_inside=filtered(_when_inside_tag),
        due=filtered(_due_tag),
    )


def _when_tag(moment: Moment, *, to: Preferences) -> Markup:
    """Relative words, with the exact time on hover."""
    return _time_tag(moment, format_when(moment, at=now(), to=to), "when", to)


def _when_inside_tag(moment: Moment, *, to: Preferences) -> Markup:
    """As `when`, for the middle of a sentence: asked today 15:00."""
    return _time_tag(moment, format_when_inside(moment, at=now(), to=to), "when", to)


def _due_tag(moment: Moment, *, to: Preferences) -> Markup:
    """A deadline in words and colour, with the exact time on hover."""
    at = now()
    return _time_tag(moment, format_due(moment, at=at, to=to), f"due due-{due_tone(moment, at=at, to=to)}", to)


def _time_tag(moment: Moment, words: str, kind: str, to: Preferences) -> Markup:
    exact = format_moment(moment, to=to) if isinstance(moment, datetime) else format_day(moment, to=to)
    machine = moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()
    return Markup('<time class="{}" datetime="{}" title="{}">{}</time>').format(kind, machine, exact, words)
