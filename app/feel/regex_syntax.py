"""From the regular expressions of XPath to those of RE2.

Source: XQuery and XPath Functions 3.1, 5.6.1, over XML Schema part 2, appendix G.
"""

from __future__ import annotations

import re

from app.feel.errors import Unfit

_SPACE = " \t\n\r"
_LAST = 0x10FFFF
_NAME_START, _NAME_PART = r"\p{L}\p{Nl}_:", r"\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}_:.\-·"
_LETTERS = {"i": _NAME_START, "c": _NAME_PART, "d": r"\p{Nd}", "w": r"\p{L}\p{M}\p{N}\p{S}", "s": r" \t\n\r"}
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
_KEPT = frozenset(r"\|.?*+(){}-[]^$")
_WORD_BOUNDARIES = "bB"
_CATEGORY = re.compile(r"\{([A-Za-z0-9-]{1,40})\}")
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Thai": (0x0E00, 0x0E7F),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7A3),
}

_Span = tuple[int, int]


def translated(pattern: str, flags: str) -> str:
    """The pattern in RE2's words. Raises Unfit for what XPath does not allow."""
    if "x" in flags:
        pattern = _without_space(pattern)
    pieces: list[str] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "[":
            piece, position = _class(pattern, position)
        elif character == "\\":
            piece, position = _escape(pattern, position, in_class=False)
        elif character == "." and "s" not in flags:
            piece, position = r"[^\n\r]", position + 1
        elif pattern.startswith("(?", position) and not pattern.startswith("(?:", position):
            raise Unfit(f'"{pattern}" has a group that XPath does not know')
        else:
            piece, position = character, position + 1
        pieces.append(piece)
    return "".join(pieces)


def has_back_reference(pattern: str) -> bool:
    r"""Whether a pattern refers to one of its groups, as `\1`."""
    return _BACK_REFERENCE.search(pattern) is not None


def is_without_choice(pattern: str) -> bool:
    """Whether a pattern has neither repetition nor alternatives, so that no text makes it slow."""
    return not re.search(r"(?<!\\)[*+?{|]", pattern.replace("(?i)", ""))


def _without_space(pattern: str) -> str:
    kept: list[str] = []
    depth = 0
    for position, character in enumerate(pattern):
        is_escaped = position > 0 and pattern[position - 1] == "\\"
        if not is_escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        if depth or character not in _SPACE:
            kept.append(character)
    return "".join(kept)


def _escape(pattern: str, position: int, *, in_class: bool) -> tuple[str, int]:
    """The escape at a position in RE2's words, and the position behind it."""
    letter = pattern[position + 1 : position + 2]
    if letter in ("p", "P"):
        return _category(pattern, position, in_class=in_class)
    if letter.lower() in _LETTERS and letter:
        return _letter(letter, in_class=in_class), position + 2
    if letter and (letter in _KEPT or letter in _SINGLE):
        return "\\" + letter, position + 2
    if letter and not in_class and (letter in "123456789" or letter in _WORD_BOUNDARIES):
        return "\\" + letter, position + 2
    raise Unfit(f'"{pattern}" has \\{letter}, which XPath does not know')


def _letter(letter: str, *, in_class: bool) -> str:
    members = _LETTERS[letter.lower()]
    if letter.islower():
        return members if in_class else f"[{members}]"
    if not in_class:
        return f"[^{members}]"
    if letter in "DSW":
        return "\\" + letter
    raise Unfit(f"\\{letter} inside [...] is not supported")


def _category(pattern: str, position: int, *, in_class: bool) -> tuple[str, int]:
    match = _CATEGORY.match(pattern, position + 2)
    if match is None:
        raise Unfit(f'"{pattern}" has \\p without a category')
    name = match.group(1)
    if not name.startswith("Is"):
        return pattern[position : match.end()], match.end()
    block = _BLOCKS.get(name[2:])
    if block is None:
        raise Unfit(f'"{name}" is no block of characters that we know')
    is_complement = pattern[position + 1] == "P"
    members = _written(_complement([block]) if is_complement else [block])
    return (members if in_class else f"[{members}]"), match.end()


def _class(pattern: str, position: int) -> tuple[str, int]:
    """The character class at a position in RE2's words, and the position behind it."""
    start = position
    position += 1
    negated = pattern.startswith("^", position)
    position += negated
    pieces: list[str] = []
    first = position
    while position < len(pattern) and (pattern[position] != "]" or position == first):
        if pattern.startswith("-[", position):
            return _difference(pattern, first, position, negated=negated)
        if pattern[position] == "\\":
            piece, position = _escape(pattern, position, in_class=True)
        elif pattern[position] in "[]":
            raise Unfit(f'"{pattern}" has a bracket inside [...]')
        else:
            piece, position = pattern[position], position + 1
        pieces.append(piece)
    if position >= len(pattern):
        raise Unfit(f'"{pattern[start:]}" has no closing bracket')
    return f"[{'^' if negated else ''}{''.join(pieces)}]", position + 1


def _difference(pattern: str, first: int, minus: int, *, negated: bool) -> tuple[str, int]:
    """`[a-z-[aeiou]]` as the spans that are left."""
    spans = _spans(pattern[first:minus])
    spans = _complement(spans) if negated else spans
    inner, end = _class_spans(pattern, minus + 1)
    if not pattern.startswith("]", end):
        raise Unfit(f'"{pattern}" has no closing bracket')
    left = _complement([*_complement(spans), *inner])
    if not left:
        raise Unfit(f'"{pattern}" has a class that nothing is in')
    return f"[{_written(left)}]", end + 1


def _class_spans(pattern: str, position: int) -> tuple[list[_Span], int]:
    end = pattern.find("]", position + 1)
    if end < 0 or "[" in pattern[position + 1 : end]:
        raise Unfit(f'"{pattern}" has classes inside classes that are not supported')
    negated = pattern[position + 1] == "^"
    spans = _spans(pattern[position + 1 + negated : end])
    return (_complement(spans) if negated else spans), end + 1


def _spans(members: str) -> list[_Span]:
    """The code points of plain characters, ranges and single escapes."""
    codes: list[int | None] = []  # None stands for the minus of a range
    position = 0
    while position < len(members):
        character = members[position]
        if character == "\\":
            escaped = members[position + 1 : position + 2]
            if not escaped or (escaped not in _KEPT and escaped not in _SINGLE):
                raise Unfit(f"\\{escaped} beside a difference of classes is not supported")
            codes.append(ord(_SINGLE.get(escaped, escaped)))
            position += 2
            continue
        codes.append(None if character == "-" and 0 < position < len(members) - 1 else ord(character))
        position += 1
    return _paired(codes)


def _paired(codes: list[int | None]) -> list[_Span]:
    spans: list[_Span] = []
    position = 0
    while position < len(codes):
        low = codes[position]
        high = codes[position + 2] if position + 2 < len(codes) and codes[position + 1] is None else None
        if low is None:
            raise Unfit("a class has a stray minus")
        spans.append((low, low if high is None else high))
        position += 1 if high is None else 3
    return spans


def _complement(spans: list[_Span]) -> list[_Span]:
    left: list[_Span] = []
    next_free = 0
    for low, high in sorted(spans):
        if low > next_free:
            left.append((next_free, low - 1))
        next_free = max(next_free, high + 1)
    return [*left, (next_free, _LAST)] if next_free <= _LAST else left


def _written(spans: list[_Span]) -> str:
    return "".join(f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in spans)
