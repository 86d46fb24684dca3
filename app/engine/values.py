"""What a variable may hold: JSON, its numbers exact, bounded so that every saved case can be read again."""

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256

from app import feel
from app.core.db import json_text
from app.core.errors import Invalid
from app.engine.registry import Variables

DEEPEST = 40
LONGEST_NAME = 100
MOST_DIGITS = 34
LARGEST_EXPONENT = 1_000
DIGEST_LENGTH = 32


class BadVariable(Invalid):
    """A variable cannot be stored as it is."""


def stored_variables(values: Mapping[str, object]) -> Variables:
    """Variables as the state keeps them. Raises BadVariable naming the one that cannot be."""
    found: Variables = {}
    for name, value in values.items():
        if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME or "\x00" in name or _text(name) != name:
            raise BadVariable(f"A variable's name must be 1 to {LONGEST_NAME} characters long, all of them readable.")
        try:
            found[name] = stored_value(value)
        except BadVariable as error:
            raise BadVariable(f"Variable {name!r}: {error.message}", {name: [error.message]}) from error
    return found


def stored_value(value: object, depth: int = 0) -> object:
    """A value as the state keeps it: None, bool, str, int, Decimal, list or dict of these."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    if depth > DEEPEST:
        raise BadVariable(f"It is nested more than {DEEPEST} deep.")
    if isinstance(value, Mapping):
        return {_text(str(key)): stored_value(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [stored_value(item, depth + 1) for item in value]
    return feel.to_json(value)


def digest(values: Mapping[str, object], name: str) -> str:
    """Tells one value of a variable from another; empty for a variable that is not there."""
    if name not in values:
        return ""
    return sha256(json_text(values[name]).encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]


def _text(value: str) -> str:
    if "\x00" in value:
        raise BadVariable("It holds the character NUL, which cannot be stored.")
    return value.encode("utf-8", "replace").decode("utf-8")


def _number(value: float | Decimal) -> int | Decimal:
    if isinstance(value, int):
        if abs(value) >= 10**MOST_DIGITS:
            raise BadVariable(f"A number can have at most {MOST_DIGITS} digits.")
        return value
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        raise BadVariable("NaN and infinity are no numbers here.")
    if len(exact.as_tuple().digits) > MOST_DIGITS or abs(exact.adjusted()) > LARGEST_EXPONENT:
        raise BadVariable(f"A number can have at most {MOST_DIGITS} digits.")
    return exact
