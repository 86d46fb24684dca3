"""Built-in functions on text. Positions count Unicode characters from 1."""

from __future__ import annotations

from decimal import Decimal

from app.feel import regex
from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.errors import Unfit
from app.feel.numbers import integer
from app.feel.values import Value


@built_in("substring", "string: string, start position: number, length?: number|null")
def substring(string: str, start: Decimal, length: Decimal | None = None) -> str:
    """The part of a text from a position, counted from the end when negative."""
    position = integer(start)
    if position == 0 or abs(position) > len(string):
        raise Unfit(f"there is no position {position} in a text of {len(string)} characters")
    first = position - 1 if position > 0 else len(string) + position
    if length is None:
        return string[first:]
    count = integer(length)
    if count < 1:
        raise Unfit(f"a length of {count} is less than 1")
    return string[first : first + count]


@built_in("string length", "string: string")
def string_length(string: str) -> Decimal:
    """The number of characters."""
    return Decimal(len(string))


@running_built_in("upper case", "string: string")
def upper_case(run: Run, string: str) -> str:
    """The text in capitals."""
    run.check_text(len(string))
    return string.upper()


@running_built_in("lower case", "string: string")
def lower_case(run: Run, string: str) -> str:
    """The text in small letters."""
    run.check_text(len(string))
    return string.lower()


@built_in("substring before", "string: string, match: string")
def substring_before(string: str, match: str) -> str:
    """The part before the first match; empty without one."""
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@built_in("substring after", "string: string, match: string")
def substring_after(string: str, match: str) -> str:
    """The part after the first match; empty without one."""
    return string.partition(match)[2] if match else string


@running_built_in("contains", "string: string, match: string")
def contains(run: Run, string: str, match: str) -> bool:
    """Whether a text has another one in it."""
    run.check_text(len(string))
    return match in string


@built_in("starts with", "string: string, match: string")
def starts_with(string: str, match: str) -> bool:
    """Whether a text starts with another one."""
    return string.startswith(match)


@built_in("ends with", "string: string, match: string")
def ends_with(string: str, match: str) -> bool:
    """Whether a text ends with another one."""
    return string.endswith(match)


@running_built_in("matches", "input: string, pattern: string, flags?: string|null")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    """Whether a regular expression matches somewhere in a text."""
    return regex.found(text, pattern, flags or "", run)


@running_built_in("replace", "input: string, pattern: string, replacement: string, flags?: string|null")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """The text with every match of a regular expression replaced; `$1` stands for a group."""
    return regex.replaced(text, pattern, replacement, flags or "", run)


@running_built_in("split", "string: string, delimiter: string")
def split(run: Run, string: str, delimiter: str) -> list[str]:
    """The parts of a text between the matches of a regular expression."""
    return regex.parts(string, delimiter, run)


@running_built_in("string join", "list: list, delimiter?: string|null")
@running_built_in("string join", "list: list, delimiter: string|null, prefix: string|null, suffix: string|null")
def string_join(
    run: Run, texts: list[Value], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str:
    """The texts of a list in one, nulls left out."""
    if any(text is not None and type(text) is not str for text in texts):
        raise Unfit("the list holds more than texts")
    present = [text for text in texts if text is not None]
    run.check_list(len(texts))
    run.check_text(sum(map(len, present)) + len(delimiter or "") * len(present))
    return (prefix or "") + (delimiter or "").join(present) + (suffix or "")
