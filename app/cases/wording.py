"""Errors of workers and cycles of timers in plain words. Pure."""

import re

UNFORESEEN = re.compile(
    r"(?:[\w.]*\.)?(?P<name>gaierror|[A-Z]\w*(?:Error|Exception|Timeout|Warning|Refused|Failed))(?:: (?P<rest>.*))?",
    re.DOTALL,
)
DAYS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
HOURS = {"H": "hour", "M": "minute", "S": "second"}
COUNTED = re.compile(r"(\d+)([YMWDHS])")
ERRNO = re.compile(r"^\[Errno -?\d+\] ")
PLAIN = {
    "ConnectionRefusedError": "the other side refused the connection",
    "ConnectionResetError": "the other side broke the connection off",
    "TimeoutError": "the other side did not answer in time",
    "BrokenPipeError": "the other side broke the connection off",
    "gaierror": "the name of the other side is not known",
    "FileNotFoundError": "a file is missing",
    "PermissionError": "the machine does not allow it",
    "MemoryError": "there was not enough memory",
}


def plain_error(message: str) -> str:
    """The message of a failed job without the words of programmers; a sentence of ours stays as it is."""
    found = UNFORESEEN.fullmatch(message.strip())
    if found is None:
        return message
    rest = ERRNO.sub("", found["rest"] or "").strip()
    why = PLAIN.get(found["name"]) or (f"“{rest}”" if rest else "it did not say what")
    return f"The worker met an error that nobody foresaw: {why}."


def interval_words(interval: str) -> str:
    """How long a cycle is, for after “every”: day for P1D, 7 days for P7D, 1 hour 30 minutes for PT1H30M."""
    days, _, hours = interval.partition("T")
    parts = [(count, DAYS[unit]) for count, unit in COUNTED.findall(days) if unit in DAYS]
    parts += [(count, HOURS[unit]) for count, unit in COUNTED.findall(hours) if unit in HOURS]
    words = [f"{int(count)} {unit}{'' if int(count) == 1 else 's'}" for count, unit in parts]
    return words[0].removeprefix("1 ") if len(words) == 1 else " ".join(words) or interval
