"""Filters of searches: a value, or operators on it, become a condition. Values are bound, never written into SQL."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, not_, or_, type_coerce

from app.api.reading import read_key
from app.core.errors import Invalid

MOST_VALUES = 1_000
MOST_ALTERNATIVES = 10
LONGEST_TEXT = 1_000
LARGEST_NUMBER = 2**31 - 1
WILDCARD = re.compile(r"\\(.)|([*?])|([%_\\])", re.DOTALL)

Condition = ColumnElement[bool]
Column = Any  # an attribute of a model or an expression; SQLAlchemy has no type for both


class Kind(StrEnum):
    """What a field holds; decides how a value is read and which operators there are."""

    TEXT = "text"
    KEY = "key"
    NUMBER = "number"
    TIME = "time"
    CHOICE = "choice"
    FLAG = "flag"
    LIST = "list"


EQUALITY = ("$eq", "$neq", "$in", "$notIn", "$exists")
ORDERING = ("$gt", "$gte", "$lt", "$lte")
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: (*EQUALITY, "$like"),
    Kind.KEY: EQUALITY,
    Kind.NUMBER: (*EQUALITY, *ORDERING),
    Kind.TIME: (*EQUALITY, *ORDERING),
    Kind.CHOICE: EQUALITY,
    Kind.FLAG: ("$eq", "$neq"),
    Kind.LIST: ("$eq", "$neq", "$in", "$notIn"),
}


@dataclass(frozen=True)
class Field:
    """A field that can be filtered by.

    choices: the words that Camunda has for it, each with those of ours that it means; perhaps none.
    sorts: whether lists can be sorted by it. is_nullable: whether a row may lack it.
    """

    column: Column
    kind: Kind = Kind.TEXT
    choices: Mapping[str, Sequence[str]] | None = None
    sorts: bool = True
    is_nullable: bool = False

    @property
    def compared(self) -> ColumnElement[Any]:  # Any: of the kind
        """The column with a plain type, so that any word can be compared with an enumeration."""
        plain: ColumnElement[Any] = type_coerce(self.column, String) if self.kind is Kind.CHOICE else self.column
        return plain

    @property
    def is_true(self) -> Condition:
        """The condition of a flag."""
        condition: Condition = self.column
        return condition

    def names_one_of(self, values: list[Any]) -> Condition:  # Any: texts
        """Whether a list has one of these."""
        condition: Condition = self.column.overlap(values)
        return condition


def text(column: Column, *, sorts: bool = True, is_nullable: bool = False) -> Field:
    """A field that holds a text."""
    return Field(column, Kind.TEXT, sorts=sorts, is_nullable=is_nullable)


def key(column: Column, *, sorts: bool = True, is_nullable: bool = False) -> Field:
    """A field that holds a key."""
    return Field(column, Kind.KEY, sorts=sorts, is_nullable=is_nullable)


def number(column: Column) -> Field:
    """A field that holds a whole number."""
    return Field(column, Kind.NUMBER)


def time(column: Column, *, is_nullable: bool = False) -> Field:
    """A field that holds a time."""
    return Field(column, Kind.TIME, is_nullable=is_nullable)


def choice(column: Column, words: Mapping[str, Sequence[str]]) -> Field:
    """A field that holds one of a few words; `words` are Camunda's, each with ours."""
    return Field(column, Kind.CHOICE, words)


def flag(expression: Column) -> Field:
    """A field that is true or false."""
    return Field(expression, Kind.FLAG, sorts=False)


def listed(column: Column) -> Field:
    """A field that holds several texts, of which a filter names one."""
    return Field(column, Kind.LIST, sorts=False)


def conditions_of(given: Any, fields: Mapping[str, Field], *, has_alternatives: bool = False) -> list[Condition]:
    """The conditions that a filter asks for. Raises Invalid naming a field or operator that there is not."""
    if not isinstance(given, dict):
        raise _wrong("filter", "Give an object.")
    found: list[Condition] = []
    for name, value in given.items():
        if name == "$or" and has_alternatives:
            found.append(_any_of(value, fields))
        elif value is not None:
            found.append(_condition(_field(name, fields), f"filter.{name}", value))
    return found


def _any_of(given: Any, fields: Mapping[str, Field]) -> Condition:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_ALTERNATIVES:
        raise _wrong("filter.$or", f"Give a list of 1 to {MOST_ALTERNATIVES} filters.")
    return or_(*[and_(True, *conditions_of(one, fields)) for one in given])  # an empty filter is true


def _field(name: str, fields: Mapping[str, Field]) -> Field:
    field = fields.get(name)
    if field is None:
        raise _wrong(f"filter.{name[:40]}", f"There is no such filter; there are {', '.join(fields)}.")
    return field


