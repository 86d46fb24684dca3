"""The choices of a field: written in the form, from a register, from a variable or by an expression."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.actor import Viewer
from app.engine.forms.components import Component, expression_of
from app.engine.forms.expressions import value_of
from app.engine.registry import Option, Variables, option_sources


def options_of(
    component: Component, *, context: Mapping[str, Any], variables: Variables, viewer: Viewer, at: datetime
) -> list[Option]:
    """The options that a field offers now. context: the values on the page over those of the case."""
    if key := component.text("valuesKey"):
        return options_by_key(key, variables=variables, viewer=viewer)
    expression = expression_of(component.text("valuesExpression"))
    if expression is not None:
        return _as_options(value_of(expression, context, at=at))
    return _as_options(component.schema.get("values"))


def options_by_key(key: str, *, variables: Variables, viewer: Viewer) -> list[Option]:
    """The options of a registered source, else of the case's variable of that name."""
    source = option_sources.get(key)
    return source(viewer, variables) if source else _as_options(variables.get(key))


def _as_options(listed: Any) -> list[Option]:  # Any: a JSON value
    if not isinstance(listed, list):
        return []
    return [option for item in listed if (option := _as_option(item)) is not None]


def _as_option(item: Any) -> Option | None:  # Any: a JSON value
    if isinstance(item, dict):
        value = item.get("value", item.get("label"))
        return None if value is None else Option(label=str(item.get("label", value)), value=value)
    return None if item is None else Option(label=str(item), value=item)
