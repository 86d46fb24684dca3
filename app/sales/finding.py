"""Finds opportunities, quotes and orders by the words of their numbers."""

from typing import Any

from sqlalchemy import CTE, select
from sqlalchemy.orm import joinedload

from app.core.word_index import Found, found_first, has_words, rows_found
from app.sales.models import Opportunity, Order, Quote


def opportunities_found(words: str, *, limit: int) -> Found[Opportunity]:
    """The newest of the opportunities with these words in number or subject, with their parties."""
    return _found(Opportunity, Opportunity.opened_at, opportunities_named(words), limit)


def quotes_found(words: str, *, limit: int) -> Found[Quote]:
    """The newest of the quotes with these words in their number, with their parties."""
    return _found(Quote, Quote.created_at, quotes_named(words), limit)


def orders_found(words: str, *, limit: int) -> Found[Order]:
    """The newest of the orders with these words in their number, with their parties."""
    return _found(Order, Order.placed_at, orders_named(words), limit)


def opportunities_named(words: str) -> CTE:
    """The ids of opportunities with these words in number or subject."""
    named = has_words(words, Opportunity.number, Opportunity.subject)
    return found_first(select(Opportunity.id).where(named), "opportunities_named")


def quotes_named(words: str) -> CTE:
    """The ids of quotes with these words in their number."""
    return found_first(select(Quote.id).where(has_words(words, Quote.number)), "quotes_named")


def orders_named(words: str) -> CTE:
    """The ids of orders with these words in their number."""
    return found_first(select(Order.id).where(has_words(words, Order.number)), "orders_named")


def _found(
    table: Any,  # Any: one of three tables
    moment: Any,  # Any: its column of time
    keys: CTE,
    limit: int,
) -> Found[Any]:
    order = (moment.desc(), table.id.desc())
    return rows_found(
        select(table), key=table.id, keys=keys, order=order, limit=limit, options=[joinedload(table.party)]
    )