def _condition(field: Field, name: str, given: Any) -> Condition:
    if not isinstance(given, dict):
        return _compared(field, name, "$eq", given)
    if not given:
        raise _wrong(name, "Give a value or an operator.")
    return and_(*[_compared(field, name, operator, value) for operator, value in given.items()])


def _compared(field: Field, name: str, operator: str, value: Any) -> Condition:
    allowed = OPERATORS[field.kind]
    if operator not in allowed:
        raise _wrong(name, f"There is no operator {operator[:20]} here; there are {', '.join(allowed)}.")
    if operator == "$exists":
        if not isinstance(value, bool):
            raise _wrong(name, "$exists is true or false.")
        return field.compared.is_not(None) if value else field.compared.is_(None)
    if operator in ("$in", "$notIn"):
        values = _values(field, name, value)
        is_one = _is_one_of(field, values)
        return is_one if operator == "$in" else not_(is_one)
    if operator == "$like":
        return field.compared.like(_pattern(_text(name, value)), escape="\\")
    return COMPARISONS[operator](field, READERS[field.kind](name, value, field))


def _values(field: Field, name: str, given: Any) -> list[Any]:
    if not isinstance(given, list) or len(given) > MOST_VALUES:
        raise _wrong(name, f"$in and $notIn take a list of at most {MOST_VALUES} values.")
    return [READERS[field.kind](name, value, field) for value in given]


def _is_one_of(field: Field, values: list[Any]) -> Condition:
    if not values:
        return false()
    if field.kind is Kind.CHOICE:
        values = list(chain.from_iterable(values))
    return field.names_one_of(values) if field.kind is Kind.LIST else field.compared.in_(values)


def _is_equal(field: Field, value: Any) -> Condition:
    if field.kind is Kind.FLAG:
        return field.is_true if value else not_(field.is_true)
    if field.kind is Kind.CHOICE:
        return field.compared.in_(value)
    return field.names_one_of([value]) if field.kind is Kind.LIST else field.compared == value


def _is_other(field: Field, value: Any) -> Condition:
    if field.kind in (Kind.FLAG, Kind.LIST, Kind.CHOICE):
        return not_(_is_equal(field, value))
    return field.compared.is_distinct_from(value)


COMPARISONS: dict[str, Callable[[Field, Any], Condition]] = {
    "$eq": _is_equal,
    "$neq": _is_other,
    "$gt": lambda field, value: field.compared > value,
    "$gte": lambda field, value: field.compared >= value,
    "$lt": lambda field, value: field.compared < value,
    "$lte": lambda field, value: field.compared <= value,
}


def _pattern(given: str) -> str:
    r"""A pattern of SQL: `*` is any text, `?` any character, `\` takes the meaning from what follows."""

    def translated(found: re.Match[str]) -> str:
        escaped, wildcard, special = found.groups()
        if wildcard is not None:
            return "%" if wildcard == "*" else "_"
        sign = escaped if escaped is not None else special
        return f"\\{sign}" if sign in "%_\\" else sign

    return WILDCARD.sub(translated, given)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\x00" in value:
        raise _wrong(name, f"Give a text of at most {LONGEST_TEXT} characters.")
    return value


def _number(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST_NUMBER:
        raise _wrong(name, "Give a whole number.")
    return value


def _key(name: str, value: Any) -> int:
    try:
        return read_key(value if isinstance(value, str) else "" if isinstance(value, bool) else str(value))
    except Invalid as error:
        raise _wrong(name, error.message) from error


def _time(name: str, value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(_text(name, value))
    except ValueError as error:
        raise _wrong(name, "Give a time such as 2026-11-23T09:00:00Z.") from error
    if found.tzinfo is None:
        raise _wrong(name, "Give the time with its offset, such as 2026-11-23T09:00:00Z.")
    return found


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, "Give true or false.")
    return value


def _choice(name: str, value: Any, field: Field) -> Sequence[str]:
    words = field.choices or {}
    if not isinstance(value, str) or value not in words:
        raise _wrong(name, f"Give one of {', '.join(words)}.")
    return words[value]


READERS: dict[Kind, Callable[[str, Any, Field], Any]] = {
    Kind.TEXT: lambda name, value, _: _text(name, value),
    Kind.LIST: lambda name, value, _: _text(name, value),
    Kind.KEY: lambda name, value, _: _key(name, value),
    Kind.NUMBER: lambda name, value, _: _number(name, value),
    Kind.TIME: lambda name, value, _: _time(name, value),
    Kind.FLAG: lambda name, value, _: _flag(name, value),
    Kind.CHOICE: _choice,
}


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(f"{name}: {sentence}", {name: [sentence]})
