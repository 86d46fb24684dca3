"""What requests carry: keys in the address, a JSON body, a name that makes a start happen once."""

from typing import Any

from flask import request
from marshmallow import Schema
from werkzeug.exceptions import BadRequest

from app.core.db import Key
from app.core.errors import Invalid
from app.core.web import load_json

LARGEST_KEY = 2**63 - 1
LONGEST_IDEMPOTENCY_KEY = 200

Body = dict[str, Any]  # Any: values as the schema has read them


def read_key(text: str) -> Key:
    """A key from an address. Raises Invalid for what is no key."""
    if not text.isascii() or not text.isdigit() or len(text) > 19 or not 1 <= int(text) <= LARGEST_KEY:
        raise Invalid(f"“{text[:40]}” is not a key: a key is a whole number of at most 19 digits.")
    return Key(int(text))


def read_body(schema: Schema) -> Body:
    """The body of this request, in the shape of `schema`."""
    body: Body = schema.load(_object(load_json()))
    return body


def read_optional_body(schema: Schema) -> Body:
    """As `read_body`; no body at all counts as an empty object."""
    return read_body(schema) if _has_body() else schema.load({})


def read_search() -> Body:
    """The body of a search; none at all finds everything."""
    return _object(load_json()) if _has_body() else {}


def start_key_of(user_name: str) -> str | None:
    """The name of this start, from the header `Idempotency-Key`; the same one starts one case only."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_IDEMPOTENCY_KEY:
        raise Invalid(f"An Idempotency-Key has at most {LONGEST_IDEMPOTENCY_KEY} characters.")
    return f"api:{user_name}:{key}" if key else None


def _has_body() -> bool:
    """Whether anything was sent; many clients name JSON and then send nothing."""
    return bool(request.get_data(cache=True))


def _object(body: Any) -> Body:
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    return body
