"""Types of values, for `instance of`, typed parameters and DMN's item definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.feel.budget import Run
from app.feel.calendar import FarDate
from app.feel.temporal import DateTime
from app.feel.values import BuiltIn, Function, Range, kind_of

_DURATIONS = frozenset(("days and time duration", "years and months duration"))
_ALIASES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "integer": "number",
    "any": "Any",
}
_SIMPLE = frozenset(
    (
        "Any",
        "null",
        "Null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "duration",
        "list",
        "context",
        "range",
        "function",
    )
)


@dataclass(frozen=True, slots=True)
class FeelType:
    """A type. kind: as `kind_of` says it, or Any.

    item: of a list's or range's elements; fields: of a context's entries; parameters and
    result: of a function; accepts: a further test that values must pass, as DMN's allowed values.
    """

    kind: str
    item: FeelType | None = None
    fields: Mapping[str, FeelType] = field(default_factory=dict)
    parameters: tuple[FeelType, ...] | None = None
    result: FeelType | None = None
    accepts: Callable[[object, Run], bool] | None = None


ANY = FeelType("Any")


def simple_type(name: str) -> FeelType | None:
    """The type of the language with that name, or None."""
    name = _ALIASES.get(name, name)
    return FeelType("null" if name == "Null" else name) if name in _SIMPLE else None


def is_instance(value: object, wanted: FeelType, run: Run) -> bool:
    """Whether a value is of a type; null is of the types Any and null only."""
    if value is None:
        return wanted.kind == "null"
    return conforms(value, wanted, run)


def conforms(value: object, wanted: FeelType, run: Run) -> bool:
    """Whether a value can stand where this type is asked for; null can stand anywhere."""
    if value is None:
        return True
    return _has_shape(value, wanted, run) and (wanted.accepts is None or wanted.accepts(value, run))


def completed(value: object, wanted: FeelType) -> object:
    """A value from outside with null for the entries that its type has and it lacks."""
    if isinstance(value, dict) and wanted.fields:
        known = {name: completed(value.get(name), entry) for name, entry in wanted.fields.items()}
        return {**value, **known}
    if isinstance(value, list) and wanted.item is not None and wanted.item.fields:
        return [completed(item, wanted.item) for item in value]
    return value


def _has_shape(value: object, wanted: FeelType, run: Run) -> bool:
    if wanted.kind == "Any":
        return True
    kind = kind_of(value)
    if kind != wanted.kind:
        return wanted.kind == "duration" and kind in _DURATIONS
    if isinstance(value, list):
        run.spend(len(value))
        return wanted.item is None or all(conforms(item, wanted.item, run) for item in value)
    if isinstance(value, dict):
        return all(name in value and conforms(value[name], entry, run) for name, entry in wanted.fields.items())
    if isinstance(value, Range):
        return wanted.item is None or _bounds_conform(value, wanted.item, run)
    if isinstance(value, Function):
        return _signature_conforms(value, wanted)
    if isinstance(value, BuiltIn):
        return wanted.parameters is None or any(
            signature.variadic or signature.required <= len(wanted.parameters) <= len(signature.parameters)
            for signature in value.signatures
        )
    return True


def _bounds_conform(value: Range, item: FeelType, run: Run) -> bool:
    return conforms(value.start, item, run) and conforms(value.end, item, run)


def _signature_conforms(value: Function, wanted: FeelType) -> bool:
    if wanted.parameters is None:
        return True
    if len(value.parameters) != len(wanted.parameters):
        return False
    pairs = zip(wanted.parameters, value.parameters, strict=True)
    if not all(own.type is None or is_subtype(given, own.type) for given, own in pairs):
        return False
    return wanted.result is None or value.result is None or is_subtype(value.result, wanted.result)


def is_subtype(narrow: FeelType, wide: FeelType) -> bool:
    """Whether every value of the one type is of the other too."""
    if wide.kind == "Any" or narrow.kind == "null":
        return True
    if narrow.kind != wide.kind:
        return False
    if wide.item is not None and not is_subtype(narrow.item or ANY, wide.item):
        return False
    return all(name in narrow.fields and is_subtype(narrow.fields[name], entry) for name, entry in wide.fields.items())


def coerced(value: object, wanted: FeelType, run: Run) -> tuple[bool, object]:
    """Whether a value fits a type, and the value to use.

    A list of one element stands for the element, an element for a list of it, and a date
    for its midnight in UTC. Source: DMN 1.5, 10.3.2.9.4.
    """
    if conforms(value, wanted, run):
        return True, value
    if isinstance(value, list) and len(value) == 1 and wanted.kind != "list" and conforms(value[0], wanted, run):
        return True, value[0]
    if wanted.kind == "list" and not isinstance(value, list) and conforms([value], wanted, run):
        return True, [value]
    if wanted.kind == "date and time" and isinstance(value, date | FarDate):
        return True, DateTime(value, 0, 0)
    return False, None
