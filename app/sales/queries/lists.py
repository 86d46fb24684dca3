"""Pages of the lists of sales."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, desc, select, tuple_
from sqlalchemy.orm import joinedload

from app.core.db import session
from app.core.web.paging import Position
from app.core.word_index import keys_in_order
from app.sales.finding import opportunities_named, orders_named, quotes_named
from app.sales.models import Opportunity, Order, OrderStatus, Quote, QuoteStatus, Stage


def opportunities_page(
    *,
    words: str = "",
    stage: str = "",
    sales_rep: str = "",
    party_id: UUID | None = None,
    after: Position | None = None,
    limit: int,
) -> Sequence[Opportunity]:
    """Up to `limit` + 1 opportunities, the newest first."""
    wanted = select(Opportunity).options(joinedload(Opportunity.party))
    if stage == "open":
        wanted = wanted.where(Opportunity.stage.in_([each for each in Stage if each.is_open]))
    elif stage:
        wanted = wanted.where(Opportunity.stage == Stage(stage))
    if sales_rep:
        wanted = wanted.where(Opportunity.sales_rep == sales_rep)
    return _newest_first(
        wanted,
        table=Opportunity,
        moment=Opportunity.opened_at,
        named=opportunities_named(words) if words else None,
        party_id=party_id,
        after=after,
        limit=limit,
    )


def quotes_page(
    *, words: str = "", status: str = "", party_id: UUID | None = None, after: Position | None = None, limit: int
) -> Sequence[Quote]:
    """Up to `limit` + 1 quotes, the newest first."""
    wanted = select(Quote).options(joinedload(Quote.party))
    if status:
        wanted = wanted.where(Quote.status == QuoteStatus(status))
    named = quotes_named(words) if words else None
    return _newest_first(
        wanted, table=Quote, moment=Quote.created_at, named=named, party_id=party_id, after=after, limit=limit
    )


def orders_page(
    *, words: str = "", status: str = "", party_id: UUID | None = None, after: Position | None = None, limit: int
) -> Sequence[Order]:
    """Up to `limit` + 1 orders, the newest first."""
    wanted = select(Order).options(joinedload(Order.party))
    if status:
        wanted = wanted.where(Order.status == OrderStatus(status))
    named = orders_named(words) if words else None
    return _newest_first(
        wanted, table=Order, moment=Order.placed_at, named=named, party_id=party_id, after=after, limit=limit
    )


def _newest_first(
    wanted: Select[Any],  # Any: a select of one of three tables
    *,
    table: type[Opportunity] | type[Quote] | type[Order],
    moment: Any,  # Any: its column of time
    named: CTE | None,
    party_id: UUID | None,
    after: Position | None,
    limit: int,
) -> Sequence[Any]:
    if party_id is not None:
        wanted = wanted.where(table.party_id == party_id)
    if after is not None:
        wanted = wanted.where(tuple_(moment, table.id) < tuple_(*after))
    if named is not None:
        wanted = wanted.where(table.id.in_(select(named.c.id)))
        keys = keys_in_order(wanted, moment, table.id, direction=desc, limit=limit + 1)
        wanted = select(table).options(joinedload(table.party)).where(table.id.in_(keys))
    return session().scalars(wanted.order_by(moment.desc(), table.id.desc()).limit(limit + 1)).all()
