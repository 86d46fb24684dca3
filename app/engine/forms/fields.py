"""One form component as one marshmallow field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from app.core.actor import Viewer
from app.engine.forms.components import WITH_MANY, WITH_OPTIONS, Component, expression_of
from app.engine.forms.expressions import value_of
from app.engine.forms.numbers import DECIMAL_DIGITS, as_variable, decimals_of, number_of
from app.engine.forms.options import options_of
from app.engine.forms.patterns import NO_PHONE, PHONE, fits
from app.engine.registry import SearchedOptions, Variables, searched_sources

LONGEST_LINE = 1_000  # characters of a text field
LONGEST_AREA = 20_000  # characters of a text area
YEARS = range(1800, 2300)
REQUIRED = "This field is required."

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # control characters, half pairs

AnyField = fields.Field[Any]  # Any: each field reads a type of its own
Reader = Callable[[Any], Any]  # Any: a JSON value in, the variable's value out; raises ValidationError


@dataclass(frozen=True)
class Scope:
    """What the rules of a field may look at: the values of its row and page, and the case.

    context: values sent, over the variables of the case. variables: of the case alone.
    """

    context: Mapping[str, Any]
    variables: Variables
    viewer: Viewer
    at: datetime

    def rule(self, value: Any) -> Any:  # Any: a literal or an expression of any type
        """A rule's value, computed when it is an expression."""
        expression = expression_of(value)
        return value if expression is None else value_of(expression, self.context, at=self.at)


def field_for(component: Component, scope: Scope) -> AnyField:
    """The field that reads and checks a component's value."""
    is_required = component.validate.get("required") is True
    return fields.Function(
        deserialize=_reader(component, scope),
        required=is_required,
        allow_none=not is_required,
        error_messages={"required": REQUIRED, "null": REQUIRED},
    )


def unchanged_field(present: Any) -> AnyField:  # Any: the variable's value
    """The field of a component that people may read but not change."""

    def read(sent: Any) -> Any:  # Any: a JSON value
        if not _is_empty(sent) and sent != present:
            raise ValidationError("This field cannot be changed here.")
        return present

    return fields.Function(deserialize=read, allow_none=True)


def _reader(component: Component, scope: Scope) -> Reader:
    """The reader of a component's values; what is empty passes as it is unless it is required."""
    make = _READERS.get(component.type) or (_many if component.type in WITH_MANY else _one)
    read = make(component, scope)
    is_required = component.validate.get("required") is True

    def checked(sent: Any) -> Any:  # Any: a JSON value
        if is_required and component.type == "checkbox" and sent is False:
            raise ValidationError("Tick this to go on.")
        if is_required and _is_empty(sent):
            raise ValidationError(REQUIRED)
        return sent if sent in (None, "") else read(sent)

    return checked


def _is_empty(value: Any) -> bool:  # Any: a JSON value
    return value is None or value in ("", [])


def _text(component: Component, scope: Scope) -> Reader:
    longest = LONGEST_AREA if component.type == "textarea" else LONGEST_LINE
    rules = {name: scope.rule(component.validate.get(name)) for name in ("minLength", "maxLength")}
    shortest_allowed = int(number_of(rules["minLength"]) or 0)
    longest_allowed = min(longest, int(number_of(rules["maxLength"]) or longest))

    def read(sent: Any) -> str:  # Any: a JSON value
        if not isinstance(sent, str):
            raise ValidationError("Enter a text.")
        if len(sent) < shortest_allowed:
            raise ValidationError(f"Write at least {shortest_allowed} characters.")
        if len(sent) > longest_allowed:
            raise ValidationError(f"Write at most {longest_allowed:,} characters; these are {len(sent):,}.")
        _refuse_odd_characters(sent)
        _check_pattern(component, sent)
        return sent

    return read


def _refuse_odd_characters(text: str) -> None:
    if _NOT_TEXT.search(text):
        raise ValidationError("The text holds a character that cannot be stored.")


def _check_pattern(component: Component, text: str) -> None:
    rules = component.validate
    if rules.get("validationType") == "email":
        validate.Email(error="Enter a mail address, such as anna@example.com.")(text)
    if rules.get("validationType") == "phone" and not fits(PHONE, text):
        raise ValidationError(NO_PHONE)
    pattern = rules.get("pattern")
    if isinstance(pattern, str) and pattern and not fits(pattern, text):
        raise ValidationError(str(rules.get("patternErrorMessage") or f"This must match the pattern {pattern}."))


