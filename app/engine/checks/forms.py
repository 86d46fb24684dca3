"""Form files: JSON that can be read, fields that can be shown, an id of their own."""

from typing import Any

from app.core.db import Json
from app.engine.checks.errors import UnreadableFile
from app.engine.checks.finding import Finding
from app.engine.checks.reading import read_json
from app.engine.checks.wording import quoted
from app.engine.forms import form_findings

_LONGEST_ID = 200  # characters
_DEEPEST_JSON = 60
_REPAIR = "Repair the field in the form editor."


def form_id_of(resource: str, schema: Json) -> str:
    """The id by which diagrams name a form: that in the file, else the file's path without ending."""
    written = schema.get("id")
    if isinstance(written, str) and written.strip():
        return written.strip()
    return resource.rpartition("forms/")[2].removesuffix(".form")


def read_form(content: bytes) -> Json:
    """The form in a file. Raises UnreadableFile."""
    schema = read_json(content)
    if _depth(schema) > _DEEPEST_JSON:
        raise UnreadableFile(f"The form nests more than {_DEEPEST_JSON} deep.", "Make it flatter.")
    return schema


def check_form(resource: str, schema: Json) -> list[Finding]:
    """What keeps a form from being deployed."""
    findings = []
    form_id = form_id_of(resource, schema)
    if len(form_id) > _LONGEST_ID:
        message = f'The form id "{quoted(form_id)}" is longer than {_LONGEST_ID} characters.'
        findings.append(Finding(resource, None, "error", message, "Choose a shorter one."))
    for found in form_findings(schema):
        message = f"{found.component}: {found.message}" if found.component else found.message
        findings.append(Finding(resource, found.component or None, "error", quoted(message), _REPAIR))
    return findings


def _depth(value: Any) -> int:  # Any: JSON of any shape
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        current, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = current.values() if isinstance(current, dict) else current if isinstance(current, list) else ()
        waiting.extend((item, depth + 1) for item in inner)
    return deepest
