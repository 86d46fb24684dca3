"""Patterns of text fields, run by RE2: no pattern can take more than linear time."""

from functools import lru_cache
from typing import Any

import re2

LONGEST_PATTERN = 500  # characters
MEMORY_BYTES = 1_000_000
PHONE = r"^\+?[0-9][0-9 ()./-]{2,39}$"
NO_PHONE = "Enter a phone number, such as +39 035 123456."


def problem_of_pattern(pattern: object) -> str | None:
    """A sentence on what is wrong with a pattern; None for a good one."""
    if not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN:
        return f"The pattern must be a text of at most {LONGEST_PATTERN} characters."
    try:
        _compiled(pattern)
    except re2.error as error:
        return (
            f"The pattern {pattern!r} cannot be used: {_reason(error)}. Look-around and back references do not exist."
        )
    return None


def fits(pattern: str, text: str) -> bool:
    """Whether the pattern occurs in the text, as in the browser."""
    return _compiled(pattern).search(text) is not None


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> Any:  # Any: re2 has no types
    options = re2.Options()
    options.max_mem = MEMORY_BYTES
    options.log_errors = False
    return re2.compile(pattern, options)


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else "unknown"
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
