"""Regular expressions of XPath, run by RE2 in time linear to the text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from app.feel.budget import Run
from app.feel.errors import Unfit
from app.feel.regex_syntax import has_back_reference, is_without_choice, translated

_LONGEST_PATTERN = 1000  # characters
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")
_Compiled = Any  # a pattern of re2, which has no types, or of re


def found(text: str, pattern: str, flags: str, run: Run) -> bool:
    """Whether the pattern matches somewhere. Raises Unfit for a pattern or flag that is none."""
    return _affordable(_compiled(pattern, flags), text, run).search(text) is not None


def replaced(text: str, pattern: str, replacement: str, flags: str, run: Run) -> str:
    """The text with each match replaced. Raises Unfit also for a pattern that matches the empty text."""
    expression = _affordable(_matching_something(pattern, flags), text, run)
    literal = "q" in flags
    pieces: list[str] = []
    length = last = 0
    for match in expression.finditer(text):
        pieces += [text[last : match.start()], replacement if literal else _filled(replacement, match)]
        length += len(pieces[-1]) + len(pieces[-2])
        run.check_text(length)
        run.spend(1)
        last = match.end()
    return "".join([*pieces, text[last:]])


def parts(text: str, pattern: str, run: Run) -> list[str]:
    """The text between the matches. Raises Unfit as `replaced`."""
    expression = _affordable(_matching_something(pattern, ""), text, run)
    pieces: list[str] = []
    last = 0
    for match in expression.finditer(text):
        pieces.append(text[last : match.start()])
        last = match.end()
    run.check_list(len(pieces))
    return [*pieces, text[last:]]


def extracted(text: str, pattern: str, run: Run) -> list[str]:
    """All matches, as texts. Raises Unfit for a pattern that is none."""
    expression = _affordable(_compiled(pattern, ""), text, run)
    pieces = [match.group() for match in expression.finditer(text)]
    run.check_list(len(pieces))
    return pieces


def _affordable(expression: _Compiled, text: str, run: Run) -> _Compiled:
    """The expression, the cost of its search taken off the budget. Raises Unfit for a text that is no Unicode."""
    if _LONE_SURROGATE.search(text):
        raise Unfit("the text holds half a character")
    size = getattr(expression, "programsize", len(expression.pattern))
    run.spend(len(text) * (size + 10) >> 5)
    return expression


def _matching_something(pattern: str, flags: str) -> _Compiled:
    expression = _compiled(pattern, flags)
    if expression.search("") is not None:
        raise Unfit(f'"{pattern}" matches the empty text')
    return expression


def _filled(replacement: str, match: Any) -> str:  # a match of re2, which has no types
    def fill(part: re.Match[str]) -> str:
        escaped, digits, stray = part.groups()
        if stray:
            raise Unfit(f'"{replacement}" has a stray {stray}')
        return str(escaped) if escaped else _group(digits, match)

    return _REPLACEMENT.sub(fill, replacement)


def _group(digits: str, match: Any) -> str:  # a match of re2, which has no types
    """The group with as many of the digits as there are groups; the digits left over stay."""
    count = len(digits)
    while count > 1 and (count > 3 or int(digits[:count]) > match.re.groups):
        count -= 1
    number = int(digits[:count])
    return ((match.group(number) or "") if number <= match.re.groups else "") + digits[count:]


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> _Compiled:
    if len(pattern) > _LONGEST_PATTERN:
        raise Unfit(f"the pattern has more than {_LONGEST_PATTERN} characters")
    if set(flags) - set("smixq"):
        raise Unfit(f'"{flags}" has a flag that is none of s, m, i, x, q')
    if _LONE_SURROGATE.search(pattern):
        raise Unfit("the pattern holds half a character")
    text = re2.escape(pattern) if "q" in flags else translated(pattern, flags)
    letters = "".join(letter for letter in "smi" if letter in flags)
    text = f"(?{letters}){text}" if letters else text
    if "q" not in flags and has_back_reference(pattern):
        return _with_back_references(text, pattern)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(text, options)
    except (re2.error, ValueError, UnicodeError):
        raise Unfit(f'"{pattern}" is no regular expression that can be run') from None


def _with_back_references(text: str, pattern: str) -> re.Pattern[str]:
    """RE2 has no references to groups. Python's engine takes them, where nothing lets it try twice."""
    if not is_without_choice(text):
        raise Unfit(f'"{pattern}" refers to a group beside a choice or repetition, which may take for ever')
    try:
        return re.compile(text)
    except (re.error, RecursionError, OverflowError):
        raise Unfit(f'"{pattern}" is no regular expression') from None
