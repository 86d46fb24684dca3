"""Built-in functions that Camunda adds to the standard and that form-js (feelin) knows.

Source: docs.camunda.io, Components, FEEL, Built-in functions (8.8).
"""

from __future__ import annotations

import binascii
import os
from decimal import Decimal

from app.feel import regex
from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.compare import identity_key
from app.feel.errors import FeelError, Unfit
from app.feel.exchange import check_size, dumps, loads
from app.feel.numbers import integer
from app.feel.values import Value


@built_in("is defined", "value: any")
def is_defined(value: Value) -> bool:
    """Whether a value is not null."""
    return value is not None


@built_in("get or else", "value: any, default: any")
def get_or_else(value: Value, default: Value) -> Value:
    """A value, or another one in place of null."""
    return default if value is None else value


@built_in("assert", "value: any, condition: any")
@built_in("assert", "value: any, condition: any, cause: string")
def assert_value(value: Value, condition: Value, cause: str = "the condition is not fulfilled") -> Value:
    """A value when a condition is true, else null with the cause as its reason."""
    if condition is not True:
        raise Unfit(cause)
    return value


@built_in("is empty", "list: list")
def is_empty(items: list[Value]) -> bool:
    """Whether a list has no elements."""
    return not items


@built_in("is blank", "string: string")
def is_blank(string: str) -> bool:
    """Whether a text has nothing but white space."""
    return not string.strip()


@built_in("trim", "string: string")
def trim(string: str) -> str:
    """A text without white space at its ends."""
    return string.strip()


@running_built_in("extract", "string: string, pattern: string")
def extract(run: Run, string: str, pattern: str) -> list[str]:
    """All matches of a regular expression in a text."""
    return regex.extracted(string, pattern, run)


@running_built_in("to base64", "value: string")
def to_base64(run: Run, value: str) -> str:
    """The UTF-8 bytes of a text in Base64."""
    run.check_text(len(value) * 2)
    return binascii.b2a_base64(value.encode("utf-8", "replace"), newline=False).decode("ascii")


@running_built_in("from base64", "value: string")
def from_base64(run: Run, value: str) -> str:
    """The text whose UTF-8 bytes a Base64 text holds."""
    run.check_text(len(value))
    try:
        return binascii.a2b_base64(value, strict_mode=True).decode("utf-8")
    except ValueError:
        raise Unfit("the text is no Base64 of UTF-8") from None


@built_in("uuid")
def new_uuid() -> str:
    """A new random UUID, of version 4."""
    digits = os.urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


@built_in("random number")
def random_number() -> Decimal:
    """A random number from 0 up to, not including, 1."""
    return Decimal(int.from_bytes(os.urandom(8), "big") % 10**17) / 10**17


@running_built_in("duplicate values", "list: list")
def duplicate_values(run: Run, items: list[Value]) -> list[Value]:
    """The elements that stand more than once, each once."""
    run.check_list(len(items))
    first: dict[object, Value] = {}
    double: dict[object, Value] = {}
    for item in items:
        key = identity_key(item, run)
        if key in first:
            double.setdefault(key, first[key])
        first.setdefault(key, item)
    return list(double.values())


@running_built_in("partition", "list: list, size: number")
def partition(run: Run, items: list[Value], size: Decimal) -> list[list[Value]]:
    """The list cut into lists of so many elements, the last one shorter."""
    step = integer(size)
    if step < 1:
        raise Unfit("the size must be 1 or more")
    run.check_list(len(items))
    return [items[start : start + step] for start in range(0, len(items), step)]


@running_built_in("put", "context: context, key: string, value: any")
def put(run: Run, context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    """The context with an entry added or replaced; the older name of `context put`."""
    run.check_list(len(context))
    return {**context, key: value}


@running_built_in("put all", "contexts...: context")
def put_all(run: Run, *contexts: dict[str, Value]) -> dict[str, Value]:
    """The entries of all contexts, the last one winning; the older name of `context merge`."""
    run.check_list(sum(map(len, contexts)))
    return {key: value for context in contexts for key, value in context.items()}


@running_built_in("to json", "value: any")
def to_json_text(run: Run, value: Value) -> str:
    """A value as JSON text."""
    check_size(value, run)
    text = dumps(value)
    run.check_text(len(text))
    return text


@running_built_in("from json", "value: string")
def from_json_text(run: Run, value: str) -> Value:
    """The value that a JSON text holds."""
    run.check_text(len(value))
    try:
        return loads(value)
    except FeelError as error:
        raise Unfit(str(error).rstrip(".")) from None


@built_in("fromAi", "value: any")
@built_in("fromAi", "value: any, description: string|null, type?: string|null, schema?: any, options?: any")
def from_ai(value: Value, *_about: Value) -> Value:
    """The value as it is: what follows only describes it to a language model."""
    return value