def _number(component: Component, scope: Scope) -> Reader:
    lowest = number_of(scope.rule(component.validate.get("min")))
    highest = number_of(scope.rule(component.validate.get("max")))
    digits = number_of(component.schema.get("decimalDigits"))

    def read(sent: Any) -> int | Decimal | str:  # Any: a JSON value
        number = number_of(sent)
        if number is None:
            raise ValidationError(f"Enter a number of at most 15 digits and {DECIMAL_DIGITS} decimals.")
        if digits is not None and decimals_of(number) > digits:
            raise ValidationError(f"At most {digits} decimals." if digits else "Enter a whole number.")
        if lowest is not None and number < lowest:
            raise ValidationError(f"The least is {lowest}.")
        if highest is not None and number > highest:
            raise ValidationError(f"The most is {highest}.")
        return f"{number:f}" if component.schema.get("serializeToString") is True else as_variable(number)

    return read


def _checkbox(_component: Component, _scope: Scope) -> Reader:
    def read(sent: Any) -> bool:  # Any: a JSON value
        if not isinstance(sent, bool):
            raise ValidationError("This is either ticked or not.")
        return sent

    return read


def _moment(component: Component, scope: Scope) -> Reader:
    kind = component.schema.get("subtype")
    no_past = component.schema.get("disallowPassedDates") is True
    wanted = {"date": "a date, such as 2026-11-23", "time": "a time, such as 14:30"}.get(
        str(kind), "a date and a time, such as 2026-11-23T14:30"
    )

    def read(sent: Any) -> str:  # Any: a JSON value
        if not isinstance(sent, str) or len(sent) > 40:
            raise ValidationError(f"Enter {wanted}.")
        try:
            day = _day_in(kind, sent)
        except ValueError:
            raise ValidationError(f"Enter {wanted}.") from None
        if day is not None and day.year not in YEARS:
            raise ValidationError(f"The year must lie between {YEARS.start} and {YEARS.stop - 1}.")
        if no_past and day is not None and day < scope.at.date():
            raise ValidationError("This day has passed.")
        return sent

    return read


def _day_in(kind: object, text: str) -> date | None:
    """The day of a date or moment; None for a time. Raises ValueError for anything else."""
    if kind == "time":
        time.fromisoformat(text)
        return None
    if kind == "date":
        if len(text) != len("2026-11-23"):
            raise ValueError(text)
        return date.fromisoformat(text)
    if "T" not in text:
        raise ValueError(text)
    return datetime.fromisoformat(text).date()


def _one(component: Component, scope: Scope) -> Reader:
    if searched := searched_sources.get(component.text("valuesKey")):
        return _searched(searched, scope)
    allowed = _allowed(component, scope)

    def read(sent: Any) -> Any:  # Any: what the options hold
        return _chosen(sent, allowed)

    return read


def _searched(source: SearchedOptions, scope: Scope) -> Reader:
    def read(sent: Any) -> Any:  # Any: what the options hold
        option = source.named(scope.viewer, sent)
        if option is None:
            raise ValidationError("Choose one of the options.")
        return option["value"]

    return read


def _many(component: Component, scope: Scope) -> Reader:
    allowed = _allowed(component, scope)

    def read(sent: Any) -> list[Any]:  # Any: what the options hold
        if not isinstance(sent, list) or len(sent) > max(len(allowed), 1):
            raise ValidationError("Choose from the options.")
        return [_chosen(item, allowed) for item in sent]

    return read


def _allowed(component: Component, scope: Scope) -> list[Any]:  # Any: what the options hold
    assert component.type in WITH_OPTIONS
    options = options_of(component, context=scope.context, variables=scope.variables, viewer=scope.viewer, at=scope.at)
    return [option["value"] for option in options]


def _chosen(sent: Any, allowed: list[Any]) -> Any:  # Any: what the options hold
    for value in allowed:
        if _is_same(value, sent):
            return value
    raise ValidationError("Choose one of the options.")


def _is_same(value: Any, sent: Any) -> bool:  # Any: JSON values
    if isinstance(value, str | bool) or isinstance(sent, str | bool):
        return type(value) is type(sent) and bool(value == sent)
    return bool(value == sent) or (number_of(value) is not None and number_of(value) == number_of(sent))


_READERS: dict[str, Callable[[Component, Scope], Reader]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _checkbox,
    "datetime": _moment,
}
