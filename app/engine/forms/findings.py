"""What is wrong with a form, found at deployment."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.core.db import Json
from app.engine.forms.components import (
    ALLOWED_TYPES,
    COMPUTED,
    DEEPEST_NESTING,
    KEYED,
    MOST_COMPONENTS,
    WITH_OPTIONS,
    Component,
    all_components,
    components_of,
    depth_of,
)
from app.engine.forms.expressions import expressions_in, problem_of
from app.engine.forms.keys import problem_of_key
from app.engine.forms.numbers import number_of
from app.engine.forms.patterns import problem_of_pattern
from app.engine.registry import option_sources, searched_sources

LARGEST_FORM = 500_000  # bytes of JSON
LONGEST_TEXT = 20_000  # characters of one property
MOST_OPTIONS = 1_000
DATE_KINDS = ("date", "time", "datetime")
TIME_FORMATS = ("", "utc_offset", "utc_normalized", "no_timezone")
POLLUTING_NAMES = frozenset({"__proto__", "constructor", "prototype"})

_HTML_TAG = re.compile(r"<\s*[/!?]?\s*[A-Za-z]")
_SCRIPT_LINK = re.compile(r"(?i)\]\(\s*<?\s*(javascript|data|vbscript):")
_TEMPLATE_PART = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class FormFinding:
    """One thing to mend. component: id or key of the component; empty for the form as a whole."""

    component: str
    message: str


def form_findings(schema: Json) -> list[FormFinding]:
    """All that keeps a form from being deployed; an empty list for a good one."""
    if problem := _problem_of_whole(schema):
        return [FormFinding("", problem)]
    found = [
        FormFinding(component.name, message)
        for component in all_components(schema)
        for message in _problems_of(component)
    ]
    return found + [
        FormFinding(path, f"Two fields fill {path}; each field needs a key of its own.") for path in _doubled(schema)
    ]


def _problem_of_whole(schema: Any) -> str | None:  # Any: whatever the file held
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return "This is no form: a form is a JSON object with `components`."
    if schema.get("type", "default") != "default":
        return f"The form type {schema.get('type')!r} is not known; it must be 'default'."
    if depth_of(schema) > DEEPEST_NESTING:
        return f"The form nests deeper than {DEEPEST_NESTING} levels."
    if sum(1 for _ in all_components(schema)) > MOST_COMPONENTS:
        return f"The form has more than {MOST_COMPONENTS} components."
    if len(json.dumps(schema, default=str)) > LARGEST_FORM:
        return f"The form is larger than {LARGEST_FORM:,} bytes."
    return None


def _problems_of(component: Component) -> Iterator[str]:
    if component.type not in ALLOWED_TYPES:
        yield f"The component type {component.type!r} is not allowed; use fields, groups, lists, tables and plain text."
        return
    if names := sorted(POLLUTING_NAMES & set(_names_in(component.schema))):
        yield f"The property {names[0]!r} is not allowed."
    yield from _problems_of_place(component)
    yield from _problems_of_texts(component)
    yield from _problems_of_rules(component)
    check = _CHECKS.get(component.type)
    if check is not None:
        yield from check(component)


def _problems_of_place(component: Component) -> Iterator[str]:
    needs_key = component.type in KEYED or component.type == COMPUTED
    if needs_key and (problem := problem_of_key(component.schema.get("key"))):
        yield problem
    has_path = component.type == "dynamiclist" or (component.type == "group" and component.schema.get("path"))
    if has_path and (problem := problem_of_key(component.schema.get("path"))):
        yield problem


def _problems_of_texts(component: Component) -> Iterator[str]:
    own = {name: value for name, value in component.schema.items() if name != "components"}
    if any(len(text) > LONGEST_TEXT for text in _texts_in(own)):
        yield f"A text is longer than {LONGEST_TEXT:,} characters."
        return
    for expression in expressions_in(component):
        if problem := problem_of(expression):
            yield f"The expression {expression.strip()!r} cannot be read. {problem}"
    plain = _TEMPLATE_PART.sub("", component.text("text"))
    if _HTML_TAG.search(plain) and not component.text("text").startswith("="):
        yield "The text holds HTML; write Markdown instead."
    if _SCRIPT_LINK.search(plain):
        yield "The text has a link that would run a script; link to a web address instead."


def _problems_of_rules(component: Component) -> Iterator[str]:
    rules = component.validate
    for name in ("minLength", "maxLength"):
        if (number := _plain(rules.get(name))) is not None and (number_of(number) is None or number_of(number) < 0):  # type: ignore[operator]  # None was just ruled out
            yield f"The rule {name} must be a number from 0."
    for name in ("min", "max"):
        if (number := _plain(rules.get(name))) is not None and number_of(number) is None:
            yield f"The rule {name} must be a number."
    if (pattern := rules.get("pattern")) and (problem := problem_of_pattern(pattern)):
        yield problem


def _problems_of_options(component: Component) -> Iterator[str]:
    schema = component.schema
    if key := component.text("valuesKey"):
        known = option_sources.keys() | searched_sources.keys()
        if "." in key and key not in known:
            yield f"The option source {key!r} does not exist. Known: {', '.join(sorted(known)) or 'none'}."
        if key in searched_sources and component.type != "select":
            yield f"The choices of {key!r} are searched by typing: only a select can do that."
    elif not component.text("valuesExpression"):
        yield from _problems_of_values(schema.get("values"))


def _problems_of_values(values: Any) -> Iterator[str]:  # Any: whatever the file held
    if not isinstance(values, list) or not values:
        yield "The field has no options: give `values`, `valuesKey` or `valuesExpression`."
        return
    if len(values) > MOST_OPTIONS:
        yield f"The field has more than {MOST_OPTIONS} options; let people search instead."
    plain = [value.get("value") for value in values if isinstance(value, dict)]
    if len(plain) < len(values) or not all(isinstance(value, str | int | float | bool) for value in plain):
        yield "Each option needs a `label` and a `value` that is a text, a number, true or false."
    elif len(set(map(repr, plain))) < len(plain):
        yield "Two options have the same value."


def _problems_of_date(component: Component) -> Iterator[str]:
    if component.schema.get("subtype") not in DATE_KINDS:
        yield f"The field must be one of {', '.join(DATE_KINDS)}."
    if component.text("timeSerializingFormat") not in TIME_FORMATS:
        yield f"The time format {component.text('timeSerializingFormat')!r} is not known."


def _problems_of_button(component: Component) -> Iterator[str]:
    if component.schema.get("action", "submit") not in ("submit", "reset"):
        yield "A button can only submit or reset the form."


def _problems_of_computed(component: Component) -> Iterator[str]:
    if not component.text("expression"):
        yield "The field computes nothing: give an expression."


_CHECKS: dict[str, Callable[[Component], Iterator[str]]] = {
    **dict.fromkeys(WITH_OPTIONS, _problems_of_options),
    "datetime": _problems_of_date,
    "button": _problems_of_button,
    COMPUTED: _problems_of_computed,
}


def _doubled(schema: Json) -> list[str]:
    seen: set[tuple[str, ...]] = set()
    doubled = []
    waiting = [(component, ()) for component in components_of(schema)]
    while waiting:
        component, above = waiting.pop(0)
        place: tuple[str, ...] = (*above, *component.path)
        if component.type in KEYED | {COMPUTED, "dynamiclist"}:
            if place in seen:
                doubled.append(".".join(place))
            seen.add(place)
        waiting.extend((child, place) for child in component.children())  # type: ignore[misc]  # paths grow
    return doubled


def _plain(value: Any) -> Any:  # Any: a JSON value; expressions are checked elsewhere
    return None if value in (None, "") or (isinstance(value, str) and value.startswith("=")) else value


def _names_in(value: Any) -> Iterator[str]:  # Any: a JSON value
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "components":
                yield name
                yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)


def _texts_in(value: Any) -> Iterator[str]:  # Any: a JSON value
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)
