"""Reads values out of the variables of a case, with a sentence for each that cannot be used."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from app.core.clock import company_zone
from app.core.errors import Invalid
from app.engine.registry import Variables


class VariableInvalid(Invalid):
    """A value of a case or form cannot be used."""


def text_in(variables: Variables, name: str) -> str | None:
    """The text without blanks around it; None for an empty one."""
    value = variables.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _refused(name, f"must be a text, not {value!r}")
    return value.strip() or None


def needed_text(variables: Variables, name: str) -> str:
    """The text. Raises VariableInvalid for an empty one."""
    if (value := text_in(variables, name)) is None:
        raise _refused(name, "is missing")
    return value


def id_in(variables: Variables, name: str) -> UUID | None:
    """The id; None when there is none."""
    value = text_in(variables, name)
    if value is None:
        return None
    try:
        return UUID(value)
    except ValueError:
        raise _refused(name, f"must be an id, not {value!r}") from None


def needed_id(variables: Variables, name: str) -> UUID:
    """The id. Raises VariableInvalid when there is none."""
    if (value := id_in(variables, name)) is None:
        raise _refused(name, "is missing")
    return value


def decimal_in(variables: Variables, name: str) -> Decimal | None:
    """The number, exact; None when there is none."""
    value = variables.get(name)
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _refused(name, f"must be a number, not {value!r}") from None
    if isinstance(value, bool) or not number.is_finite():
        raise _refused(name, f"must be a number, not {value!r}")
    return number


def percentage_in(variables: Variables, name: str) -> Decimal | None:
    """The number from 0 to 100; None when there is none."""
    number = decimal_in(variables, name)
    if number is not None and not 0 <= number <= 100:
        raise _refused(name, f"must be from 0 to 100, not {number}")
    return number


def integer_in(variables: Variables, name: str, usual: int) -> int:
    """The whole number; `usual` when there is none."""
    number = decimal_in(variables, name)
    if number is None:
        return usual
    if number != number.to_integral_value():
        raise _refused(name, f"must be a whole number, not {number}")
    return int(number)


def day_in(variables: Variables, name: str) -> date | None:
    """The day; None when there is none."""
    value = text_in(variables, name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _refused(name, f"must be a date such as 2026-11-23, not {value!r}") from None


def needed_day(variables: Variables, name: str) -> date:
    """The day. Raises VariableInvalid when there is none."""
    if (value := day_in(variables, name)) is None:
        raise _refused(name, "is missing")
    return value


def flag_in(variables: Variables, name: str) -> bool:
    """Whether a box is ticked; a missing one is not."""
    value = variables.get(name)
    if value is not None and not isinstance(value, bool):
        raise _refused(name, f"must be true or false, not {value!r}")
    return bool(value)


def moment_in(variables: Variables, name: str) -> datetime | None:
    """The moment; one without a zone is read at the company's seat. None when there is none."""
    value = text_in(variables, name)
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        sentence = f"{value!r} is no date and time."
        raise VariableInvalid(f"{name}: {sentence}", {name: [sentence]}) from None
    return found if found.tzinfo else found.replace(tzinfo=company_zone())


def today(at: datetime) -> date:
    """The day it is at the company's seat."""
    return at.astimezone(company_zone()).date()


def moment(day: date, hour: int) -> str:
    """An hour of a day at the company's seat, as ISO text for a timer."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=company_zone()).isoformat()


def _refused(name: str, why: str) -> VariableInvalid:
    """With the sentence for a program, and the one that stands beside the field."""
    return VariableInvalid(f"{name} {why}.", {name: [f"This {why}."]})
