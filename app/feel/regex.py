"""Regular expressions of XPath, run by RE2 in time linear to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from app.feel.budget import Run
from app.feel.errors import Unfit

_LONGEST_PATTERN = 2000  # characters
_GROUP = re.compile(r"\\([\\$])|\$([0-9])|(\\|\$)")
_MULTIPLE_ESCAPES = {
    "i": r"\p{L}\p{Nl}_:",
    "c": r"\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}_:.\-·",
}


def found(text: str, pattern: str, flags: str) -> bool:
    """Whether the pattern matches somewhere. Raises Unfit for a pattern or flag that is none."""
    return _compiled(pattern, flags).search(text) is not None


def replaced(text: str, pattern: str, replacement: str, flags: str, run: Run) -> str:
    """The text with each match replaced. Raises Unfit also when the pattern matches nothing at all."""
    expression = _compiled(pattern, flags)
    if expression.search("") is not None:
        raise Unfit(f'"{pattern}" matches the empty text')
    literal = "q" in flags
    pieces: list[str] = []
    length = last = 0
    for match in _matches(expression, text):
        pieces += [text[last : match.start()], replacement if literal else _filled(replacement, match)]
        length += len(pieces[-1]) + len(pieces[-2])
        run.check_text(length)
        run.spend(1)
        last = match.end()
    return "".join([*pieces, text[last:]])


def parts(text: str, pattern: str, run: Run) -> list[str]:
    """The text between the matches. Raises Unfit for a pattern that is none."""
    expression = _compiled(pattern, "")
    if expression.search("") is not None:
        raise Unfit(f'"{pattern}" matches the empty text')
    pieces: list[str] = []
    last = 0
    for match in _matches(expression, text):
        pieces.append(text[last : match.start()])
        last = match.end()
    run.check_list(len(pieces))
    return [*pieces, text[last:]]


def extracted(text: str, pattern: str, run: Run) -> list[str]:
    """All matches, as texts."""
    pieces = [match.group() for match in _matches(_compiled(pattern, ""), text)]
    run.check_list(len(pieces))
    return pieces


def _matches(expression: Any, text: str) -> Iterator[Any]:  # re2 has no types
    return iter(expression.finditer(text))


def _filled(replacement: str, match: Any) -> str:  # re2 has no types
    def fill(found_group: re.Match[str]) -> str:
        escaped, digit, stray = found_group.groups()
        if stray:
            raise Unfit(f'"{replacement}" has a stray {stray}')
        if escaped:
            return str(escaped)
        number = int(digit)
        return (match.group(number) or "") if number <= match.re.groups else ""

    return _GROUP.sub(fill, replacement)


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Any:  # re2 has no types
    if len(pattern) > _LONGEST_PATTERN:
        raise Unfit(f"the pattern has more than {_LONGEST_PATTERN} characters")
    unknown = set(flags) - set("smixq")
    if unknown:
        raise Unfit(f'"{flags}" has a flag that is none of s, m, i, x, q')
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 4 << 20
    text = re2.escape(pattern) if "q" in flags else _translated(pattern, extended="x" in flags)
    letters = "".join(letter for letter in "smi" if letter in flags)
    try:
        return re2.compile(f"(?{letters}){text}" if letters else text, options)
    except (re2.error, ValueError, UnicodeError):
        raise Unfit(f'"{pattern}" is no regular expression that can be run') from None


def _translated(pattern: str, *, extended: bool) -> str:
    """The pattern in RE2's words: XPath's name escapes, white space under the flag x."""
    pieces: list[str] = []
    in_class = 0
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "\\" and position + 1 < len(pattern):
            pieces.append(_escape(pattern[position + 1], in_class=in_class > 0))
            position += 2
            continue
        in_class += (character == "[") - (character == "]" and in_class > 0)
        if not (extended and not in_class and character in " \t\n\r"):
            pieces.append(character)
        position += 1
    return "".join(pieces)


def _escape(letter: str, *, in_class: bool) -> str:
    members = _MULTIPLE_ESCAPES.get(letter.lower())
    if members is None:
        return "\\" + letter
    if letter.isupper():
        if in_class:
            raise Unfit(f"\\{letter} inside [...] is not supported")
        return f"[^{members}]"
    return members if in_class else f"[{members}]"
