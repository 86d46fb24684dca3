"""Reads values out of the variables of a case, with a sentence for each that cannot be used."""

from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from app.contracts.errors import ContractValueInvalid
from app.engine.registry import Variables


def text_in(variables: Variables, name: str) -> str:
    """The text without blanks around it; empty for none."""
    value = variables.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ContractValueInvalid(f"{name} must be a text, not {value!r}.")
    return value.strip()


def id_in(variables: Variables, name: str) -> UUID | None:
    """The id; None when there is none."""
    value = text_in(variables, name)
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError:
        raise ContractValueInvalid(f"{name} must be an id, not {value!r}.") from None


def needed_id(variables: Variables, name: str) -> UUID:
    """The id. Raises ContractValueInvalid when there is none."""
    if (value := id_in(variables, name)) is None:
        raise ContractValueInvalid(f"{name} is missing.")
    return value


def decimal_in(variables: Variables, name: str) -> Decimal | None:
    """The number, exact; None when there is none."""
    value = variables.get(name)
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ContractValueInvalid(f"{name} must be a number, not {value!r}.") from None
    if isinstance(value, bool) or not number.is_finite():
        raise ContractValueInvalid(f"{name} must be a number, not {value!r}.")
    return number


def integer_in(variables: Variables, name: str) -> int | None:
    """The whole number; None when there is none."""
    number = decimal_in(variables, name)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ContractValueInvalid(f"{name} must be a whole number, not {number}.")
    return int(number)


def day_in(variables: Variables, name: str) -> date | None:
    """The day; None when there is none."""
    value = text_in(variables, name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ContractValueInvalid(f"{name} must be a date such as 2026-11-23, not {value!r}.") from None
