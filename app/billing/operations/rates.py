"""Verbs of exchange rates."""

from datetime import date, datetime
from decimal import Decimal

from app.billing.models import ExchangeRate
from app.core.actor import Actor
from app.core.db import session
from app.trail.operations import record


def enter_rate(currency: str, *, valid_on: date, rate: Decimal, by: Actor, at: datetime) -> ExchangeRate:
    """What one unit of `currency` is worth in our own on a day; entered again, the new value counts."""
    found = session().get(ExchangeRate, (currency, valid_on), with_for_update=True)
    before = {"rate": found.rate} if found else None
    row = found or ExchangeRate(currency=currency, valid_on=valid_on)
    row.rate, row.entered_at, row.entered_by = rate, at, by.id
    session().add(row)
    record(
        action="exchange_rate.entered",
        entity="exchange_rate",
        entity_id=f"{currency} {valid_on:%Y-%m-%d}",
        by=by,
        at=at,
        before=before,
        after={"currency": currency, "valid_on": valid_on, "rate": rate},
    )
    return row
