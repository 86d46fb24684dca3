"""The values of FEEL that are neither text, number nor time, and the kind of every value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TYPE_CHECKING, Any, TypeAlias

from app.feel.calendar import FarDate
from app.feel.temporal import DateTime, DayTimeDuration, Time, YearMonthDuration

if TYPE_CHECKING:
    from app.feel.budget import Run
    from app.feel.types import FeelType

Value: TypeAlias = Any  # a value of FEEL, by its kind; object or a union would need a cast at every use
NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two bounds; None as a bound means that there is none on that side.

    operator: of a range that was written as a comparison, such as `(< 10)`; with `!=` both
    bounds are the value left out.
    """

    start: object
    end: object
    start_included: bool
    end_included: bool
    operator: str = ""

    def __str__(self) -> str:
        if self.operator:
            return f"({self.operator} {shown(self.end if self.start is None else self.start)})"
        opening, closing = "[" if self.start_included else "(", "]" if self.end_included else ")"
        return f"{opening}{shown(self.start)}..{shown(self.end)}{closing}"


def open_range(operator: str, bound: object) -> Range:
    """The range of what passes a comparison with a bound."""
    if operator in ("=", "!="):
        return Range(bound, bound, operator == "=", operator == "=", operator)
    if operator in ("<", "<="):
        return Range(None, bound, False, operator == "<=", operator)
    return Range(bound, None, operator == ">=", False, operator)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: its name, and what it must conform to."""

    name: str
    type: FeelType | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: a function literal, a business knowledge model, a decision service."""

    name: str
    parameters: tuple[Parameter, ...]
    call: Callable[[Run, Sequence[object]], object]
    result: FeelType | None = None

    def __str__(self) -> str:
        return f"function({', '.join(parameter.name for parameter in self.parameters)})"


@dataclass(frozen=True, slots=True, eq=False)
class BuiltIn:
    """A function of the language: one or more ways to call it."""

    name: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"function {self.name}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Signature:
    """One way to call a built-in function.

    required: how many parameters must be given; variadic: the last one takes all that follows.
    """

    parameters: tuple[BuiltInParameter, ...]
    required: int
    variadic: bool
    body: Callable[..., object]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BuiltInParameter:
    """A parameter of a built-in function. kinds: what it takes, empty for anything."""

    name: str
    kinds: frozenset[str]


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    FarDate: "date",
    Time: "time",
    DateTime: "date and time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    BuiltIn: "function",
}


def kind_of(value: object) -> str:
    """The name of a value's type, as FEEL writes it."""
    return _KINDS[type(value)]


def is_feel_value(value: object) -> bool:
    """Whether a Python object is a value of the language as it stands, its contents not looked at."""
    return type(value) in _KINDS


def described(value: object) -> str:
    """A value for a warning: its kind and a short text."""
    return "null" if value is None else f"{kind_of(value)} {shown(value)}"


def shown(value: object, room: int = 60) -> str:
    """A short text of a value, as one would write it in FEEL."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= room else f'"{value[:room]}…"'
    if isinstance(value, list | dict) and room < 5:
        return "[…]" if isinstance(value, list) else "{…}"
    if isinstance(value, list):
        return f"[{', '.join(shown(item, room // 4) for item in value[:5])}{', …' if len(value) > 5 else ''}]"
    if isinstance(value, dict):
        entries = [f"{key[:room]}: {shown(item, room // 4)}" for key, item in list(value.items())[:5]]
        return f"{{{', '.join(entries)}{', …' if len(value) > 5 else ''}}}"
    if isinstance(value, Decimal):
        return number_text(value)
    return str(value)


def number_text(value: Decimal) -> str:
    """A number in plain notation without trailing zeros; very large or small ones with an exponent."""
    if -40 < value.adjusted() < 40:
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    return "0" if value == 0 else str(value.normalize(NUMBERS))
