"""Reads sums of sales, the register of reasons, and who sells."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, true

from app.activities.models import Employee
from app.core.db import session
from app.core.money import ZERO
from app.identity.models import Membership, User
from app.parties.models import Party
from app.sales.models import LossReason, Opportunity, Order, OrderStatus, Quote, QuoteStatus, Stage

SALES_GROUP = "sales"


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
    opportunities = select(
        func.count().label("open"), func.sum(Opportunity.estimated_revenue).filter(of_currency).label("revenue")
    ).where(Opportunity.party_id == party.id, Opportunity.stage.in_([stage for stage in Stage if stage.is_open]))
    orders = select(
        func.count().label("orders"), func.sum(Order.total_net).filter(Order.currency == party.currency).label("net")
    ).where(Order.party_id == party.id)
    both = opportunities.subquery("opened").join(orders.subquery("placed"), true())
    row = session().execute(select(both)).one()
    return Business(row.open, row.revenue or ZERO, row.orders, row.net or ZERO)


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


def employees_by_mail() -> Sequence[tuple[UUID, str]]:
    """Those of the personnel register who work here and are reached by mail only: id and name, by name."""
    wanted = select(Employee.id, Employee.name).where(
        Employee.user_name.is_(None), Employee.email.is_not(None), Employee.left_on.is_(None)
    )
    return [(key, name) for key, name in session().execute(wanted.order_by(Employee.name))]
