"""The template language: Jinja, closed on all sides, and the plain data that it may see."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

Plain = Any  # Any: text, int, bool, None, lists and dicts of them, as JSON has them

FILTERS = frozenset(
    ["capitalize", "d", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper"]
)
TESTS = frozenset(["defined", "undefined", "none"])
DEEPEST = 12
XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def sandbox() -> ImmutableSandboxedEnvironment:
    """An environment without globals, with the few filters and tests that a letter needs; a missing value fails."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_shown)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _shown(value: object) -> object:
    """No value is no text, rather than the word None."""
    return "" if value is None else value


def plain(value: object, *, depth: int = 0) -> Plain:
    """`value` as plain data: text without the characters that XML forbids, amounts as text, lists, dicts.

    Raises TypeError for anything else, floats included, and for data nested too deeply.
    """
    if depth > DEEPEST:
        raise TypeError(f"Document data may be nested {DEEPEST} deep.")
    match value:
        case None | bool() | int():
            return value
        case str():
            return XML_FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        case Decimal():
            return str(value)
        case Mapping():
            return {str(key): plain(entry, depth=depth + 1) for key, entry in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            return [plain(entry, depth=depth + 1) for entry in value]
    raise TypeError(f"Document data holds text, whole numbers and amounts, not {type(value).__name__}.")
