"""The form on which a decision is tried: a field for each variable it asks for, and reading what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app import feel
from app.core.errors import Invalid
from app.engine.decisions.asking import Asked, Kind
from app.engine.decisions.evaluating import read_input
from app.engine.registry import Variables
from app.engine.values import BadVariable, stored_value

LONGEST_TEXT = 2_000
LONGEST_JSON = 20_000
LONGEST_NUMBER = 40
EXAMPLES = {
    Kind.DATE: "Give a date such as 2026-11-23.",
    Kind.TIME: "Give a time such as 09:30.",
    Kind.DATE_AND_TIME: "Give a date and a time such as 2026-11-23T09:30.",
    Kind.DURATION: "Give a duration such as P3D (three days), PT2H (two hours) or P1Y6M (a year and a half).",
}
NOT_JSON = 'This is not JSON. Write text in double quotes, a list as [1, 2], a context as {"rating": "A"}.'
NOT_A_NUMBER = "Give a number with a point and without separators, such as 1200.50."
INPUT_TYPES = {Kind.DATE: "date", Kind.TIME: "time", Kind.DATE_AND_TIME: "datetime-local"}


@dataclass(frozen=True)
class TryField:
    """One field. text: what was sent last."""

    name: str
    asked: Asked
    text: str = ""

    @property
    def input_type(self) -> str:
        """The type of the HTML input."""
        return INPUT_TYPES.get(self.asked.kind, "text")

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices as the `select` macro takes them."""
        return [(str(choice), str(choice)) for choice in self.asked.choices]

    @property
    def longest(self) -> int:
        """Characters that are taken."""
        return {Kind.JSON: LONGEST_JSON, Kind.NUMBER: LONGEST_NUMBER}.get(self.asked.kind, LONGEST_TEXT)

    @property
    def hint(self) -> str | None:
        """What stands under the label."""
        if self.asked.kind is Kind.JSON:
            return 'As JSON: 12, "text", true, [1, 2] or {"rating": "A"}'
        if self.asked.kind is Kind.DURATION:
            return "Such as P3D, PT2H or P1Y6M"
        return None


def try_fields(asked: tuple[Asked, ...], sent: Mapping[str, str]) -> list[TryField]:
    """The fields, with what was sent in them."""
    names = [f"input-{number}" for number in range(len(asked))]
    return [TryField(name, each, sent.get(name, "")) for name, each in zip(names, asked, strict=True)]


def read_values(fields: list[TryField], sent: Mapping[str, str]) -> Variables:
    """The variables that a filled form stands for; what is left empty is not given. Raises Invalid by field."""
    unknown = {name: ["There is no such field."] for name in sent if name not in {field.name for field in fields}}
    values: Variables = {}
    errors: dict[str, list[str]] = dict(unknown)
    for field in fields:
        try:
            if field.text.strip():
                values[field.asked.name] = _value(field)
        except Invalid as error:
            errors[field.name] = [error.message]
    if errors:
        count = len(errors)
        raise Invalid("One field needs another look." if count == 1 else f"{count} fields need another look.", errors)
    return values


def _value(field: TryField) -> object:
    if len(field.text) > field.longest:
        raise Invalid(f"Give at most {field.longest:,} characters.")
    asked = field.asked
    if asked.choices:
        return _choice(field.text, asked)
    if asked.kind is Kind.NUMBER:
        return _number(field.text.strip())
    if asked.kind is Kind.YES_NO:
        return _yes_or_no(field.text)
    if asked.kind is Kind.JSON:
        return _json(field.text)
    if asked.kind is not Kind.TEXT and isinstance(read_input(asked, field.text.strip()), str):
        raise Invalid(EXAMPLES[asked.kind])
    return stored_value(field.text if asked.kind is Kind.TEXT else field.text.strip())


def _choice(text: str, asked: Asked) -> object:
    for choice in asked.choices:
        if text == str(choice):
            return choice
    raise Invalid("Choose one of the values.")


def _number(text: str) -> object:
    try:
        value = stored_value(Decimal(text)) if text.isascii() else None
    except (ArithmeticError, BadVariable):
        value = None
    if value is None:
        raise Invalid(NOT_A_NUMBER)
    return value


def _yes_or_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Invalid("Give yes or no.")
    return text == "true"


def _json(text: str) -> object:
    try:
        return stored_value(feel.loads(text))
    except BadVariable:
        raise
    except feel.FeelError as error:
        raise Invalid(NOT_JSON) from error
