"""FEEL in diagrams: evaluating mappings, conditions, names and times, with failures that name the expression."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from app import feel
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind
from app.engine.registry import Variables
from app.engine.values import MOST_DIGITS, BadVariable, stored_value

Lookup = Callable[[], Variables]
LONGEST_NAME = 255


class Evaluator:
    """Evaluates expressions at one element: with the variables seen there, at one moment."""

    def __init__(self, lookup: Lookup, at: datetime) -> None:
        self._lookup = lookup
        self._at = at

    def expression(self, text: str, kind: IncidentKind, extra: Mapping[str, object] | None = None) -> object:
        """The value of a FEEL expression (with or without the leading `=`), as variables hold it."""
        source = text.strip().removeprefix("=")
        try:
            expression = feel.parse(source)
            if expression.errors:
                raise StepFailure(kind, f"{source!r} cannot be read: {expression.errors[0].message}")
            context = {**self._lookup(), **(extra or {})}
            return stored_value(expression.evaluate(context, clock=lambda: self._at).value)
        except (feel.FeelError, BadVariable) as error:
            raise StepFailure(kind, f"{source!r} could not be evaluated: {error}") from error

    def value(self, text: str, kind: IncidentKind = IncidentKind.EXTRACT_VALUE_ERROR) -> object:
        """A literal as it stands, or the value of the expression after `=`."""
        return self.expression(text, kind) if text.lstrip().startswith("=") else text

    def condition(self, text: str) -> bool:
        """Whether a condition holds. Null and anything that is not boolean is a failure, not a no."""
        value = self.expression(text, IncidentKind.CONDITION_ERROR)
        if isinstance(value, bool):
            return value
        shown = "null" if value is None else feel.dumps(value)
        raise StepFailure(
            IncidentKind.CONDITION_ERROR, f"The condition {text!r} gave {shown}; it must be true or false."
        )

    def holds(self, text: str) -> bool:
        """Whether a condition that is waited for holds; what it needs may not be there yet, so null is a no."""
        value = self.expression(text, IncidentKind.CONDITION_ERROR)
        if value is None or isinstance(value, bool):
            return bool(value)
        message = f"The condition {text!r} gave {feel.dumps(value)}; it must be true or false."
        raise StepFailure(IncidentKind.CONDITION_ERROR, message)

    def text(self, text: str, what: str) -> str:
        """A value that must be a text, such as a correlation key; numbers are written out."""
        value = self.value(text)
        if isinstance(value, str) and value:
            return self._short(value, text, what)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return str(value)
        raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, f"The {what} {text!r} gave no text.")

    def optional_text(self, text: str | None, what: str) -> str | None:
        """As `text`, but null and nothing give None."""
        if text is None or not text.strip():
            return None
        value = self.value(text)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self._short(value, text, what)
        raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, f"The {what} {text!r} gave no text.")

    def names(self, text: str | None, what: str) -> list[str]:
        """A list of names: literal with commas, or FEEL giving a list of texts or one text."""
        if text is None or not text.strip():
            return []
        value = self.value(text)
        if value is None:
            return []
        items = value.split(",") if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            found = dict.fromkeys(name for item in items if (name := item.strip()))
            return [self._short(name, text, what) for name in found]
        raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, f"The {what} {text!r} gave no list of names.")

    def integer(self, text: str, what: str, *, lowest: int, highest: int) -> int:
        """A whole number within bounds."""
        value = self.value(text)
        number = _whole(value)
        if number is None or not lowest <= number <= highest:
            raise StepFailure(
                IncidentKind.EXTRACT_VALUE_ERROR,
                f"The {what} {text!r} must be a whole number from {lowest} to {highest}.",
            )
        return number

    def collection(self, text: str, highest: int) -> list[object]:
        """The list that a multi-instance element walks over."""
        value = self.expression(text, IncidentKind.EXTRACT_VALUE_ERROR)
        if not isinstance(value, list):
            raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, f"The input collection {text!r} gave no list.")
        if len(value) > highest:
            raise StepFailure(
                IncidentKind.EXTRACT_VALUE_ERROR,
                f"The input collection {text!r} has {len(value)} elements; at most {highest} can run at once.",
            )
        return value

    def _short(self, value: str, text: str, what: str) -> str:
        """The value, unless it is so long that it would have to be cut."""
        if len(value) > LONGEST_NAME:
            message = f"The {what} {text!r} gave {len(value)} characters; at most {LONGEST_NAME} fit."
            raise StepFailure(IncidentKind.EXTRACT_VALUE_ERROR, message)
        return value


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= MOST_DIGITS:
        return int(value)
    return None
