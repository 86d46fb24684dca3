"""What is wrong with a field in plain words, instead of marshmallow's."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

SENTENCES = {
    "Missing data for required field.": "Fill this in.",
    "Field may not be null.": "Fill this in.",
    "Invalid value.": "This cannot be used.",
    "Not a valid string.": "This is not a text.",
    "Not a valid utf-8 string.": "This text cannot be read.",
    "Not a valid UUID.": "This is not the id of anything.",
    "Not a valid number.": "Give a number.",
    "Number too large.": "This number is too large.",
    "Special numeric values (nan or infinity) are not permitted.": "Give a number.",
    "Not a valid integer.": "Give a whole number.",
    "Not a valid boolean.": "Give yes or no.",
    "Not a valid date.": "Give a date.",
    "Not a valid time.": "Give a time.",
    "Not a valid datetime.": "Give a date and a time.",
    "Not a valid list.": "Give a list.",
    "Not a valid mapping type.": "Give names with values.",
    "Not a valid email address.": "Give an address such as anna@example.org.",
    "Not a valid URL.": "Give an address such as https://example.org.",
    "Unknown field.": "There is no such field.",
    "Invalid input type.": "Give names with values.",
    "Shorter than minimum length 1.": "Fill this in.",
}
PATTERNS = {
    r"Shorter than minimum length (\d+)\.": r"Give at least \1 characters.",
    r"Longer than maximum length (\d+)\.": r"Give at most \1 characters.",
    r"Length must be between 1 and (\d+)\.": r"Give 1 to \1 characters.",
    r"Length must be between (\d+) and (\d+)\.": r"Give \1 to \2 characters.",
    r"Length must be (\d+)\.": r"Give exactly \1 characters.",
    r"Must be greater than or equal to (\S+?)\.": r"Give at least \1.",
    r"Must be greater than (\S+?)\.": r"Give more than \1.",
    r"Must be less than or equal to (\S+?)\.": r"Give at most \1.",
    r"Must be less than (\S+?)\.": r"Give less than \1.",
    r"Must be greater than or equal to (\S+) and less than or equal to (\S+?)\.": r"Give \1 to \2.",
    r"Must be one of: (.*)\.": r"Choose one of: \1.",
}
COMPILED = [(re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in PATTERNS.items()]


def field_errors(error: ValidationError) -> dict[str, list[str]]:
    """Sentences by field; nested fields have dotted names such as `lines.0.quantity`, the whole is `_schema`."""
    messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
    return flat_fields(messages)


def plain(sentence: str) -> str:
    """A sentence of marshmallow in our words; any other stays as it is."""
    if sentence in SENTENCES:
        return SENTENCES[sentence]
    for pattern, ours in COMPILED:
        if found := pattern.fullmatch(sentence):
            return found.expand(ours)
    return sentence


def flat_fields(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[str]]:  # Any: the library's nesting
    """Nested messages with one dotted name each, in our words."""
    found: dict[str, list[str]] = {}
    for name, value in messages.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            found.update(flat_fields(value, f"{path}."))
        else:
            found[path] = [plain(str(text)) for text in (value if isinstance(value, list) else [value])]
    return found
