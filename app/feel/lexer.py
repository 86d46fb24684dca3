"""Cutting a text into the smallest pieces of FEEL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from app.feel.errors import FeelSyntaxError, SyntaxProblem

LONGEST_TEXT = 50_000  # characters of one expression

_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"\s\u0085\u180E\u200B\uFEFF"
_TOKEN = re.compile(  # with one class of so many ranges, not two: each takes milliseconds to compile
    rf"""
      (?P<space>[{_SPACE}]+|//[^\r\n]*|/\*.*?\*/)
    | (?P<name>(?![{_PART}])[{_START}{_PART}]+)
    | (?P<number>(?:[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<string>"(?:[^"\\\r\n]|\\.)*")
    | (?P<symbol>\.\.|\*\*|!=|<=|>=|->|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\", "b": "\b", "f": "\f", "/": "/"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Kind(Enum):
    """What a token is."""

    NAME = auto()
    NUMBER = auto()
    STRING = auto()
    SYMBOL = auto()
    END = auto()


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A piece of the text from `start` up to `end`."""

    kind: Kind
    text: str
    start: int
    end: int


_KIND_OF_GROUP = {"name": Kind.NAME, "number": Kind.NUMBER, "string": Kind.STRING, "symbol": Kind.SYMBOL}


def tokens_of(text: str) -> list[Token]:
    """All tokens of a text, an END token last. Raises FeelSyntaxError for a text that is too long."""
    if len(text) > LONGEST_TEXT:
        raise FeelSyntaxError(SyntaxProblem(1, 1, f"The text has more than {LONGEST_TEXT:,} characters."))
    tokens = list(_scan(text))
    tokens.append(Token(Kind.END, "", len(text), len(text)))
    return tokens


def _scan(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or ""
        if group == "space":
            continue
        if match.group() == '"':
            raise problem_at(text, match.start(), "This string has no end.", 'a closing "')
        if text.startswith("/*", match.start()):
            raise problem_at(text, match.start(), "This comment has no end.", "*/")
        yield Token(_KIND_OF_GROUP[group], match.group(), match.start(), match.end())


def problem_at(text: str, position: int, message: str, expected: str = "") -> FeelSyntaxError:
    """The error to raise for something at a position of the text."""
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return FeelSyntaxError(SyntaxProblem(line, column, message, expected))


def string_value(literal: str) -> str:
    """The characters that a string literal, quotes included, stands for."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    return _SURROGATES.sub(_joined_surrogates, _ESCAPE.sub(_escaped, body))


def _escaped(match: re.Match[str]) -> str:
    digits = match.group(1) or match.group(2)
    if digits is not None:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else match.group()
    return _SIMPLE_ESCAPES.get(match.group(3), match.group())


def _joined_surrogates(match: re.Match[str]) -> str:
    high, low = (ord(character) for character in match.group())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
