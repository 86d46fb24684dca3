"""Errors of workers in plain words. Pure."""

import re

UNFORESEEN = re.compile(
    r"(?:[\w.]*\.)?(?P<name>gaierror|[A-Z]\w*(?:Error|Exception|Timeout|Warning|Refused|Failed))(?:: (?P<rest>.*))?",
    re.DOTALL,
)
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
