"""What a form sends when a person changes nothing but what a scenario says: present values and defaults."""

from collections.abc import Iterator
from typing import Any

from app.core.db import Json
from app.engine.registry import Variables

ROWS = "dynamiclist"


def as_sent(schema: Json, variables: Variables, said: Variables) -> Variables:
    """The values that a form sends. variables: of the case. said: what the scenario enters."""
    sent: Variables = {}
    for component in _fields(schema):
        name = str(component.get("key") or component.get("path") or "").split(".")[0]
        value = said.get(name, variables.get(name))
        shown = component.get("defaultValue") if value is None and name not in said else value
        if shown is not None or name in said:
            sent[name] = _rows(component, shown) if component.get("type") == ROWS else shown
    return {**said, **sent}


def _rows(component: Json, rows: Any) -> Any:  # Any: JSON
    """Rows with the defaults of the fields that they do not say."""
    if not isinstance(rows, list):
        return rows
    return [as_sent(component, {}, row) if isinstance(row, dict) else row for row in rows]


def _fields(schema: Json) -> Iterator[Json]:
    """The fields of a form or of a row, those inside groups too."""
    for component in schema.get("components", []):
        if component.get("type") == ROWS or not component.get("components"):
            if component.get("key") or component.get("path"):
                yield component
        else:
            yield from _fields(component)
