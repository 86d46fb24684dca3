"""Reads sales: one lead, opportunity, quote or order; pages of their lists; the register of reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, desc, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import Key, session
from app.core.money import ZERO
from app.core.web.paging import Position
from app.core.word_index import keys_in_order
from app.identity.models import Membership, User
from app.parties.models import Party
from app.sales.errors import SalesRecordMissing
from app.sales.finding import opportunities_named, orders_named, quotes_named
from app.sales.models import Lead, LossReason, Opportunity, Order, OrderStatus, Quote, QuoteStatus, Stage

SALES_GROUP = "sales"


def lead_for_update(lead_id: UUID) -> Lead:
    """The lead, locked. Raises SalesRecordMissing."""
    lead = session().scalar(
        select(Lead).where(Lead.id == lead_id).with_for_update().execution_options(populate_existing=True)
    )
    if lead is None:
        raise SalesRecordMissing("lead", lead_id)
    return lead


def lead_of_case(case_key: Key) -> Lead | None:
    """The lead of a case with its party, if it has one."""
    return session().scalar(select(Lead).where(Lead.case_key == case_key).options(joinedload(Lead.party)))


def opportunity_by_id(opportunity_id: UUID) -> Opportunity:
    """The opportunity with party and stages. Raises SalesRecordMissing."""
    wanted = (
        select(Opportunity)
        .where(Opportunity.id == opportunity_id)
        .options(joinedload(Opportunity.party), selectinload(Opportunity.stages))
    )
    opportunity = session().scalar(wanted)
    if opportunity is None:
        raise SalesRecordMissing("opportunity", opportunity_id)
    return opportunity


def opportunity_for_update(opportunity_id: UUID) -> Opportunity:
    """The opportunity, locked. Raises SalesRecordMissing."""
    opportunity = session().scalar(
        select(Opportunity)
        .where(Opportunity.id == opportunity_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if opportunity is None:
        raise SalesRecordMissing("opportunity", opportunity_id)
    return opportunity


def opportunity_of_case(case_key: Key) -> Opportunity | None:
    """The opportunity of a case, if it has come so far."""
    return session().scalar(select(Opportunity).where(Opportunity.case_key == case_key))


def quote_by_id(quote_id: UUID) -> Quote:
    """The quote with party, opportunity and lines. Raises SalesRecordMissing."""
    wanted = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(joinedload(Quote.party), joinedload(Quote.opportunity), selectinload(Quote.lines))
    )
    quote = session().scalar(wanted)
    if quote is None:
        raise SalesRecordMissing("quote", quote_id)
    return quote


def quote_for_update(quote_id: UUID) -> Quote:
    """The quote with its lines, locked. Raises SalesRecordMissing."""
    wanted = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(selectinload(Quote.lines))
        .with_for_update(of=Quote)
        .execution_options(populate_existing=True)
    )
    quote = session().scalar(wanted)
    if quote is None:
        raise SalesRecordMissing("quote", quote_id)
    return quote


def newest_quote_of(opportunity_id: UUID) -> Quote | None:
    """The last revision of an opportunity's quote with its lines, locked; None before the first."""
    return session().scalar(
        select(Quote)
        .where(Quote.opportunity_id == opportunity_id)
        .order_by(Quote.revision.desc())
        .limit(1)
        .options(selectinload(Quote.lines))
        .with_for_update(of=Quote)
        .execution_options(populate_existing=True)
    )


def revisions_of(opportunity_id: UUID) -> Sequence[Quote]:
    """All quotes of an opportunity, the newest first."""
    return (
        session()
        .scalars(select(Quote).where(Quote.opportunity_id == opportunity_id).order_by(Quote.revision.desc()))
        .all()
    )


def order_by_id(order_id: UUID) -> Order:
    """The order with party, quote and lines. Raises SalesRecordMissing."""
    wanted = (
        select(Order)
        .where(Order.id == order_id)
        .options(joinedload(Order.party), joinedload(Order.quote), selectinload(Order.lines))
    )
    order = session().scalar(wanted)
    if order is None:
        raise SalesRecordMissing("order", order_id)
    return order


def order_for_update(order_id: UUID) -> Order:
    """The order, locked. Raises SalesRecordMissing."""
    order = session().scalar(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    if order is None:
        raise SalesRecordMissing("order", order_id)
    return order


def order_of_quote(quote_id: UUID) -> Order | None:
    """The order made of a quote, if any."""
    return session().scalar(select(Order).where(Order.quote_id == quote_id))


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


def counts_of_sales() -> dict[str, int]:
    """How many opportunities are open, quotes wait for an answer, orders wait for their confirmation."""
    open_stages = [stage for stage in Stage if stage.is_open]
    counted = (
        session()
        .execute(
            select(
                select(func.count())
                .select_from(Opportunity)
                .where(Opportunity.stage.in_(open_stages))
                .scalar_subquery(),
                select(func.count()).select_from(Quote).where(Quote.status == QuoteStatus.ISSUED).scalar_subquery(),
                select(func.count()).select_from(Order).where(Order.status == OrderStatus.PLACED).scalar_subquery(),
            )
        )
        .one()
    )
    return {"opportunities": counted[0], "quotes": counted[1], "orders": counted[2]}


@dataclass(frozen=True)
class Business:
    """What was and is between a party and us. Sums are without VAT and of the party's currency only."""

    open_opportunities: int
    open_revenue: Decimal
    orders: int
    ordered_net: Decimal


def business_with(party: Party) -> Business:
    """What was and is between this party and us."""
    of_currency = Opportunity.currency == party.currency
    opportunities = select(func.count(), func.sum(Opportunity.estimated_revenue).filter(of_currency)).where(
        Opportunity.party_id == party.id, Opportunity.stage.in_([stage for stage in Stage if stage.is_open])
    )
    orders = select(func.count(), func.sum(Order.total_net).filter(Order.currency == party.currency)).where(
        Order.party_id == party.id
    )
    expected, ordered = session().execute(opportunities).one(), session().execute(orders).one()
    return Business(expected[0], expected[1] or ZERO, ordered[0], ordered[1] or ZERO)


def loss_reasons() -> Sequence[LossReason]:
    """The reasons that may be chosen, in the order of the register."""
    return (
        session()
        .scalars(select(LossReason).where(LossReason.is_used).order_by(LossReason.position, LossReason.name))
        .all()
    )


def loss_reason_names() -> dict[str, str]:
    """The name of every reason, used or not, by its code."""
    return {row.code: row.name for row in session().execute(select(LossReason.code, LossReason.name))}


def salespeople() -> Sequence[User]:
    """The people of the sales group who may log in, by name."""
    return (
        session()
        .scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.group_id == SALES_GROUP, User.disabled_at.is_(None))
            .order_by(User.display_name)
        )
        .all()
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
