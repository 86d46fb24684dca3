"""FEEL in forms: where it stands, whether it can be read, what it says for the values at hand."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app import feel
from app.engine.forms.components import Component, expression_of

BUDGET = feel.Budget(steps=50_000, seconds=0.5, list_length=10_000, text_length=100_000)
WITH_TEMPLATES = ("label", "description", "text", "dateLabel", "timeLabel")
OWN_LISTS = ("components", "values")  # components speak for themselves, options are literal

_TEMPLATE_PART = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def expressions_in(component: Component) -> Iterator[str]:
    """Every FEEL text of a component, those between `{{ }}` of its labels and texts included."""
    own = {name: value for name, value in component.schema.items() if name not in OWN_LISTS}
    yield from _expressions_in(own)
    for name in WITH_TEMPLATES:
        if expression_of(text := component.text(name)) is None:
            yield from filter(None, map(_template_expression, _TEMPLATE_PART.findall(text)))


def problem_of(expression: str) -> str | None:
    """Why a text is no FEEL; None when it is."""
    errors = feel.parse(expression).errors
    return str(errors[0]) if errors else None


def names_in(expression: str) -> frozenset[str]:
    """The variables that an expression takes from its surroundings."""
    return frozenset(feel.parse(expression).names)


def value_of(expression: str, context: Mapping[str, object], *, at: datetime) -> Any:  # Any: a FEEL value
    """What an expression says for these values; None when it has no answer or takes too long."""
    try:
        return feel.to_json(feel.parse(expression).evaluate(context, clock=lambda: at, budget=BUDGET).value)
    except feel.FeelError:
        return None


def _expressions_in(value: Any) -> Iterator[str]:  # Any: a JSON value
    if (expression := expression_of(value)) is not None:
        yield expression
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _expressions_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _expressions_in(inner)


def _template_expression(part: str) -> str:
    """The expression in `amount`, `#if amount > 3` or `#loop lines`; empty for `/if` and `/loop`."""
    part = part.strip()
    if part.startswith("/"):
        return ""
    for opening in ("#if", "#loop"):
        part = part.removeprefix(opening)
    return part.strip()
