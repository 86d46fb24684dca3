"""Adds tax codes from a day on; one in force stays as papers used it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import func, select

from app.catalog.errors import CatalogInvalid, TaxCodeInForce
from app.catalog.models import TaxCategory, TaxCode
from app.core.actor import Actor
from app.core.db import session
from app.trail.operations import record

WITHOUT_VAT = (TaxCategory.REVERSE_CHARGE, TaxCategory.EXPORT)


@dataclass(frozen=True)
class TaxCodeDetails:
    """A rate as somebody entered it. note: why no VAT is charged; printed on papers."""

    country: str
    category: TaxCategory
    name: str
    rate_percent: Decimal
    valid_from: date
    note: str = ""


def add_tax_code(details: TaxCodeDetails, *, on: date, by: Actor, at: datetime) -> TaxCode:
    """The rate of a kind in a country from a day on, after the last one known. on: today.

    The first rate of a kind may begin in the past; a later one would change papers that were written.
    Raises CatalogInvalid beside each wrong field.
    """
    wrong = _wrong_with(details, on=on)
    if wrong:
        raise CatalogInvalid(wrong)
    values = asdict(details) | {"name": details.name.strip(), "note": details.note.strip()}
    code = TaxCode(id=uuid4(), **values)
    session().add(code)
    record(action="tax_code.added", entity="tax_code", entity_id=code.id, by=by, at=at, after=values)
    return code


def remove_tax_code(code: TaxCode, *, on: date, by: Actor, at: datetime) -> None:
    """Take back a rate that has not begun. Raises TaxCodeInForce for one that has. on: today."""
    if code.valid_from <= on:
        raise TaxCodeInForce(code.name, code.valid_from)
    before = {"name": code.name, "rate_percent": code.rate_percent, "valid_from": code.valid_from}
    record(action="tax_code.removed", entity="tax_code", entity_id=code.id, by=by, at=at, before=before)
    session().delete(code)


def _wrong_with(details: TaxCodeDetails, *, on: date) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not details.name.strip():
        wrong["name"] = ["Enter a name as papers show it, such as VAT 22 %."]
    if not 0 <= details.rate_percent <= 100:
        wrong["rate_percent"] = ["Enter a rate from 0 to 100."]
    elif details.category in WITHOUT_VAT and details.rate_percent:
        wrong["rate_percent"] = ["Where no VAT is charged the rate is 0."]
    if details.category in WITHOUT_VAT and not details.note.strip():
        wrong["note"] = ["Say why no VAT is charged; papers have to tell."]
    last = _last_day_known(details.country, details.category)
    if last is not None and details.valid_from <= max(last, on):
        named = max(last, on)
        wrong["valid_from"] = [f"Choose a day after {named:%d %B %Y}; until then papers use the rate that is there."]
    return wrong


def _last_day_known(country: str, category: TaxCategory) -> date | None:
    wanted = select(func.max(TaxCode.valid_from)).where(TaxCode.country == country, TaxCode.category == category)
    return session().scalar(wanted)
