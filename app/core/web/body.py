"""JSON bodies, read strictly: what two readers could take for two things is refused."""

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

DEEPEST = 50
LONGEST_NUMBER = 40  # characters
LARGEST_EXPONENT = 100
MOST_QUOTED = 40  # characters of the sender's text repeated in a sentence
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{\]}]', re.DOTALL)

Pairs = list[tuple[str, Any]]  # Any: JSON of any shape


def load_json() -> Any:  # Any: JSON of any shape, checked by a schema next
    """The body of this request; numbers are int or Decimal. 400 with a sentence for what cannot be read."""
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    return read_json(request.get_data(cache=True))


def read_json(body: bytes) -> Any:  # Any: as above
    """`body` as Python values: no key twice, no NaN, UTF-8 only, at most 50 deep, numbers of a sane size."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not UTF-8 at byte {error.start}.") from error
    _refuse_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_checked(_decimal),
            parse_int=_checked(int),
        )
    except json.JSONDecodeError as error:
        raise BadRequest(f"The body is not JSON: line {error.lineno}, column {error.colno}.") from error
    if "\\u" in text:
        _refuse_unstorable(value)
    return value


def _refuse_depth(text: str) -> None:
    """Counts brackets outside of strings, before anything recursive reads the text."""
    depth = 0
    for found in STRING_OR_BRACKET.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        if depth > DEEPEST:
            raise BadRequest(f"The body is nested deeper than {DEEPEST} levels.")


def _without_duplicates(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise BadRequest(f"The key “{name[:MOST_QUOTED]}” stands twice in one object.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise BadRequest(f"{name} is not a number in JSON.")


def _checked(convert: Callable[[str], int | Decimal]) -> Callable[[str], int | Decimal]:
    def read(text: str) -> int | Decimal:
        if len(text) > LONGEST_NUMBER:
            raise BadRequest(f"The number {text[:12]}… has more than {LONGEST_NUMBER} characters.")
        return convert(text)

    return read


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > LARGEST_EXPONENT:
        raise BadRequest(f"The number {text} is out of range.")
    return number


def _refuse_unstorable(value: Any) -> None:
    """NUL and half surrogates can be written in JSON, but no text in the database can hold them."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                raise BadRequest("A text holds a character that cannot be stored (NUL or half a surrogate pair).")
            case dict() as members:
                waiting.extend(members.keys())
                waiting.extend(members.values())
            case list() as items:
                waiting.extend(items)
