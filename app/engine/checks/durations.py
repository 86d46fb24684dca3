"""Literal dates, durations and cycles of timers: ISO 8601, within bounds, never counted in loops."""

import re
from dataclasses import dataclass
from datetime import datetime

_DURATION = re.compile(
    r"(-)?P(?=.)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?(?:(\d{1,12})W)?(?:(\d{1,12})D)?"
    r"(?:T(?=.)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:[.,]\d{1,9})?S)?)?"
)
_LONG_DURATION = re.compile(r"-?P(?=.*\d{13})[\dYMWDTHS.,]+")
_SECONDS = (365 * 86400, 30 * 86400, 7 * 86400, 86400, 3600, 60, 1)  # of Y M W D H M S; a year and a month by rule
_CYCLE = re.compile(r"R(\d*)/(.+)", re.DOTALL)
_ZONE = re.compile(r"\[[A-Za-z0-9_+\-/]{1,64}\]$")
_LATEST_YEAR = 2200
_EARLIEST_YEAR = 1970

LONGEST_SECONDS = 100 * 365 * 86400
SHORTEST_PERIOD_SECONDS = 60
MOST_REPETITIONS = 1_000_000

DATE_REMEDY = "Write it such as 2026-12-31T09:00:00+01:00, or as an expression with a leading `=`."
DURATION_REMEDY = "Write it such as PT8H, P14D or P1M, at most 100 years, or as an expression with a leading `=`."
CYCLE_REMEDY = "Write it such as R/P7D or R3/PT24H, with a period of a minute or more, or as an expression."


@dataclass(frozen=True)
class LiteralProblem:
    """A sentence on a literal, and what to do."""

    message: str
    remedy: str


def date_problem(text: str) -> LiteralProblem | None:
    """What is wrong with a date and time; None for a good one."""
    try:
        moment = datetime.fromisoformat(_ZONE.sub("", text))
    except ValueError:
        return LiteralProblem(f'"{text}" is no date and time in ISO 8601.', DATE_REMEDY)
    if "T" not in text:
        return LiteralProblem(f'"{text}" is a day without a time.', DATE_REMEDY)
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        return LiteralProblem(f'"{text}" is not between {_EARLIEST_YEAR} and {_LATEST_YEAR}.', DATE_REMEDY)
    return None


def duration_problem(text: str, *, shortest_seconds: int = 0, remedy: str = DURATION_REMEDY) -> LiteralProblem | None:
    """What is wrong with a duration; None for one between `shortest_seconds` and 100 years."""
    match = _DURATION.fullmatch(text)
    if match is None:
        if _LONG_DURATION.fullmatch(text):
            return LiteralProblem(f'The duration "{text}" is longer than 100 years.', remedy)
        return LiteralProblem(f'"{text}" is no duration in ISO 8601.', remedy)
    sign, *counts = match.groups()
    seconds = sum(int(count or 0) * size for count, size in zip(counts, _SECONDS, strict=True))
    if seconds > LONGEST_SECONDS:
        return LiteralProblem(f'The duration "{text}" is longer than 100 years.', remedy)
    if sign and seconds:
        return LiteralProblem(f'The duration "{text}" is negative.', remedy)
    if seconds < shortest_seconds:
        return LiteralProblem(f'The period "{text}" is shorter than {shortest_seconds} seconds.', remedy)
    return None


def cycle_problem(text: str) -> LiteralProblem | None:
    """What is wrong with a cycle such as `R3/PT10H` or `R/2026-12-01T09:00:00Z/P7D`; None for a good one."""
    match = _CYCLE.fullmatch(text)
    if match is None:
        return LiteralProblem(f'"{text}" is no cycle in ISO 8601; cron patterns do not run here.', CYCLE_REMEDY)
    times, rest = match.groups()
    if len(times) > 9 or (times and not 1 <= int(times) <= MOST_REPETITIONS):
        return LiteralProblem(f'"{text}" repeats {times[:20]} times; 1 to {MOST_REPETITIONS:,} may be.', CYCLE_REMEDY)
    start, slash, period = rest.rpartition("/")
    if slash and (problem := date_problem(start)):
        return LiteralProblem(problem.message, CYCLE_REMEDY)
    return duration_problem(period, shortest_seconds=SHORTEST_PERIOD_SECONDS, remedy=CYCLE_REMEDY)
