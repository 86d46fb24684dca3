"""What campaigns cost and brought: the lines of the grids, and sums that are never kept but always read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, String, Subquery, and_, cast, func, or_, select

from app.billing.models import Invoice, InvoiceKind, InvoiceStatus
from app.campaigns.models import CampaignCost, CampaignRevenue, RevenueSource
from app.campaigns.returns import Month, months_of, return_percent
from app.contracts.models import ContractLine
from app.core.db import session
from app.core.money import to_cents, total
from app.sales.models import Order

ORDER_SOURCES = ("order", "sales_order")
CONTRACT_SOURCES = ("contract", "contract_period")


@dataclass
class Money:
    """The sums of a campaign, without VAT, in its currency."""

    costs: dict[date, Decimal] = field(default_factory=dict)
    accepted: dict[date, Decimal] = field(default_factory=dict)
    invoiced: dict[date, Decimal] = field(default_factory=dict)

    @property
    def cost(self) -> Decimal:
        """All that was spent."""
        return total(self.costs.values())

    @property
    def accepted_total(self) -> Decimal:
        """The value of the marked orders and contracts."""
        return total(self.accepted.values())

    @property
    def invoiced_total(self) -> Decimal:
        """What was invoiced of it."""
        return total(self.invoiced.values())

    @property
    def return_percent(self) -> int | None:
        """Return on investment; None without a cost."""
        return return_percent(cost=self.cost, revenue=self.invoiced_total)

    @property
    def months(self) -> list[Month]:
        """Month by month."""
        return months_of(costs=self.costs, accepted=self.accepted, invoiced=self.invoiced)


@dataclass(frozen=True)
class RevenueRow:
    """A line of the revenue grid with what its document says today."""

    line: CampaignRevenue
    accepted: Decimal
    invoiced: Decimal


def money_of(campaign_ids: Sequence[UUID]) -> dict[UUID, Money]:
    """The sums of campaigns by month, in three statements for all of them."""
    found = {campaign_id: Money() for campaign_id in campaign_ids}
    month = _month(CampaignCost.document_on.expression)
    costs = (
        select(CampaignCost.campaign_id, month, func.sum(CampaignCost.value))
        .where(CampaignCost.campaign_id.in_(campaign_ids))
        .group_by(CampaignCost.campaign_id, month)
    )
    for campaign_id, day, amount in session().execute(costs):
        found[campaign_id].costs[day] = amount
    for name, lines in (("accepted", _accepted_lines()), ("invoiced", _invoiced_lines())):
        for campaign_id, day, amount in session().execute(_by_month(lines, campaign_ids)):
            getattr(found[campaign_id], name)[day] = to_cents(amount)
    return found


def cost_lines(campaign_id: UUID) -> Sequence[CampaignCost]:
    """The cost grid, in the order of its numbers."""
    wanted = select(CampaignCost).where(CampaignCost.campaign_id == campaign_id).order_by(CampaignCost.position)
    return session().scalars(wanted).all()


def revenue_rows(campaign_id: UUID) -> list[RevenueRow]:
    """The revenue grid, in the order of its numbers."""
    accepted, invoiced = _by_line(_accepted_lines()), _by_line(_invoiced_lines())
    wanted = (
        select(CampaignRevenue, func.coalesce(accepted.c.amount, 0), func.coalesce(invoiced.c.amount, 0))
        .outerjoin(accepted, accepted.c.line_id == CampaignRevenue.id)
        .outerjoin(invoiced, invoiced.c.line_id == CampaignRevenue.id)
        .where(CampaignRevenue.campaign_id == campaign_id)
        .order_by(CampaignRevenue.position)
    )
    return [RevenueRow(line, to_cents(first), to_cents(second)) for line, first, second in session().execute(wanted)]


def next_position(table: type[CampaignCost] | type[CampaignRevenue], campaign_id: UUID) -> int:
    """The number of the next line. The caller has locked the campaign."""
    return (session().scalar(select(func.max(table.position)).where(table.campaign_id == campaign_id)) or 0) + 1


def added_to(source: RevenueSource, source_id: UUID) -> UUID | None:
    """The campaign for whose revenue a record of ours counts."""
    wanted = select(CampaignRevenue.campaign_id).where(
        CampaignRevenue.source == source, CampaignRevenue.source_id == source_id
    )
    return session().scalar(wanted)


def orders_to_add(campaign_id: UUID, *, limit: int) -> Sequence[Order]:
    """Orders that came of the campaign and are in no revenue grid yet, newest first."""
    is_added = select(CampaignRevenue.source_id).where(
        CampaignRevenue.source == RevenueSource.ORDER, CampaignRevenue.source_id.is_not(None)
    )
    wanted = select(Order).where(Order.campaign_id == campaign_id, Order.id.not_in(is_added))
    return session().scalars(wanted.order_by(Order.placed_at.desc()).limit(limit)).all()


def _accepted_lines() -> Subquery:
    """What was accepted: one row for each entered line, order and contract, at the day of the document."""
    of_contract = select(func.sum(ContractLine.net)).where(ContractLine.contract_id == CampaignRevenue.source_id)
    of_order = select(Order.total_net).where(Order.id == CampaignRevenue.source_id)
    amount = func.coalesce(
        CampaignRevenue.accepted,
        of_order.scalar_subquery() * CampaignRevenue.exchange_rate,
        of_contract.scalar_subquery() * CampaignRevenue.exchange_rate,
        0,
    )
    return select(
        CampaignRevenue.id.label("line_id"),
        CampaignRevenue.campaign_id,
        CampaignRevenue.document_on.label("day"),
        amount.label("amount"),
    ).subquery("accepted_lines")


def _invoiced_lines() -> Subquery:
    """What was invoiced: entered lines, and the standing invoices made from the documents, at their day of issue."""
    entered = select(
        CampaignRevenue.id.label("line_id"),
        CampaignRevenue.campaign_id,
        CampaignRevenue.document_on.label("day"),
        func.coalesce(CampaignRevenue.invoiced, 0).label("amount"),
    ).where(CampaignRevenue.source == RevenueSource.ENTERED)
    billed = select(
        CampaignRevenue.id,
        CampaignRevenue.campaign_id,
        Invoice.issued_on,
        Invoice.total_net * CampaignRevenue.exchange_rate,
    ).join(Invoice, _is_invoice_of_line())
    return entered.union_all(billed).subquery("invoiced_lines")


def _is_invoice_of_line() -> ColumnElement[bool]:
    source_id = cast(CampaignRevenue.source_id, String)
    on_delivery = select(Order.invoice_id).where(Order.id == CampaignRevenue.source_id).correlate(CampaignRevenue)
    made_from = [
        (
            RevenueSource.ORDER,
            or_(Invoice.source_type.in_(ORDER_SOURCES) & (Invoice.source_id == source_id), Invoice.id.in_(on_delivery)),
        ),
        (
            RevenueSource.CONTRACT,
            Invoice.source_type.in_(CONTRACT_SOURCES) & Invoice.source_id.startswith(source_id),
        ),
        (RevenueSource.INVOICE, Invoice.id == CampaignRevenue.source_id),
    ]
    return and_(
        Invoice.kind == InvoiceKind.INVOICE,
        Invoice.status.in_((InvoiceStatus.ISSUED, InvoiceStatus.PAID)),
        or_(*(and_(CampaignRevenue.source == source, rule) for source, rule in made_from)),
    )


def _by_line(lines: Subquery) -> Subquery:
    return select(lines.c.line_id, func.sum(lines.c.amount).label("amount")).group_by(lines.c.line_id).subquery()


def _by_month(lines: Subquery, campaign_ids: Sequence[UUID]) -> Select[Any]:  # Any: id, day, amount
    month = _month(lines.c.day)
    return (
        select(lines.c.campaign_id, month, func.sum(lines.c.amount))
        .where(lines.c.campaign_id.in_(campaign_ids), lines.c.amount != 0)
        .group_by(lines.c.campaign_id, month)
    )


def _month(day: ColumnElement[Any]) -> ColumnElement[Any]:  # Any: a date
    """The first day of its month."""
    return cast(func.date_trunc("month", day), Date)
